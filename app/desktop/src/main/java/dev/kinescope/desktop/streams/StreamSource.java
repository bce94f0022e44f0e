package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.ShardTick;
import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;
import dev.kinescope.pipeline.streams.StreamRecord;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the Shards view asks about one stream; every method blocks. */
interface StreamSource {

    /** Empty if there is no such stream. */
    Optional<StreamOverview> describe();

    /** CloudWatch's newest 1-minute values. */
    StreamMetrics metrics();

    /** One round of sampling. */
    ShardTick sample() throws InterruptedException;

    /** The last records seen of a shard since watching began, oldest first. */
    List<StreamRecord> lastRecords(String shardId);

    /**
     * The last records of a shard, oldest first.
     *
     * @param since where to begin reading; empty = the oldest kept record
     */
    List<StreamRecord> latest(String shardId, Optional<Instant> since, int most)
            throws InterruptedException;
}
