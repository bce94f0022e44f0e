package dev.kinescope.desktop.background;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One polling view: gathers off the UI thread, shows on it, and leaves out ticks that are late. */
final class Poller<T> {
    private final Callable<T> gather;
    private final Consumer<T> publish;
    private final Consumer<Exception> failed;
    private final Executor ui;
    private final Runnable firstShown;
    private final AtomicBoolean busy = new AtomicBoolean();
    private final AtomicBoolean firstIsShown = new AtomicBoolean();
    private volatile boolean stopped;

    /**
     * @param firstShown told once, when the first values show or the polling ends without any
     */
    Poller(
            Callable<T> gather,
            Consumer<T> publish,
            Consumer<Exception> failed,
            Executor ui,
            Runnable firstShown) {
        this.gather = gather;
        this.publish = publish;
        this.failed = failed;
        this.ui = ui;
        this.firstShown = firstShown;
    }

    /** Gathers on a virtual thread, unless the tick before is still at it. */
    void tick() {
        if (busy.compareAndSet(false, true)) {
            Thread.ofVirtual().name("poll").start(this::gatherOnce);
        }
    }

    /** Shows nothing more. */
    void stop() {
        stopped = true;
        tellFirstShown();
    }

    private void gatherOnce() {
        Runnable show;
        try {
            T value = gather.call();
            show = () -> publish.accept(value);
        } catch (Exception e) {
            show = () -> failed.accept(e);
        } catch (Error e) {
            show = () -> failed.accept(new ExecutionException(e));
        }
        Runnable shown = show;
        ui.execute(() -> show(shown));
    }

    private void show(Runnable shown) {
        try {
            if (!stopped) {
                shown.run();
            }
        } finally {
            busy.set(false);
            tellFirstShown();
        }
    }

    private void tellFirstShown() {
        if (firstIsShown.compareAndSet(false, true)) {
            firstShown.run();
        }
    }
}
