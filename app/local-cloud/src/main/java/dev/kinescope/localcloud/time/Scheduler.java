package dev.kinescope.localcloud.time;

import java.time.Duration;

/** Runs work after a delay, so that tests can advance time instead of waiting for it. */
public interface Scheduler {

    /**
     * Runs {@code work} once, after {@code delay}, on a thread of the scheduler's choosing.
     *
     * @return a handle that keeps the work from starting, if it has not started yet
     */
    Cancellable after(Duration delay, Runnable work);

    /** Keeps scheduled work from starting. */
    @FunctionalInterface
    interface Cancellable {
        /** Does nothing if the work has started or ended. */
        void cancel();
    }
}
