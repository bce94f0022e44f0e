package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Polling;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Navigator;
import dev.kinescope.desktop.shell.Runs;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.run.RunSnapshot;

import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/** What the overview shows: the diagram's state, the run, and what it came to so far. */
public final class OverviewViewModel {
    /** What the panel can see of the pipeline while no run is going on. */
    public record Seen(
            PipelineDefinition definition, PipelineStatus status, Optional<String> otherScorer) {}

    /** Looks at the pipeline of the present connection; empty while there is none. */
    @FunctionalInterface
    public interface Eyes {
        /** Blocks while AWS is asked. */
        Optional<Seen> look() throws Exception;
    }

    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

    private final Runs runs;
    private final Navigator navigator;
    private final Background background;
    private final Eyes eyes;
    private final Clock clock;
    private final ReadOnlyObjectWrapper<Optional<DiagramState>> diagram =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper diagramNote = new ReadOnlyStringWrapper("");
    private final ReadOnlyObjectWrapper<Optional<AwsProblem>> problem =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Course course = new Course();
    private Optional<Seen> seen = Optional.empty();
    private @Nullable Polling polling;

    public OverviewViewModel(
            Runs runs, Navigator navigator, Background background, Eyes eyes, Clock clock) {
        this.runs = runs;
        this.navigator = navigator;
        this.background = background;
        this.eyes = eyes;
        this.clock = clock;
        runs.snapshotProperty()
                .subscribe(tick -> {
                    course.add(tick);
                    redraw();
                });
        runs.summaryProperty().subscribe(_ -> redraw());
        runs.problemProperty().subscribe(problem::set);
    }

    /** The diagram; empty until the definition has been read. */
    public ReadOnlyObjectProperty<Optional<DiagramState>> diagramProperty() {
        return diagram.getReadOnlyProperty();
    }

    /** The line beside the title. */
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }

    /** Where the diagram's numbers come from. */
    public ReadOnlyStringProperty diagramNoteProperty() {
        return diagramNote.getReadOnlyProperty();
    }

    /** The run at its last tick. */
    public ReadOnlyObjectProperty<Optional<RunSnapshot>> runProperty() {
        return runs.snapshotProperty();
    }

    Course course() {
        return course;
    }

    public ReadOnlyBooleanProperty runningProperty() {
        return runs.runningProperty();
    }

    /** Whether the one button can be pressed. */
    public BooleanBinding canRun() {
        return runs.canRun();
    }

    /** What went wrong last, in the run or in looking. */
    public ReadOnlyObjectProperty<Optional<AwsProblem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Who judges the sentiment in place of Comprehend, if somebody does. */
    public Optional<String> otherScorer() {
        return seen.flatMap(Seen::otherScorer);
    }

    /** Forgets what was seen, because the connection is another one, and looks again at once. */
    public void forget() {
        seen = Optional.empty();
        diagram.set(Optional.empty());
        problem.set(Optional.empty());
        redraw();
        if (polling != null) {
            hidden();
            shown();
        }
    }

    /** Starts looking every few seconds. */
    public void shown() {
        if (polling == null) {
            polling = background.poll(BETWEEN_LOOKS, eyes::look, this::saw, this::couldNotLook);
        }
    }

    /** Stops looking. */
    public void hidden() {
        if (polling != null) {
            polling.stop();
            polling = null;
        }
    }

    /** One press on the button: creates, deploys, sends, follows, and opens Results. */
    public void runEverything() {
        runs.runEverything(summary -> {
            if (summary.deliveredLines() > 0) {
                navigator.open(Destination.RESULTS);
            }
        });
    }

    /** Sends nothing more; what was sent is still followed. */
    public void stopRun() {
        runs.stopSending();
    }

    /** Opens the view that a node stands for. */
    public void open(Destination destination) {
        navigator.open(destination);
    }

    private void saw(Optional<Seen> now) {
        seen = now;
        if (runs.problemProperty().get().isEmpty()) {
            problem.set(Optional.empty());
        }
        redraw();
    }

    private void couldNotLook(Exception failure) {
        problem.set(Optional.of(AwsProblem.of("Look at the pipeline", "", failure)));
    }

    private void redraw() {
        Optional<RunSnapshot> run = runs.snapshotProperty().get();
        seen.ifPresent(now ->
                diagram.set(
                        Optional.of(
                                DiagramState.of(
                                        now.definition(),
                                        status(now, run),
                                        run,
                                        now.otherScorer()))));
        note.set(run.map(this::describe).orElse(idleNote()));
        diagramNote.set(
                run.isPresent() && runs.runningProperty().get()
                        ? "Rates over the last 5 s: sent and lines measured here, read by"
                                + " CloudWatch, ok by the log"
                        : seen.map(now ->
                                        "States looked up here, "
                                                + Numbers.ago(
                                                        Duration.between(
                                                                now.status().at(),
                                                                clock.instant())))
                                .orElse("Looking…"));
    }

    private Optional<PipelineStatus> status(Seen now, Optional<RunSnapshot> run) {
        return runs.runningProperty().get()
                ? run.flatMap(RunSnapshot::resources).or(() -> Optional.of(now.status()))
                : Optional.of(now.status());
    }

    private String idleNote() {
        return seen.map(Seen::status)
                .map(status ->
                        status.isEmpty()
                                ? "Nothing is set up yet: one press creates it all"
                                : status.isReady() ? "Ready to run" : "Partly set up")
                .orElse("");
    }

    private String describe(RunSnapshot run) {
        String started =
                DateTimeFormatter.ofPattern("HH:mm:ss")
                        .withZone(clock.getZone())
                        .format(run.startedAt());
        String head = "Run started " + started;
        return runs.runningProperty().get()
                ? head + ", " + run.stage().words().toLowerCase(Locale.ROOT)
                : head + ", took " + Numbers.duration(run.elapsed());
    }
}
