package dev.kinescope.desktop;

import dev.kinescope.desktop.activity.CallHistory;
import dev.kinescope.desktop.settings.About;
import dev.kinescope.desktop.settings.Settings;
import dev.kinescope.desktop.settings.SettingsStore;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.localcloud.LocalCloudSettings;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The panel in a window. */
public final class DesktopApplication {
    private static final double LEAST_WIDTH = 1024;
    private static final double LEAST_HEIGHT = 680;

    private DesktopApplication() {}

    /**
     * Opens the panel and returns when its window has been closed.
     *
     * @throws IllegalStateException if the window cannot be opened, with why as its cause
     */
    public static void show(Installation installation, Clock clock, String version)
            throws InterruptedException {
        var closed = new CompletableFuture<Void>();
        var calls = new CallHistory();
        Path data = installation.data().resolve("local-cloud");
        try (var connector =
                new PanelConnector(
                        LocalCloudSettings.in(data).withClock(clock),
                        calls,
                        clock,
                        System.getenv())) {
            var settings = new SettingsStore(installation.data());
            var about =
                    new About(version, installation.resources(), data.toString(), settings.file());
            Setup setup = installation.setup(clock);
            Platform.startup(() -> {
                try {
                    var stage = new Stage();
                    open(
                            new Wiring.Outside(
                                    setup, clock, connector, calls, settings, about, stage),
                            closed);
                } catch (Throwable e) {
                    // Errors too: without a window nobody could ever end the program.
                    closed.completeExceptionally(e);
                }
            });
            closed.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "The window could not be opened: " + e.getCause(), e.getCause());
        } finally {
            Platform.exit();
        }
    }

    private static void open(Wiring.Outside outside, CompletableFuture<Void> closed) {
        var wiring = new Wiring(outside);
        Settings.WindowSize size = wiring.kept().current().window();
        var scene = new Scene(wiring.root(), size.width(), size.height());
        wiring.theme().dress(scene);
        Stage stage = outside.owner();
        stage.setTitle("Kinescope");
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        stage.setOnHidden(_ -> {
            wiring.kept().keepWindowAtClosing(scene.getWidth(), scene.getHeight());
            wiring.close();
            closed.complete(null);
        });
        wiring.connection().connect(wiring.kept().current().connection());
        stage.show();
    }
}
