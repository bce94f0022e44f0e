package dev.kinescope.pipeline.streams;

import dev.kinescope.pipeline.connection.AwsSession;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Describes a stream, asks CloudWatch about it, and reads a chosen shard's records on demand. */
public final class StreamReader {

    public StreamReader(AwsSession session, Clock clock) {}

    /** Empty if there is no such stream. */
    public Optional<StreamOverview> describe(String stream) {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Names of all streams of the account and region. */
    public List<String> names() {
        throw new UnsupportedOperationException("not there yet");
    }

    /** The newest values of CloudWatch's per-stream metrics of the last 15 minutes. */
    public StreamMetrics metrics(String stream) {
        throw new UnsupportedOperationException("not there yet");
    }

    /**
     * The last records of a shard, oldest first.
     *
     * @param since where to begin reading; empty = the oldest kept record
     */
    public List<StreamRecord> latest(
            String stream, String shardId, Optional<Instant> since, int most)
            throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }
}
