package dev.kinescope.desktop.background;

/** A piece of work that runs off the UI thread and may be interrupted when it is cancelled. */
@FunctionalInterface
public interface Work<T> {

    /** Does the work; what it throws is handed to the caller's failure handler. */
    T run(Progress progress) throws Exception;
}
