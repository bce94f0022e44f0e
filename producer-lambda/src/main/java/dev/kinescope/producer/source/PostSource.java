package dev.kinescope.producer.source;

import dev.kinescope.producer.send.OutgoingRecord;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A place posts come from, read one by one from a position that can be kept and continued from. */
public interface PostSource extends AutoCloseable {
    /**
     * Reads on.
     *
     * @param patience how long a live source may wait for something to come; {@link Item.Quiet}
     *     says that nothing did
     * @return what came, or null when there is nothing more
     * @throws IOException when the source breaks off; {@link #position} still tells how far it came
     * @throws SourceRefusedException when no retry can help
     */
    @Nullable Item next(Duration patience) throws IOException, InterruptedException;

    /**
     * Takes nothing more in: from now on {@link #next} only hands over what has already come, then
     * null.
     */
    void stop();

    /** Where to continue after the items returned so far; only this source reads it. */
    String position();

    /** Whether a later call finds more behind a position at which there was nothing left. */
    default boolean goesOn() {
        return false;
    }

    /** Until when this source has nothing to give, and why, as far as it knows. */
    default Optional<Pause> pause() {
        return Optional.empty();
    }

    /** How the connections of a live source fared; empty for one that keeps none. */
    default Optional<Connections> connections() {
        return Optional.empty();
    }

    @Override
    void close() throws IOException;

    /**
     * A time without posts.
     *
     * @param until when the source may be asked again; {@link Instant#MAX} when nobody knows
     * @param reason for the person who reads the result
     */
    record Pause(Instant until, String reason) {}

    /** One thing read. */
    sealed interface Item {
        /** A post to send. */
        record Found(OutgoingRecord post) implements Item {}

        /** A post that does not contain the keyword. */
        record Filtered() implements Item {}

        /** A line that holds no post that can be sent, and why; the reason never quotes it. */
        record Malformed(long line, String reason) implements Item {}

        /** Something that is not sent for a reason of its own. */
        record Skipped(Reason reason) implements Item {}

        /** Nothing came in time. */
        record Quiet() implements Item {}
    }

    /** Why a thing is skipped. */
    enum Reason {
        /** A post that came before. */
        DUPLICATE,
        /** A post that only passes on another one, when the event does not want these. */
        RETWEET,
        /** A message about something other than a new post. */
        CONTROL,
        /** The beginning of a message, when the connection ended before its end. */
        CUT_OFF
    }
}
