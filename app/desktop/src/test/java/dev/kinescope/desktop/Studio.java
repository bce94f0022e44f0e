package dev.kinescope.desktop;

import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.desktop.theme.Theme;

import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.stage.Stage;

import org.awaitility.Awaitility;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Shows one view in a window without a display and takes its pictures, light and dark. */
public final class Studio {
    private static final int WIDTH = 1220;
    private static final int HEIGHT = 820;
    private static final int LEAST_WIDTH = 1060;
    private static final int LEAST_HEIGHT = 720;
    private static final Path PICTURES = Path.of("target", "pictures");

    private final Theme theme;
    private final Parent root;

    private Studio(Theme theme, Parent root) {
        this.theme = theme;
        this.root = root;
    }

    /** Shows what {@code view} makes, on the UI thread. */
    public static Studio show(Callable<Parent> view) throws TimeoutException {
        FxToolkit.registerPrimaryStage();
        return call(() -> {
            var theme = new Theme();
            theme.appearanceProperty().set(Appearance.LIGHT);
            Parent root = view.call();
            var scene = new Scene(root, WIDTH, HEIGHT);
            theme.dress(scene);
            var stage = new Stage();
            stage.setScene(scene);
            stage.setX(0);
            stage.setY(0);
            stage.show();
            return new Studio(theme, root);
        });
    }

    /** Does something on the UI thread and waits for it. */
    public static <T> T call(Callable<T> work) {
        try {
            return WaitForAsyncUtils.waitFor(20, TimeUnit.SECONDS, WaitForAsyncUtils.asyncFx(work));
        } catch (TimeoutException e) {
            throw new AssertionError("The UI thread did not answer", e);
        }
    }

    /** Does something on the UI thread and waits for it. */
    public static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }

    /** A node by its id; fails if there is none. */
    public <N extends Node> N find(String id, Class<N> type) {
        return call(
                () -> type.cast(Objects.requireNonNull(root.lookup("#" + id), "no node #" + id)));
    }

    /** Waits until something is so, looking on the UI thread. */
    public static void await(Callable<Boolean> condition) {
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> call(condition));
    }

    /** Gives the window the room that a view has at the least: 1280x800 less the frame. */
    public void shrink() {
        run(() -> {
            var window = root.getScene().getWindow();
            window.setWidth(LEAST_WIDTH);
            window.setHeight(LEAST_HEIGHT);
        });
    }

    /** Takes both pictures into {@code target/pictures}. */
    public void picture(String name) throws Exception {
        for (Appearance appearance : new Appearance[] {Appearance.LIGHT, Appearance.DARK}) {
            run(() -> theme.appearanceProperty().set(appearance));
            WaitForAsyncUtils.waitForFxEvents();
            var picture =
                    call(() -> {
                        root.applyCss();
                        root.layout();
                        return Pictures.of(root);
                    });
            String file = name + "-" + appearance.name().toLowerCase(Locale.ROOT) + ".png";
            Pictures.write(picture, PICTURES.resolve(file));
        }
        run(() -> theme.appearanceProperty().set(Appearance.LIGHT));
    }

    /** Closes the window. */
    public void close() {
        run(() -> root.getScene().getWindow().hide());
        Platform.setImplicitExit(false);
    }
}
