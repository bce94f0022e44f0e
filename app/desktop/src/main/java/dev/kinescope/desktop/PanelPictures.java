package dev.kinescope.desktop;

import dev.kinescope.desktop.activity.CallHistory;
import dev.kinescope.desktop.background.FxThread;
import dev.kinescope.desktop.settings.About;
import dev.kinescope.desktop.settings.SettingsStore;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.pipeline.run.RunSnapshot;

import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** Takes pictures of the panel's views as a window would show them, without a display. */
public final class PanelPictures {
    private static final double WIDTH = 1440;
    private static final double HEIGHT = 900;
    private static final long LOOK_MILLIS = 100;
    private static final int QUIET_LOOKS = 3;
    private static final int MOST_LOOKS = 60;

    private final Wiring wiring;
    private final Scene scene;

    private PanelPictures(Wiring wiring, Scene scene) {
        this.wiring = wiring;
        this.scene = scene;
    }

    /**
     * Pictures of some views of a connection, light and dark.
     *
     * @param calls what the workspace's session has called
     * @param run the ticks of the run that the overview shows, oldest first
     * @return the files written, named after view and theme
     */
    public static List<Path> take(
            Installation installation,
            Clock clock,
            Workspace workspace,
            CallHistory calls,
            List<RunSnapshot> run,
            List<Destination> views,
            Path directory)
            throws IOException, InterruptedException {
        // Pictures neither read a person's settings nor leave any behind.
        Path scratch = Files.createTempDirectory("kinescope-pictures");
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        System.setProperty("java.awt.headless", "true");
        Platform.startup(() -> {});
        try {
            PanelPictures pictures =
                    onFx(() -> {
                        var stage = new Stage();
                        var wiring =
                                new Wiring(
                                        outside(
                                                installation,
                                                clock,
                                                workspace,
                                                calls,
                                                scratch,
                                                stage));
                        var scene = new Scene(wiring.root(), WIDTH, HEIGHT);
                        wiring.theme().dress(scene);
                        stage.setX(0);
                        stage.setY(0);
                        stage.setScene(scene);
                        stage.show();
                        wiring.connection().connect(new ConnectionChoice.LocalCloud());
                        return new PanelPictures(wiring, scene);
                    });
            return pictures.takeAll(run, views, directory);
        } finally {
            Platform.exit();
            try (Stream<Path> left = Files.list(scratch)) {
                for (Path file : left.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(scratch);
        }
    }

    private static Wiring.Outside outside(
            Installation installation,
            Clock clock,
            Workspace workspace,
            CallHistory calls,
            Path scratch,
            Stage stage) {
        var settings = new SettingsStore(scratch);
        return new Wiring.Outside(
                installation.setup(clock),
                clock,
                _ -> workspace,
                calls,
                settings,
                new About("", installation.resources(), "in memory", settings.file()),
                stage);
    }

    private List<Path> takeAll(List<RunSnapshot> run, List<Destination> views, Path directory)
            throws IOException, InterruptedException {
        awaitQuiet();
        onFx(() -> {
            run.forEach(wiring.runs()::show);
            return true;
        });
        var written = new ArrayList<Path>();
        for (Destination view : views) {
            onFx(() -> {
                wiring.shell().open(view);
                return true;
            });
            awaitQuiet();
            for (Appearance appearance : List.of(Appearance.LIGHT, Appearance.DARK)) {
                WritableImage picture =
                        onFx(() -> {
                            wiring.theme().appearanceProperty().set(appearance);
                            scene.getRoot().applyCss();
                            scene.getRoot().layout();
                            return Pictures.of(scene.getRoot());
                        });
                Path file =
                        directory.resolve(
                                (view.name() + "-" + appearance.name()).toLowerCase(Locale.ROOT)
                                        + ".png");
                Pictures.write(picture, file);
                written.add(file);
            }
        }
        onFx(() -> {
            wiring.background().close();
            return true;
        });
        return written;
    }

    /** Waits until nothing has been loading for a moment, but not for ever. */
    private void awaitQuiet() throws InterruptedException {
        int quiet = 0;
        for (int look = 0; look < MOST_LOOKS && quiet < QUIET_LOOKS; look++) {
            Thread.sleep(LOOK_MILLIS);
            quiet = onFx(() -> wiring.background().isIdle()) ? quiet + 1 : 0;
        }
    }

    private static <T> T onFx(Callable<T> work) throws InterruptedException {
        try {
            return FxThread.call(work);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "A picture of the panel could not be taken", e.getCause());
        }
    }
}
