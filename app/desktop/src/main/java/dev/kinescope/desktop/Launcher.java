package dev.kinescope.desktop;

import dev.kinescope.desktop.cli.KinescopeCommand;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.logging.LogManager;

/**
 * Starts the program; it does not extend {@code Application}, so that JavaFX may lie on the class
 * path.
 */
public final class Launcher {
    private static final String LOGGING = "logging.properties";

    private Launcher() {}

    /** Opens the panel, or runs the sub-command that is named. */
    public static void main(String[] arguments) throws IOException {
        if (System.getProperty("java.util.logging.config.file") == null) {
            try (InputStream in =
                    Objects.requireNonNull(Launcher.class.getResourceAsStream(LOGGING), LOGGING)) {
                LogManager.getLogManager().readConfiguration(in);
            }
        }
        System.exit(KinescopeCommand.run(arguments));
    }
}
