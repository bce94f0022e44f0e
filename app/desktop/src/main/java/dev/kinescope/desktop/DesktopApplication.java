package dev.kinescope.desktop;

import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.connection.CallLog;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

import java.time.Clock;
import java.util.concurrent.CountDownLatch;

/** The panel in a window. */
public final class DesktopApplication {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final double LEAST_WIDTH = 1024;
    private static final double LEAST_HEIGHT = 680;

    private DesktopApplication() {}

    /** Opens the panel and returns when its window has been closed. */
    public static void show(Installation installation, Clock clock) throws InterruptedException {
        var closed = new CountDownLatch(1);
        var connector =
                new PanelConnector(
                        LocalCloudSettings.in(installation.data().resolve("local-cloud"))
                                .withClock(clock),
                        CallLog.none(),
                        clock,
                        System.getenv());
        Platform.startup(() -> open(installation, clock, connector, closed));
        closed.await();
        Platform.exit();
        connector.close();
    }

    private static void open(
            Installation installation,
            Clock clock,
            PanelConnector connector,
            CountDownLatch closed) {
        var wiring = new Wiring(installation.setup(clock), clock, connector);
        var scene = new Scene(wiring.root(), WIDTH, HEIGHT);
        wiring.theme().dress(scene);
        var stage = new Stage();
        stage.setTitle("Kinescope");
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        stage.setOnHidden(_ -> {
            wiring.close();
            closed.countDown();
        });
        wiring.connection().connect(new ConnectionChoice.LocalCloud());
        stage.show();
    }
}
