package dev.kinescope.localcloud.time;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Real delays: one timer thread hands each piece of work to a virtual thread of its own. */
public final class SystemScheduler implements Scheduler, AutoCloseable {
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("local-cloud-timer").factory());

    /** {@inheritDoc} Once closed, nothing more starts: who is still at work need not know. */
    @Override
    public Cancellable after(Duration delay, Runnable work) {
        try {
            ScheduledFuture<?> future =
                    timer.schedule(
                            () -> {
                                Thread.ofVirtual().name("local-cloud-work").start(work);
                            },
                            delay.toNanos(),
                            TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        } catch (RejectedExecutionException e) {
            return () -> {};
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
