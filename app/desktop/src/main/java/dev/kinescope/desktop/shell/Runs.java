package dev.kinescope.desktop.shell;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Progress;
import dev.kinescope.desktop.background.RunningTask;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.dialogs.Asker;
import dev.kinescope.desktop.dialogs.Confirmation;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.run.PipelineRun;
import dev.kinescope.pipeline.run.RunListener;
import dev.kinescope.pipeline.run.RunSnapshot;
import dev.kinescope.pipeline.run.RunSummary;

import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** "Run everything", wherever it is pressed: one run at a time, and what the last one came to. */
public final class Runs {
    private final ActiveConnection connection;
    private final Setup setup;
    private final Background background;
    private final Notifications notifications;
    private final Asker asker;
    private final ReadOnlyObjectWrapper<Optional<RunSnapshot>> snapshot =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<RunSummary>> summary =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyBooleanWrapper running = new ReadOnlyBooleanWrapper();
    private final AtomicReference<@Nullable RunSnapshot> unpublished = new AtomicReference<>();
    private long attempt;
    private @Nullable PipelineRun run;
    private @Nullable RunningTask task;

    public Runs(
            ActiveConnection connection,
            Setup setup,
            Background background,
            Notifications notifications,
            Asker asker) {
        this.asker = asker;
        this.connection = connection;
        this.setup = setup;
        this.background = background;
        this.notifications = notifications;
        // What another account's run came to says nothing about this one.
        connection.workspaceProperty().subscribe(_ -> forget());
    }

    /** The present run at its last tick, or the last run's end. */
    public ReadOnlyObjectProperty<Optional<RunSnapshot>> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** Whether a run can be started: connected, and none going on. */
    public BooleanBinding canRun() {
        return Bindings.createBooleanBinding(
                () -> !running.get() && connection.workspaceProperty().get().isPresent(),
                running,
                connection.workspaceProperty());
    }

    /** What the last run came to; empty while one is running. */
    public ReadOnlyObjectProperty<Optional<RunSummary>> summaryProperty() {
        return summary.getReadOnlyProperty();
    }

    /** Why the last run failed, if it did. */
    public ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return running.getReadOnlyProperty();
    }

    /**
     * Creates what is missing, deploys, sends and follows; does nothing while a run is going on. In
     * a real account it asks first, because that costs money and replaces the functions' code.
     *
     * @param whenComplete gets what the run came to, on the UI thread
     */
    public void runEverything(Consumer<RunSummary> whenComplete) {
        Optional<Workspace> workspace = connection.workspaceProperty().get();
        if (running.get() || workspace.isEmpty()) {
            return;
        }
        if (workspace.get().isLocal()) {
            start(workspace.get(), whenComplete);
        } else {
            asker.ask(question(workspace.get()), () -> start(workspace.get(), whenComplete));
        }
    }

    private static Confirmation question(Workspace workspace) {
        return new Confirmation(
                "Run everything in a real account?",
                workspace.place(),
                List.of(
                        new Confirmation.Loss(
                                "code and settings of both functions",
                                "replaced by this program's",
                                Confirmation.Loss.Kind.LOST),
                        new Confirmation.Loss(
                                "streams, bucket, roles",
                                "created where missing, billed by AWS",
                                Confirmation.Loss.Kind.KEPT),
                        new Confirmation.Loss(
                                "the bundled posts",
                                "sent and scored once, billed by AWS",
                                Confirmation.Loss.Kind.KEPT)),
                Optional.empty(),
                "Run everything");
    }

    private void start(Workspace workspace, Consumer<RunSummary> whenComplete) {
        if (running.get()) {
            return;
        }
        long mine = ++attempt;
        running.set(true);
        snapshot.set(Optional.empty());
        summary.set(Optional.empty());
        problem.set(Optional.empty());
        PipelineRun next;
        try {
            next = setup.newRun(workspace.session());
        } catch (IOException e) {
            failed(mine, e);
            return;
        }
        run = next;
        task =
                background.run(
                        "Run everything",
                        progress -> {
                            progress.update(Progress.UNKNOWN, "starting");
                            return next.run(
                                    setup.bundledPosts(workspace), publishTo(mine, progress));
                        },
                        result -> complete(mine, result, whenComplete),
                        failure -> failed(mine, failure));
        task.stateProperty()
                .subscribe(state -> {
                    if (state == RunningTask.State.CANCELLED) {
                        cancelled(mine);
                    }
                });
    }

    /** Shows a run that happened elsewhere, such as one without a window. */
    public void show(RunSnapshot elsewhere) {
        snapshot.set(Optional.of(elsewhere));
    }

    /** Sends nothing more but follows what was sent. */
    public void stopSending() {
        if (run != null) {
            run.stopSending();
        }
    }

    private RunListener publishTo(long mine, Progress progress) {
        return tick -> {
            progress.update(fraction(tick), describe(tick));
            if (unpublished.getAndSet(tick) == null) {
                background.onUi(() -> publish(mine));
            }
        };
    }

    private static String describe(RunSnapshot tick) {
        String stage = tick.stage().words();
        return tick.doing().isEmpty() || tick.doing().equals(stage)
                ? stage
                : stage + ": " + tick.doing();
    }

    private void publish(long mine) {
        RunSnapshot latest = unpublished.getAndSet(null);
        if (latest != null && mine == attempt) {
            snapshot.set(Optional.of(latest));
        }
    }

    private static double fraction(RunSnapshot tick) {
        long expected = tick.toSend().orElse(0);
        if (expected <= 0) {
            return Progress.UNKNOWN;
        }
        return Math.min(1.0, (tick.counts().accepted() + tick.counts().lines()) / (2.0 * expected));
    }

    private void complete(long mine, RunSummary result, Consumer<RunSummary> whenComplete) {
        if (mine != attempt) {
            return;
        }
        publish(mine);
        ended();
        summary.set(Optional.of(result));
        String text =
                Numbers.counted(result.sent(), "post")
                        + " sent, "
                        + Numbers.counted(result.deliveredLines(), "line")
                        + " delivered, "
                        + result.unexplained()
                        + " unexplained";
        if (result.isClean()) {
            notifications.done("Run is complete", text, Destination.RESULTS);
        } else {
            notifications.warn("Run ended with differences", text, Destination.OVERVIEW);
        }
        whenComplete.accept(result);
    }

    private void failed(long mine, Exception failure) {
        if (mine != attempt) {
            return;
        }
        ended();
        AwsProblem what = AwsProblem.of("Run everything", "", failure);
        problem.set(Optional.of(what));
        notifications.failed(what.headline(), what.reason() + " " + what.next());
    }

    private void ended() {
        running.set(false);
        run = null;
        task = null;
    }

    private void cancelled(long mine) {
        if (mine == attempt) {
            ended();
            notifications.warn(
                    "Run cancelled",
                    "What was created and sent so far stays.",
                    Destination.OVERVIEW);
        }
    }

    /** Lets go of a run: whatever it still reports belongs to a connection that is gone. */
    private void forget() {
        attempt++;
        if (task != null) {
            task.cancel();
        }
        ended();
        snapshot.set(Optional.empty());
        summary.set(Optional.empty());
        problem.set(Optional.empty());
    }
}
