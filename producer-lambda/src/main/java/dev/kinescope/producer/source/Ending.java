package dev.kinescope.producer.source;

import java.time.Instant;
import java.util.Optional;

/** How a connection or a request to a live source ended when another one may do better. */
public sealed interface Ending {
    /** It broke off, or could not be made. */
    record Lost(String reason) implements Ending {}

    /** Nothing came for too long, not even a sign of life. */
    record Stalled() implements Ending {}

    /**
     * There were too many.
     *
     * @param reset when the source says that it will answer again
     */
    record Throttled(Optional<Instant> reset) implements Ending {}

    /** The source answered with an error of its own. */
    record Unavailable(int status) implements Ending {}

    /** The source gives this account no more posts for now, and does not say until when. */
    record Quota(String reason) implements Ending {}

    /** For the log and the result; never quotes a post. */
    default String words() {
        return switch (this) {
            case Lost(String reason) -> "connection lost: " + reason;
            case Stalled() -> "nothing came for too long";
            case Throttled(var reset) ->
                    "too many requests"
                            + reset.map(until -> ", the source answers again at " + until)
                                    .orElse("");
            case Unavailable(int status) -> "status " + status;
            case Quota(String reason) -> "quota used up: " + reason;
        };
    }
}
