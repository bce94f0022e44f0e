package dev.kinescope.desktop.shell;

/** Opens what a person chose to connect to; blocks until the other side has answered. */
@FunctionalInterface
public interface Connector {

    /**
     * Opens a session and asks whose account it is.
     *
     * @throws dev.kinescope.pipeline.connection.ProblemException if that is not possible
     */
    Workspace open(ConnectionChoice choice);
}
