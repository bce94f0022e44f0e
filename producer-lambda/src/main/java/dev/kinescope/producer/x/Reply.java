package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.source.Ending;

import java.time.Instant;
import java.util.Optional;

/** What became of a request to X. */
sealed interface Reply {
    /**
     * X answered.
     *
     * @param pause until when X takes no other request of this kind
     */
    record Answered(ObjectNode body, Optional<Instant> pause) implements Reply {}

    /** A stream flows to the one who asked. */
    record Flowing() implements Reply {}

    /** Another try may do better. */
    record Failed(Ending ending) implements Reply {}

    /** The same request will never do better. */
    record Refused(int status, String message) implements Reply {
        /** Whether it is the request itself that X does not understand. */
        boolean isNotUnderstood() {
            return status == 400;
        }
    }
}
