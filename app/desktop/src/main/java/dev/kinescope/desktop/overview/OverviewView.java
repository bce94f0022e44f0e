package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.View;

import javafx.scene.Parent;

import java.time.Clock;

/** The overview as the shell shows it. */
public final class OverviewView implements View {
    private final OverviewViewModel model;
    private final Parent root;

    public OverviewView(OverviewViewModel model, Clock clock) {
        this.model = model;
        this.root = Fxml.load(new OverviewController(model, clock), "Overview.fxml");
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
