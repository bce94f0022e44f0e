package dev.kinescope.localcloud.firehose;

import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that were taken in and are not stored yet, so that memory stays bounded. */
final class Backlog {
    private static final long SLACK = 64L << 20;

    private final AtomicLong bytes = new AtomicLong();

    void add(long count) {
        bytes.addAndGet(count);
    }

    void remove(long count) {
        bytes.addAndGet(-count);
    }

    /** Whether there is enough in hand: two buffers' worth and some slack. */
    boolean isFull(DestinationSettings settings) {
        return bytes.get() > 2 * settings.s3().bufferBytes() + SLACK;
    }
}
