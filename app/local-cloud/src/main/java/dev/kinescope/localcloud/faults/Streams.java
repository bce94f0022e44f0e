package dev.kinescope.localcloud.faults;

import org.jspecify.annotations.Nullable;

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

    /**
     * Splits or merges shards.
     *
     * @return false if the stream cannot be changed just now
     */
    boolean reshard(String stream, Fault.Change change);
}
