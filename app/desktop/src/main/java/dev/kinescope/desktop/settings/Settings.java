package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.theme.Appearance;

/** What a person chose; holds no secret. */
public record Settings(Appearance appearance, ConnectionChoice connection, WindowSize window) {
    /** Before anyone chose: the local cloud in the system's colours. */
    public static final Settings DEFAULTS =
            new Settings(
                    Appearance.SYSTEM,
                    new ConnectionChoice.LocalCloud(),
                    new WindowSize(1440, 900));

    /** The window's size in points. */
    public record WindowSize(double width, double height) {}

    public Settings withAppearance(Appearance changed) {
        return new Settings(changed, connection, window);
    }

    public Settings withConnection(ConnectionChoice changed) {
        return new Settings(appearance, changed, window);
    }

    public Settings withWindow(WindowSize changed) {
        return new Settings(appearance, connection, changed);
    }
}
