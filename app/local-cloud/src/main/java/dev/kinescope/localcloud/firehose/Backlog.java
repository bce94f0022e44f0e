package dev.kinescope.localcloud.firehose;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Counts the bytes on their way through a delivery stream, so that memory stays bounded: those of
 * batches that are not handed on yet, and those of objects that wait to be stored. Objects that
 * still fill are bounded by their buffering hints, and waiting for them would be waiting for their
 * time.
 */
final class Backlog {
    private static final long SLACK = 64L << 20;

    private final Supplier<DestinationSettings> settings;
    private final AtomicLong bytes = new AtomicLong();
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /**
     * @param settings the destination as it is now
     */
    Backlog(Supplier<DestinationSettings> settings) {
        this.settings = settings;
    }

    void add(long count) {
        bytes.addAndGet(count);
    }

    void remove(long count) {
        bytes.addAndGet(-count);
        if (!waiting.isEmpty() && !isFull()) {
            for (Runnable next = waiting.poll(); next != null; next = waiting.poll()) {
                next.run();
            }
        }
    }

    /** Whether there is enough in hand. */
    boolean isFull() {
        return bytes.get() > room(settings.get());
    }

    /** Runs once, when something was removed and there is room again. */
    void whenRoom(Runnable work) {
        waiting.add(work);
    }

    /** Two buffers' worth and some slack. */
    static long room(DestinationSettings settings) {
        return 2 * settings.s3().bufferBytes() + SLACK;
    }
}
