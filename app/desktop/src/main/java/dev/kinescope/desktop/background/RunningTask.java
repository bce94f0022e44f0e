package dev.kinescope.desktop.background;

import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.beans.property.ReadOnlyDoubleWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/** One piece of background work as the person sees it: title, progress, message, cancel. */
public final class RunningTask implements Progress {
    /** Where a task stands. */
    public enum State {
        RUNNING,
        CANCELLING,
        DONE,
        FAILED,
        CANCELLED
    }

    private record Latest(double fraction, String message) {}

    private final String title;
    private final Instant startedAt;
    private final Executor ui;
    private final ReadOnlyDoubleWrapper progress = new ReadOnlyDoubleWrapper(UNKNOWN);
    private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<State> state = new ReadOnlyObjectWrapper<>(State.RUNNING);
    private final AtomicReference<@Nullable Latest> unpublished = new AtomicReference<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile boolean cancelled;
    private volatile @Nullable Thread worker;

    RunningTask(String title, Instant startedAt, Executor ui) {
        this.title = title;
        this.startedAt = startedAt;
        this.ui = ui;
    }

    /** What the task is, in a few words. */
    public String title() {
        return title;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** From 0 to 1, or {@link Progress#UNKNOWN}. */
    public ReadOnlyDoubleProperty progressProperty() {
        return progress.getReadOnlyProperty();
    }

    public ReadOnlyStringProperty messageProperty() {
        return message.getReadOnlyProperty();
    }

    public ReadOnlyObjectProperty<State> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** Asks the work to stop by interrupting its thread; called on the UI thread. */
    public void cancel() {
        if (state.get() == State.RUNNING) {
            cancelled = true;
            state.set(State.CANCELLING);
            Thread thread = worker;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    /** Waits, off the UI thread, until the work has ended one way or another. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    @Override
    public void update(double fraction, String text) {
        // Only the latest values reach the UI thread, however often the work reports.
        if (unpublished.getAndSet(new Latest(fraction, text)) == null) {
            ui.execute(this::publish);
        }
    }

    private void publish() {
        Latest latest = unpublished.getAndSet(null);
        if (latest != null) {
            progress.set(latest.fraction());
            message.set(latest.message());
        }
    }

    void startOn(Thread thread) {
        worker = thread;
        thread.start();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Called on the UI thread. */
    void end(State end) {
        publish();
        state.set(end);
        ended.countDown();
    }
}
