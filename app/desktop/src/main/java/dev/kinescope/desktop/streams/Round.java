package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Everything the Shards view shows after one round, gathered off the UI thread. */
sealed interface Round {

    /** There is no such stream. */
    record Missing() implements Round {}

    /** Nothing was asked this time, after a failure shortly before. */
    record Waiting() implements Round {}

    /**
     * The stream as sampled.
     *
     * @param records of the chosen shard, newest first
     * @param problems what could not be read, in words
     */
    record Watched(
            Instant at,
            StreamOverview overview,
            StreamMetrics metrics,
            List<ShardRow> shards,
            HeatMap heat,
            Optional<HotShards.Warning> warning,
            ShardRecords records,
            List<String> problems)
            implements Round {}

    /** The last records of one shard, newest first. */
    record ShardRecords(String shardId, List<RecordRow> rows) {
        static final ShardRecords NONE = new ShardRecords("", List.of());
    }
}
