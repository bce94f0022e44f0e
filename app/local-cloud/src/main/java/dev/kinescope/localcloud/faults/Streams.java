package dev.kinescope.localcloud.faults;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;

/** What the faults of streams ask of Kinesis. */
public interface Streams {
    /** A shard of a stream. */
    record Place(String stream, String shard) {}

    /** Which shard an iterator reads; empty if it is none. */
    Optional<Place> place(String iterator);

    /**
     * Finds the open shard for a partition key and an explicit hash key, as the stream's shards are
     * now; empty for one that is on none.
     */
    BiFunction<String, @Nullable String, Optional<String>> router(String stream);

    /** Tells the stream what was refused in its name, so that its metrics show it. */
    void refused(String stream, Refusal refusal);

    /** What a fault refused. */
    sealed interface Refusal {
        /** A GetRecords of a shard, for its rate. */
        record Read(String shard) implements Refusal {}

        /** A PutRecord to a shard, for its rate. */
        record Single(String shard) implements Refusal {}

        /**
         * Entries of a PutRecords, whose others are left.
         *
         * @param throttled how many of each shard, for its rate
         * @param failed how many for another reason
         */
        record SomeEntries(Map<String, Integer> throttled, int failed) implements Refusal {
            public SomeEntries {
                throttled = Map.copyOf(throttled);
            }
        }

        /**
         * All entries of a PutRecords.
         *
         * @param throttled how many of each shard, for its rate
         * @param failed how many for another reason
         */
        record AllEntries(Map<String, Integer> throttled, int failed) implements Refusal {
            public AllEntries {
                throttled = Map.copyOf(throttled);
            }
        }
    }

    /**
     * Splits or merges shards.
     *
     * @return false if the stream cannot be changed just now
     */
    boolean reshard(String stream, Fault.Change change);
}
