package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;

/** The Kinesis stream as a delivery stream reads it; every method may throw {@link Unreadable}. */
public interface StreamSource {

    /**
     * When the stream was made, to the millisecond: tells it from an earlier one of its name.
     *
     * @throws Unreadable with {@link Trouble#NOT_FOUND} unless the stream exists
     */
    Instant created(String streamArn);

    /** All shards that still can be read, with those they came from. */
    List<Shard> shards(String streamArn);

    /** An iterator for {@link #read}, standing at the position. */
    String iterator(String streamArn, String shardId, Position position);

    /** The next records, at most 10,000, and where to go on. */
    Read read(String streamArn, String shardId, String iterator);

    /** A shard and its parents, of which some may be trimmed already. */
    record Shard(String id, List<String> parents) {}

    /** Where to begin in a shard. */
    sealed interface Position {
        /** With the first record that arrived at that time or later. */
        record AtTime(Instant time) implements Position {}

        /** Behind the record of that sequence number. */
        record After(String sequenceNumber) implements Position {}
    }

    /**
     * What one read brought.
     *
     * @param next null when a closed shard has been read to its end
     */
    record Read(List<SourceRecord> records, @Nullable String next, long millisBehindLatest) {}

    /** Why a stream could not be read. */
    enum Trouble {
        THROTTLED,
        ITERATOR_EXPIRED,
        /** An iterator or a sequence number that the stream does not know. */
        POSITION_INVALID,
        NOT_FOUND,
        /** The role may not do that. */
        DENIED,
        /** The role is not there, or does not let Firehose assume it. */
        ROLE_NOT_ASSUMED,
        OTHER
    }

    /** The stream could not be read; the message is the service's. */
    final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final Trouble trouble;

        public Unreadable(Trouble trouble, String message, Throwable cause) {
            super(message, cause);
            this.trouble = trouble;
        }

        public Trouble trouble() {
            return trouble;
        }
    }
}
