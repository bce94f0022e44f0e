package dev.kinescope.pipeline.streams;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One shard as last seen; rates are of records that arrived, read here from the shard itself.
 *
 * @param recordsPerSecond over the last seconds; empty until the shard has been read twice
 * @param bytesPerSecond payload and partition key
 * @param iteratorAge how far behind the newest record our own reading is; empty if never read
 * @param ofRecordLimit share of 1,000 records/s, 0-1 and above
 * @param ofByteLimit share of 1 MiB/s
 * @param sampledAt when it was last read; empty if never
 */
public record ShardSample(
        String shardId,
        State state,
        BigInteger startHash,
        BigInteger endHash,
        Optional<Double> recordsPerSecond,
        Optional<Double> bytesPerSecond,
        Optional<Duration> iteratorAge,
        Optional<Double> ofRecordLimit,
        Optional<Double> ofByteLimit,
        Optional<Instant> sampledAt) {

    /** Whether a shard takes new records. */
    public enum State {
        OPEN,
        CLOSED
    }

    /** Most records a shard takes each second: AWS documentation, Quotas and limits. */
    public static final double RECORD_LIMIT = 1_000;

    /** Most bytes a shard takes each second, payload and partition key. */
    public static final double BYTE_LIMIT = 1_048_576;

    /** The hash range in short, for example {@code 6000…-7fff…}. */
    public String hashRange() {
        return shorten(startHash) + "-" + shorten(endHash);
    }

    private static String shorten(BigInteger hash) {
        String hex = hash.toString(16);
        return "0".repeat(Math.max(0, 32 - hex.length())).concat(hex).substring(0, 4) + "…";
    }
}
