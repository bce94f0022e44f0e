package dev.kinescope.desktop.results;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.View;

import javafx.beans.property.ReadOnlyBooleanProperty;
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

    /**
     * @param bucket looks up the bucket of the present connection
     * @param local whether sentiments come from the local scorer
     */
    public ResultsView(
            ResultsViewModel model,
            Background background,
            Callable<Optional<ResultsSource>> bucket,
            ReadOnlyBooleanProperty local,
            Runnable runEverything,
            Clock clock) {
        this.model = model;
        this.background = background;
        this.bucket = bucket;
        this.root =
                Fxml.load(
                        new ResultsController(model, local, runEverything, clock), "Results.fxml");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        background.load(bucket, found -> found.ifPresent(model::use), model::cannotUse);
    }

    @Override
    public void hidden() {
        model.cancel();
    }
}
