package dev.kinescope.localcloud.lambda;

/** Hears how a child's start went, and may help the next one's. */
interface StartUp {
    /** Neither hears nor helps. */
    StartUp PLAIN = new StartUp() {};

    /** The child has answered its first event. */
    default void served() {}

    /** The child has ended. */
    default void ended() {}

    /**
     * The child's process ended before it asked for an event.
     *
     * @return whether another one may do better
     */
    default boolean failed() {
        return false;
    }
}
