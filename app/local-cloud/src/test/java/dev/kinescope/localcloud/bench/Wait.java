package dev.kinescope.localcloud.bench;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition; the benchmark runs without the libraries of the tests. */
final class Wait {
    private static final Duration INTERVAL = Duration.ofMillis(50);

    private Wait() {}

    /** Asks until the answer is yes. */
    static void until(String what, Duration most, Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + most.toNanos();
        while (!condition.call()) {
            if (System.nanoTime() > end) {
                throw new TimeoutException("There was no end of waiting for " + what + ".");
            }
            LockSupport.parkNanos(INTERVAL.toNanos());
        }
    }

    /** Does something until it does not fail, and returns what came of it. */
    static <T> T succeeds(String what, Duration most, Callable<T> work) throws Exception {
        long end = System.nanoTime() + most.toNanos();
        while (true) {
            try {
                return work.call();
            } catch (RuntimeException e) {
                if (System.nanoTime() > end) {
                    throw new TimeoutException("Waiting for " + what + ": " + e.getMessage());
                }
                LockSupport.parkNanos(INTERVAL.toNanos());
            }
        }
    }

    static void idle(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
