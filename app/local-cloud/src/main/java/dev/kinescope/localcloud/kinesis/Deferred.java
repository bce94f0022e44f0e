package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;

/** Does what is due at the end of a change's time, again and again until the store keeps it. */
final class Deferred {
    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Deferred.class);

    private final Scheduler scheduler;
    private final Duration delay;

    /**
     * Changes that take a while.
     *
     * @param delay how long that is
     */
    Deferred(Scheduler scheduler, Duration delay) {
        this.scheduler = scheduler;
        this.delay = delay;
    }

    /**
     * Does some work after the delay.
     *
     * @param what it is, in the words of a message
     * @param work that may be done again if it failed
     */
    void later(String what, Runnable work) {
        scheduler.after(delay, () -> attempt(what, work, 0));
    }

    private void attempt(String what, Runnable work, int failures) {
        try {
            work.run();
        } catch (RuntimeException e) {
            if (failures == 0) {
                LOG.error(
                        "{} cannot be kept. Trying again every {}; if the disk is full, free space"
                                + " on it.",
                        what,
                        BETWEEN_TRIES,
                        e);
            }
            scheduler.after(BETWEEN_TRIES, () -> attempt(what, work, failures + 1));
        }
    }
}
