package dev.kinescope.desktop.theme;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;

import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.css.PseudoClass;
import javafx.scene.Scene;
import javafx.scene.text.Font;

import java.util.List;
import java.util.Objects;

/** Dresses scenes: the Primer theme, Kinescope's own style sheet over it, and a font. */
public final class Theme {
    private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");
    // JavaFX takes one family, not a list; the first that is installed is used.
    private static final List<String> FAMILIES =
            List.of("Inter", "Segoe UI", "SF Pro Text", "Helvetica Neue", "Cantarell", "Noto Sans");

    private final ObjectProperty<Appearance> appearance =
            new SimpleObjectProperty<>(Appearance.SYSTEM);
    private final ReadOnlyBooleanWrapper dark = new ReadOnlyBooleanWrapper();

    /** Follows the system's colours from now on; created on the UI thread. */
    public Theme() {
        appearance.addListener((_, _, _) -> update());
        Platform.getPreferences().colorSchemeProperty().addListener((_, _, _) -> update());
        dark.addListener((_, _, _) -> applyUserAgent());
        update();
        applyUserAgent();
    }

    /** What the person chose. */
    public ObjectProperty<Appearance> appearanceProperty() {
        return appearance;
    }

    /** Whether dark colours show now, by choice or by the system's. */
    public ReadOnlyBooleanProperty darkProperty() {
        return dark.getReadOnlyProperty();
    }

    /** Dresses a scene and keeps it dressed when the appearance changes. */
    public void dress(Scene scene) {
        scene.getStylesheets().add(styleSheet());
        var root = scene.getRoot();
        Font.getFamilies().stream()
                .filter(FAMILIES::contains)
                .min((a, b) -> Integer.compare(FAMILIES.indexOf(a), FAMILIES.indexOf(b)))
                .ifPresent(family -> root.setStyle("-fx-font-family: \"" + family + "\";"));
        root.pseudoClassStateChanged(DARK, dark.get());
        dark.addListener((_, _, isDark) -> root.pseudoClassStateChanged(DARK, isDark));
    }

    /** The address of Kinescope's own style sheet. */
    public static String styleSheet() {
        return Objects.requireNonNull(Theme.class.getResource("kinescope.css")).toExternalForm();
    }

    private void update() {
        dark.set(
                switch (appearance.get()) {
                    case LIGHT -> false;
                    case DARK -> true;
                    case SYSTEM -> Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
                });
    }

    private void applyUserAgent() {
        var sheet = dark.get() ? new PrimerDark() : new PrimerLight();
        Application.setUserAgentStylesheet(sheet.getUserAgentStylesheet());
    }
}
