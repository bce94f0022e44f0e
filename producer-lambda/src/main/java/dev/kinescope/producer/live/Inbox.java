package dev.kinescope.producer.live;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * Carries what one connection tells to the one who reads; when it is full the connection waits, and
 * so, over the network, does the other side.
 */
public final class Inbox {
    private static final int CAPACITY = 1024;

    private final BlockingQueue<Signal> signals = new ArrayBlockingQueue<>(CAPACITY);
    private volatile boolean closed;

    /** Puts a signal behind the others; false when nobody reads any more. */
    public boolean put(Signal signal) throws InterruptedException {
        while (!closed) {
            // Waits in short turns, as closing does not wake a thread that waits for room.
            if (signals.offer(signal, 100, TimeUnit.MILLISECONDS)) {
                return true;
            }
        }
        return false;
    }

    /** The next signal, or null when none comes in time. */
    @Nullable Signal poll(Duration patience) throws InterruptedException {
        return signals.poll(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Takes nothing more in; what is in it can still be read. */
    void close() {
        closed = true;
    }
}
