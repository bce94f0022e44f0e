package dev.kinescope.desktop.background;

import javafx.application.Platform;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * Runs work on virtual threads and hands its results to the UI thread, so that no view ever waits;
 * everything else in the panel reaches the UI thread only through here.
 */
public final class Background implements AutoCloseable {
    private final Executor ui;
    private final Clock clock;
    private final ObservableList<RunningTask> tasks = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<RunningTask> view =
            FXCollections.unmodifiableObservableList(tasks);
    private final AtomicInteger underWay = new AtomicInteger();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().daemon().name("background-timer").factory());

    /**
     * Hands results to {@code ui}: the JavaFX thread in the panel, the calling thread in tests of
     * view-models.
     */
    public Background(Executor ui, Clock clock) {
        this.ui = ui;
        this.clock = clock;
    }

    /** The panel's: results arrive on the JavaFX thread. */
    public static Background onFxThread(Clock clock) {
        return new Background(Background::onFxThread, clock);
    }

    private static void onFxThread(Runnable work) {
        if (Platform.isFxApplicationThread()) {
            work.run();
        } else {
            Platform.runLater(work);
        }
    }

    /** The tasks that are running now, oldest first; changes on the UI thread. */
    public ObservableList<RunningTask> tasks() {
        return view;
    }

    /**
     * Runs work that a person asked for: it is listed with its progress and can be cancelled.
     *
     * @param done gets the result on the UI thread
     * @param failed gets what the work threw, on the UI thread; not called after a cancel
     */
    public <T> RunningTask run(
            String title, Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        var task = new RunningTask(title, clock.instant(), ui);
        underWay.incrementAndGet();
        ui.execute(() -> tasks.add(task));
        task.startOn(
                Thread.ofVirtual()
                        .name("task-" + title)
                        .unstarted(() -> perform(task, work, done, failed)));
        return task;
    }

    /** Runs short work that need not be listed, such as filling a view. */
    public <T> void load(Callable<T> work, Consumer<T> done, Consumer<Exception> failed) {
        underWay.incrementAndGet();
        var task = new RunningTask("", clock.instant(), ui);
        task.startOn(
                Thread.ofVirtual()
                        .name("load")
                        .unstarted(() -> perform(task, _ -> work.call(), done, failed)));
    }

    /** Whether no work is going on and every polling view has shown its first values. */
    public boolean isIdle() {
        return underWay.get() == 0;
    }

    /** Runs {@code work} on the UI thread as soon as it is free. */
    public void onUi(Runnable work) {
        ui.execute(work);
    }

    /**
     * Gathers again and again until it is stopped; a tick is left out while the one before is still
     * being gathered or shown.
     */
    public <T> Polling poll(
            Duration every, Callable<T> gather, Consumer<T> publish, Consumer<Exception> failed) {
        underWay.incrementAndGet();
        var poller = new Poller<>(gather, publish, failed, ui, underWay::decrementAndGet);
        ScheduledFuture<?> future =
                timer.scheduleAtFixedRate(poller::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
        return () -> {
            future.cancel(false);
            poller.stop();
        };
    }

    private <T> void perform(
            RunningTask task, Work<T> work, Consumer<T> done, Consumer<Exception> failed) {
        Runnable show;
        RunningTask.State end;
        try {
            T value = work.run(task);
            show = () -> done.accept(value);
            end = RunningTask.State.DONE;
        } catch (Exception e) {
            boolean cancelled = task.isCancelled();
            show = cancelled ? () -> {} : () -> failed.accept(e);
            end = cancelled ? RunningTask.State.CANCELLED : RunningTask.State.FAILED;
        } catch (Error e) {
            // A broken class path or memory is the person's to know as well, and the task must end.
            show = () -> failed.accept(new ExecutionException(e));
            end = RunningTask.State.FAILED;
        }
        Runnable shown = show;
        RunningTask.State state = end;
        ui.execute(() -> conclude(task, state, shown));
    }

    private void conclude(RunningTask task, RunningTask.State end, Runnable shown) {
        try {
            task.end(end);
            tasks.remove(task);
            shown.run();
        } finally {
            underWay.decrementAndGet();
        }
    }

    /** Stops all polling and asks every running task to stop. */
    @Override
    public void close() {
        timer.shutdownNow();
        // A copy: a task that ends meanwhile leaves the list.
        List.copyOf(tasks).forEach(RunningTask::cancel);
    }
}
