package dev.kinescope.localcloud.faults;

import dev.kinescope.localcloud.time.Scheduler;

import software.amazon.awssdk.core.exception.AbortedException;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** Holds calls up until the scheduler's time has passed, their fault is cleared, or all ends. */
final class Pauses implements AutoCloseable {
    private final Scheduler scheduler;
    private final Set<Pause> waiting = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    Pauses(Scheduler scheduler) {
        this.scheduler = scheduler;
    }

    private record Pause(String faultId, CountDownLatch over) {}

    /** Waits on this thread. */
    void hold(String faultId, Duration delay) {
        var pause = new Pause(faultId, new CountDownLatch(1));
        waiting.add(pause);
        Scheduler.Cancellable timer = scheduler.after(delay, pause.over()::countDown);
        try {
            if (!closed) {
                pause.over().await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw AbortedException.create("A call that was held up on purpose was interrupted.", e);
        } finally {
            timer.cancel();
            waiting.remove(pause);
        }
    }

    /** Lets go on what a fault holds up. */
    void release(String faultId) {
        waiting.stream()
                .filter(pause -> pause.faultId().equals(faultId))
                .forEach(pause -> pause.over().countDown());
    }

    /** Lets go on everything, and holds nothing up any more. */
    @Override
    public void close() {
        closed = true;
        waiting.forEach(pause -> pause.over().countDown());
    }
}
