package dev.kinescope.desktop.shell;

import javafx.fxml.FXMLLoader;
import javafx.scene.Parent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;

/** Loads a view's layout for a controller that was made by hand. */
public final class Fxml {
    private Fxml() {}

    /**
     * Loads the layout that lies beside the controller's class.
     *
     * @param controller made with all it needs; the layout leaves {@code fx:controller} out
     * @param file for example {@code Overview.fxml}
     */
    public static Parent load(Object controller, String file) {
        var loader =
                new FXMLLoader(
                        Objects.requireNonNull(controller.getClass().getResource(file), file));
        loader.setController(controller);
        try {
            return loader.load();
        } catch (IOException e) {
            throw new UncheckedIOException("The layout " + file + " is broken", e);
        }
    }
}
