package dev.kinescope.desktop.background;

/** Repeated gathering that goes on until it is stopped. */
@FunctionalInterface
public interface Polling {

    /** Ends the gathering; what is under way is not shown any more. */
    void stop();
}
