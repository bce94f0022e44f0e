package dev.kinescope.desktop;

import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.desktop.theme.Theme;

import javafx.application.Platform;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.StackPane;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;

/** Puts a view into a window of a headless toolkit, waits for it, and takes its picture. */
public final class Stand implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Stage stage;
    private final Theme theme;

    static {
        try {
            FxToolkit.registerPrimaryStage();
        } catch (TimeoutException e) {
            throw new IllegalStateException("The toolkit did not start", e);
        }
    }

    private Stand(Stage stage, Theme theme) {
        this.stage = stage;
        this.theme = theme;
    }

    /** Shows what {@code make} makes on the JavaFX thread. */
    public static Stand of(double width, double height, Callable<Parent> make) {
        return onFx(() -> {
            var stage = new Stage();
            var theme = new Theme();
            var root = new StackPane(make.call());
            var scene = new Scene(root, width, height);
            theme.appearanceProperty().set(Appearance.LIGHT);
            theme.dress(scene);
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
            return new Stand(stage, theme);
        });
    }

    /** Runs something on the JavaFX thread and waits for what it gives. */
    public static <T> T onFx(Callable<T> work) {
        var result = new CompletableFuture<T>();
        Platform.runLater(() -> {
            try {
                result.complete(work.call());
            } catch (Exception | Error e) {
                result.completeExceptionally(e);
            }
        });
        try {
            return result.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("It failed on the JavaFX thread", e);
        }
    }

    /** Waits until something holds on the JavaFX thread. */
    public static void until(BooleanSupplier condition) {
        await().atMost(PATIENCE).until(() -> onFx(condition::getAsBoolean));
    }

    /** Writes {@code NAME-light.png} and {@code NAME-dark.png} under target/pictures. */
    public void takePictures(String name) throws IOException {
        for (Appearance appearance : new Appearance[] {Appearance.LIGHT, Appearance.DARK}) {
            var picture =
                    onFx(() -> {
                        theme.appearanceProperty().set(appearance);
                        var root = stage.getScene().getRoot();
                        root.applyCss();
                        root.layout();
                        return Pictures.of(root);
                    });
            String file = name + "-" + appearance.name().toLowerCase(java.util.Locale.ROOT);
            Pictures.write(picture, Path.of("target", "pictures", file + ".png"));
        }
    }

    /** The window's scene. */
    public Scene scene() {
        return stage.getScene();
    }

    @Override
    public void close() {
        onFx(() -> {
            stage.close();
            return true;
        });
    }
}
