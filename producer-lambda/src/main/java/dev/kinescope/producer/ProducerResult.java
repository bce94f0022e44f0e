package dev.kinescope.producer;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.SortedMap;

/**
 * What one call did. Nothing is lost between the numbers: {@code seen = filtered + sent +
 * malformed.count} and {@code sent = accepted + failed}.
 *
 * @param seen lines read that hold something
 * @param filtered posts without the keyword
 * @param sent posts offered to the stream, each counted once however often it was resent
 * @param accepted posts on the stream
 * @param failed posts the stream did not accept after all tries
 * @param resent how many posts were offered again, each time counted
 * @param bytes of the accepted posts, partition keys included
 * @param malformed lines that hold no post to send
 * @param shards accepted posts per shard id
 * @param done whether there is nothing more to send
 * @param cursor what the next call needs to continue, null when done
 * @param elapsedMillis how long the call took
 */
record ProducerResult(
        long seen,
        long filtered,
        long sent,
        long accepted,
        long failed,
        long resent,
        long bytes,
        Malformed malformed,
        SortedMap<String, Long> shards,
        boolean done,
        @Nullable String cursor,
        long elapsedMillis) {

    /** How many lines were malformed, and the first of them. */
    record Malformed(long count, List<Line> lines) {
        /** Enough to find what is wrong with a file; the count goes on. */
        static final int MAX_LISTED = 100;

        Malformed {
            lines = List.copyOf(lines);
        }
    }

    /** A malformed line's number in the file, from 1, and what is wrong with it. */
    record Line(long line, String reason) {}
}
