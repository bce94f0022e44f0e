package dev.kinescope.desktop.controls;

import org.kordamp.ikonli.javafx.FontIcon;

/** Makes icons by their Feather name; their size and colour come from the style sheet. */
public final class Icons {
    private Icons() {}

    /** The icon of that name, for example {@code fth-zap}. */
    public static FontIcon of(String literal) {
        return new FontIcon(literal);
    }

    /** The icon of that name with one more style class. */
    public static FontIcon of(String literal, String styleClass) {
        FontIcon icon = of(literal);
        icon.getStyleClass().add(styleClass);
        return icon;
    }
}
