package dev.kinescope.producer.source;

import dev.kinescope.producer.send.OutgoingRecord;

import org.jspecify.annotations.Nullable;

import java.io.IOException;

/** A place posts come from, read one by one from a position that can be kept and continued from. */
public interface PostSource extends AutoCloseable {
    /**
     * Reads on.
     *
     * @return what came, or null when there is nothing more
     * @throws IOException when the source breaks off; {@link #position} still tells how far it came
     */
    @Nullable Item next() throws IOException;

    /** Where to continue after the items returned so far; only this source reads it. */
    String position();

    @Override
    void close() throws IOException;

    /** One thing read. */
    sealed interface Item {
        /** A post to send. */
        record Found(OutgoingRecord post) implements Item {}

        /** A post that does not contain the keyword. */
        record Filtered() implements Item {}

        /** A line that holds no post that can be sent, and why; the reason never quotes it. */
        record Malformed(long line, String reason) implements Item {}
    }
}
