package dev.kinescope.desktop;

import dev.kinescope.desktop.background.FxThread;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.desktop.theme.Theme;

import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.image.WritableImage;
import javafx.stage.Stage;

import org.testfx.api.FxToolkit;

import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;

/** A stage on the headless platform, and pictures of what it shows. */
public final class Headless {
    private static final Path PICTURES = Path.of("target", "pictures");

    private Headless() {}

    /** Does something on the JavaFX thread and waits for it. */
    public static <T> T onFx(Callable<T> work) {
        try {
            FxToolkit.registerPrimaryStage();
            return FxThread.call(work);
        } catch (ExecutionException e) {
            throw new AssertionError("On the JavaFX thread: " + e.getCause(), e.getCause());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** Shows a view in a stage of that size; called on the JavaFX thread. */
    public static Scene show(Parent root, Theme theme, double width, double height) {
        var scene = new Scene(root, width, height);
        theme.dress(scene);
        var stage = new Stage();
        stage.setX(0);
        stage.setY(0);
        stage.setScene(scene);
        stage.show();
        return scene;
    }

    /** Takes a picture of a scene in light and in dark colours, into {@code target/pictures}. */
    public static void picture(Scene scene, Theme theme, String name) throws Exception {
        for (Appearance appearance : new Appearance[] {Appearance.LIGHT, Appearance.DARK}) {
            WritableImage image =
                    onFx(() -> {
                        theme.appearanceProperty().set(appearance);
                        scene.getRoot().applyCss();
                        scene.getRoot().layout();
                        return Pictures.of(scene.getRoot());
                    });
            Pictures.write(
                    image,
                    PICTURES.resolve(
                            name + "-" + appearance.name().toLowerCase(Locale.ROOT) + ".png"));
        }
    }
}
