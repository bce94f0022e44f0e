package dev.kinescope.producer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.annotation.JsonValue;

import dev.kinescope.producer.source.Connections;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.SortedMap;

/**
 * What one call did. Nothing is lost between the numbers: {@code seen = filtered + sent +
 * malformed.count + skipped.duplicates + skipped.retweets} and {@code sent = accepted + failed}.
 *
 * @param seen posts and lines read that hold something
 * @param filtered posts without the keyword, or of another rule of X
 * @param sent posts offered to the stream, each counted once however often it was resent
 * @param accepted posts on the stream
 * @param failed posts the stream did not accept after all tries
 * @param resent how many posts were offered again, each time counted
 * @param bytes of the accepted posts, partition keys included
 * @param malformed lines that hold no post to send
 * @param skipped what was not sent for other reasons
 * @param shards accepted posts per shard id
 * @param end how the call ended and how to go on
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
        Skipped skipped,
        SortedMap<String, Long> shards,
        @JsonUnwrapped End end,
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

    /**
     * What was left out.
     *
     * @param duplicates posts that had come before
     * @param retweets posts that only pass on another one, which the event did not want
     * @param control messages of the source about something other than a new post
     * @param cutOff messages that broke off with their connection
     */
    record Skipped(long duplicates, long retweets, long control, long cutOff) {}

    /**
     * How the call ended.
     *
     * @param done whether there is nothing more to send, for now
     * @param ended why it did: {@code complete}, {@code time} or {@code paused} by the source
     * @param notice what a person may want to know about a paused source
     * @param cursor what the next call needs to continue; null when there is nothing to continue
     * @param connections of a live source
     */
    record End(
            boolean done,
            Why ended,
            @Nullable String notice,
            @Nullable String cursor,
            @Nullable Connections connections) {}

    /** Why a call ended. */
    enum Why {
        /** The source has nothing more. */
        COMPLETE,
        /** The duration or the function's time is over. */
        TIME,
        /** The source gives nothing more, or not within the time. */
        PAUSED;

        @JsonValue
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
