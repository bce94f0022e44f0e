package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.background.Progress;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.provisioning.Step;
import dev.kinescope.pipeline.provisioning.StepListener;

import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Duration;
import java.util.function.UnaryOperator;

/** The steps of the work under way or done last, kept up to date from the thread that does it. */
final class StepList {
    private final Background background;
    private final ObservableList<StepRow> rows = FXCollections.observableArrayList();
    // One view for good: listeners are held weakly by the view they were added to.
    private final ObservableList<StepRow> view = FXCollections.unmodifiableObservableList(rows);
    private final ReadOnlyIntegerWrapper waiting = new ReadOnlyIntegerWrapper();

    StepList(Background background) {
        this.background = background;
    }

    /** Steps that have begun, in the order in which they did. */
    ObservableList<StepRow> rows() {
        return view;
    }

    /** How many have not begun. */
    ReadOnlyIntegerProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    void clear() {
        rows.clear();
        waiting.set(0);
    }

    /** The work has ended: nothing waits any more, and what still ran was stopped. */
    void end() {
        waiting.set(0);
        rows.replaceAll(row ->
                row.state() == StepRow.State.RUNNING
                        ? row.ended(StepRow.State.STOPPED, Duration.ZERO)
                        : row);
    }

    /** Hears the work, and tells the task list too. */
    StepListener listener(Progress progress) {
        return new StepListener() {
            @Override
            public void started(Step step) {
                progress.update((step.number() - 1.0) / step.of(), step.what());
                background.onUi(() -> {
                    rows.add(StepRow.started(step));
                    waiting.set(Math.max(0, step.of() - rows.size()));
                });
            }

            @Override
            public void progress(Step step, String what) {
                progress.update((step.number() - 1.0) / step.of(), what);
                background.onUi(() -> change(step, row -> row.doing(what)));
            }

            @Override
            public void done(Step step, Duration took) {
                progress.update((double) step.number() / step.of(), step.what());
                background.onUi(() -> change(step, row -> row.ended(StepRow.State.DONE, took)));
            }

            @Override
            public void failed(Step step, AwsProblem problem, Duration took) {
                background.onUi(() -> change(step, row -> row.ended(StepRow.State.FAILED, took)));
            }
        };
    }

    private void change(Step step, UnaryOperator<StepRow> how) {
        rows.replaceAll(row -> row.step().number() == step.number() ? how.apply(row) : row);
    }
}
