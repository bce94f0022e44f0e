package dev.kinescope.pipeline.streams;

import dev.kinescope.pipeline.connection.AwsSession;

import java.time.Clock;
import java.util.List;

/**
 * Samples a stream's shards from their ends, one round each second, never more than one read a
 * second and shard, so that Firehose keeps four of the five.
 */
public final class ShardMonitor {

    /**
     * Watches one stream from now on.
     *
     * @param shardsPerTick at most so many shards are read in one round; the others take turns
     */
    public ShardMonitor(AwsSession session, String stream, int shardsPerTick, Clock clock) {}

    /** Reads the next shards; call it once a second from one thread. */
    public ShardTick sample() throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The last records seen of a shard since watching began, oldest first, at most 200. */
    public List<StreamRecord> lastRecords(String shardId) {
        throw new UnsupportedOperationException("not there yet");
    }
}
