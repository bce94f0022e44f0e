package dev.kinescope.localcloud.s3;

import org.awaitility.Awaitility;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Another client's call that comes in the middle of one: it is done, or has to wait. */
final class Meanwhile {
    private final AtomicReference<Runnable> next = new AtomicReference<>();
    private final AtomicReference<Thread> thread = new AtomicReference<>();

    /** What the other client does when it is its turn, once. */
    void next(Runnable call) {
        next.set(call);
    }

    /** Whether it has not had its turn. */
    boolean waiting() {
        return next.get() != null;
    }

    /** Its turn, if it has something to do. */
    void turn() {
        Runnable call = next.getAndSet(null);
        if (call == null) {
            return;
        }
        Thread other = Thread.ofPlatform().start(call);
        thread.set(other);
        Awaitility.await()
                .until(() -> !other.isAlive() || other.getState() == Thread.State.BLOCKED);
    }

    /** Waits until it is done. */
    void end() throws InterruptedException {
        Thread other = thread.get();
        if (other == null || !other.join(Duration.ofSeconds(10))) {
            throw new IllegalStateException("The other call did not come or does not end.");
        }
    }
}
