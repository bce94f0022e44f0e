package dev.kinescope.localcloud.lambda;

import software.amazon.awssdk.core.SdkBytes;

import java.time.Duration;

/** How one event ended in a child. */
sealed interface Outcome {
    /** The function answered. */
    record Answered(SdkBytes payload) implements Outcome {}

    /**
     * The function threw; the payload is the Runtime API's error document.
     *
     * @param childLivesOn false if it reports that it has no memory left: it is about to end
     */
    record Failed(SdkBytes payload, boolean childLivesOn) implements Outcome {}

    /** The handler could not be made ready; the payload is the Runtime API's error document. */
    record InitFailed(SdkBytes payload) implements Outcome {}

    /** The time was up, before the first poll or during the event. */
    record TimedOut(Duration limit) implements Outcome {}

    /** The process ended by itself. */
    record Exited(int status) implements Outcome {}

    /** Whether the child can take another event. */
    default boolean childLivesOn() {
        return this instanceof Answered;
    }
}
