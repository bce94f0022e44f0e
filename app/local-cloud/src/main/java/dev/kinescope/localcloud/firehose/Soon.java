package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import java.time.Duration;
import java.util.function.Consumer;

/**
 * Takes a step soon after it was asked for, on a thread of its own: once for all who asked
 * meanwhile, never twice at a time, and again should it fail.
 */
final class Soon {
    private final Runnable step;
    private final Consumer<RuntimeException> failed;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;

    private boolean asked;
    private boolean underway;
    private int failures;

    /**
     * @param failed is told the first of several failures in a row
     */
    Soon(
            Runnable step,
            Consumer<RuntimeException> failed,
            FirehoseTiming timing,
            Scheduler scheduler) {
        this.step = step;
        this.failed = failed;
        this.timing = timing;
        this.scheduler = scheduler;
    }

    synchronized void ask() {
        asked = true;
        if (!underway) {
            underway = true;
            scheduler.after(Duration.ZERO, this::work);
        }
    }

    private void work() {
        synchronized (this) {
            asked = false;
        }
        boolean done = false;
        try {
            step.run();
            done = true;
        } catch (RuntimeException e) {
            if (failures == 0) {
                failed.accept(e);
            }
        } finally {
            // Whatever it was that was thrown.
            goOn(done);
        }
    }

    private synchronized void goOn(boolean done) {
        failures = done ? 0 : failures + 1;
        if (done && !asked) {
            underway = false;
            return;
        }
        scheduler.after(done ? Duration.ZERO : timing.backoff(failures), this::work);
    }
}
