package dev.kinescope.desktop.results;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.View;

import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.scene.Parent;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The results as the shell shows them: each time they come to the front, the newest are read. */
public final class ResultsView implements View {
    private final ResultsViewModel model;
    private final Background background;
    private final Callable<Optional<ResultsSource>> bucket;
    private final Parent root;
    private boolean inFront;

    /**
     * @param bucket looks up the bucket of the present connection
     * @param otherScorer who judges in place of Comprehend; changes with the connection
     */
    public ResultsView(
            ResultsViewModel model,
            Background background,
            Callable<Optional<ResultsSource>> bucket,
            ReadOnlyObjectProperty<Optional<String>> otherScorer,
            Runnable runEverything,
            Clock clock) {
        this.model = model;
        this.background = background;
        this.bucket = bucket;
        this.root =
                Fxml.load(
                        new ResultsController(model, otherScorer, runEverything, clock),
                        "Results.fxml");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        inFront = true;
        load();
    }

    /** The connection is another one: what is shown is not its. */
    public void connectionChanged() {
        model.forget();
        if (inFront) {
            load();
        }
    }

    private void load() {
        background.load(bucket, found -> found.ifPresent(model::use), model::cannotUse);
    }

    @Override
    public void hidden() {
        inFront = false;
        model.cancel();
    }
}
