package dev.kinescope.producer.live;

import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.SourceRefusedException;

/** What a connection tells, in the order in which it happened. */
public sealed interface Signal {
    /** The other side answered well. */
    record Opened() implements Signal {}

    /** A message, whole. */
    record Message(String text) implements Signal {}

    /** A message that is not passed on, as it is too long or no text. */
    record BadMessage(String reason) implements Signal {}

    /** A sign of life without content. */
    record KeepAlive() implements Signal {}

    /** The connection ended within a message, whose beginning is worth nothing. */
    record CutOff() implements Signal {}

    /** The connection is over; nothing follows. */
    record Ended(Ending ending) implements Signal {}

    /**
     * Nothing can be read at all, as with {@link SourceRefusedException}; the reader throws it, and
     * nothing follows.
     */
    record Failed(SourceRefusedException failure) implements Signal {}
}
