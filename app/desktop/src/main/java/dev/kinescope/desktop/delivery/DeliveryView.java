package dev.kinescope.desktop.delivery;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Navigator;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.View;

import javafx.scene.Parent;

import java.time.Clock;

/** The Delivery view of the navigation: layout, controller and view-model put together. */
public final class DeliveryView implements View {
    private final DeliveryViewModel model;
    private final Parent root;

    /** Looks at the pipeline's delivery stream in whichever account is connected. */
    public DeliveryView(
            ActiveConnection connection, Setup setup, Background background, Navigator navigator) {
        this(new DeliveryViewModel(background, setup.clock()), navigator, setup.clock());
        connection.whenConnected(workspace -> model.use(new PipelineDelivery(workspace, setup)));
    }

    DeliveryView(DeliveryViewModel model, Navigator navigator, Clock clock) {
        this.model = model;
        this.root = Fxml.load(new DeliveryController(model, navigator, clock), "Delivery.fxml");
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
