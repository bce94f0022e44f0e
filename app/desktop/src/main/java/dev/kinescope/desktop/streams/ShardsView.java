package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Navigator;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.View;

import javafx.scene.Parent;

import java.time.Clock;

/** The Shards view of the navigation: layout, controller and view-model put together. */
public final class ShardsView implements View {
    private final ShardsViewModel model;
    private final Parent root;

    /** Watches the pipeline's stream of whichever account is connected. */
    public ShardsView(
            ActiveConnection connection, Setup setup, Background background, Navigator navigator) {
        this(new ShardsViewModel(background, setup.clock()), navigator, setup.clock());
        connection.whenConnected(workspace -> model.use(new PipelineStreams(workspace, setup)));
    }

    ShardsView(ShardsViewModel model, Navigator navigator, Clock clock) {
        this.model = model;
        this.root = Fxml.load(new ShardsController(model, navigator, clock), "Shards.fxml");
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
