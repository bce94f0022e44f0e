package dev.kinescope.desktop.shell;

/** Opens a view, for buttons and links that lead elsewhere. */
@FunctionalInterface
public interface Navigator {

    /** Shows that view; called on the UI thread. */
    void open(Destination destination);
}
