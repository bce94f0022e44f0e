package dev.kinescope.desktop;

import dev.kinescope.desktop.cli.KinescopeCommand;

/**
 * Starts the program; it does not extend {@code Application}, so that JavaFX may lie on the class
 * path.
 */
public final class Launcher {
    private Launcher() {}

    /** Opens the panel, or runs the sub-command that is named. */
    public static void main(String[] arguments) {
        System.exit(KinescopeCommand.run(arguments));
    }
}
