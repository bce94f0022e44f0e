package dev.kinescope.desktop.activity;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.View;

import javafx.scene.Parent;

import java.time.Clock;

/** The Activity view of the navigation: layout, controller and view-model put together. */
public final class ActivityView implements View {
    private final ActivityViewModel model;
    private final Parent root;

    /** Follows the calls that {@code history} takes as the sessions' call log. */
    public ActivityView(CallHistory history, Background background, Clock clock) {
        this(new ActivityViewModel(background, history), clock);
    }

    ActivityView(ActivityViewModel model, Clock clock) {
        this.model = model;
        this.root = Fxml.load(new ActivityController(model, clock), "Activity.fxml");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        model.hidden();
    }
}
