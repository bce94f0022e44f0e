package dev.kinescope.pipeline.streams;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.Shard;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * What the monitor knows of one shard: where it reads next, and what it read in the last seconds.
 */
final class ShardWatch {
    private static final int RECORDS_KEPT = 200;

    /** Rates are over at least so much of the shard's time, so that they do not jump. */
    private static final Duration RATE_OVER = Duration.ofSeconds(3);

    private record Read(double seconds, long records, long bytes) {}

    private final String shardId;
    private final BigInteger startHash;
    private final BigInteger endHash;
    private final Deque<Read> reads = new ArrayDeque<>();
    private final Deque<StreamRecord> last = new ArrayDeque<>();
    private ShardSample.State state;
    private @Nullable String iterator;
    private @Nullable String lastSequenceNumber;
    private @Nullable Instant sampledAt;
    private Duration behind = Duration.ZERO;

    ShardWatch(Shard shard) {
        shardId = shard.shardId();
        startHash = new BigInteger(shard.hashKeyRange().startingHashKey());
        endHash = new BigInteger(shard.hashKeyRange().endingHashKey());
        state = StreamReader.isClosed(shard) ? ShardSample.State.CLOSED : ShardSample.State.OPEN;
    }

    String shardId() {
        return shardId;
    }

    boolean isOpen() {
        return state == ShardSample.State.OPEN;
    }

    void close() {
        state = ShardSample.State.CLOSED;
        iterator = null;
        reads.clear();
    }

    Optional<String> iterator() {
        return Optional.ofNullable(iterator);
    }

    Optional<String> lastSequenceNumber() {
        return Optional.ofNullable(lastSequenceNumber);
    }

    void lookFrom(@Nullable String position) {
        iterator = position;
    }

    /** Takes what a read brought: the records between the last read's place and this one's. */
    void read(List<StreamRecord> records, Duration behindNow, Instant now) {
        Instant before = sampledAt;
        if (before != null) {
            double seconds =
                    (Duration.between(before, now).toNanos()
                                    + behind.toNanos()
                                    - behindNow.toNanos())
                            / 1e9;
            long bytes = 0;
            for (StreamRecord record : records) {
                bytes += record.size();
            }
            reads.addLast(new Read(Math.max(0, seconds), records.size(), bytes));
            double older =
                    reads.stream().mapToDouble(Read::seconds).sum() - reads.getFirst().seconds();
            while (reads.size() > 1 && older >= RATE_OVER.toSeconds()) {
                reads.removeFirst();
                older -= reads.getFirst().seconds();
            }
        }
        for (StreamRecord record : records) {
            if (last.size() == RECORDS_KEPT) {
                last.removeFirst();
            }
            last.addLast(record);
        }
        if (!records.isEmpty()) {
            lastSequenceNumber = records.getLast().sequenceNumber();
        }
        sampledAt = now;
        behind = behindNow;
    }

    List<StreamRecord> lastRecords() {
        return List.copyOf(last);
    }

    ShardSample sample() {
        double seconds = reads.stream().mapToDouble(Read::seconds).sum();
        Optional<Double> records =
                seconds > 0
                        ? Optional.of(reads.stream().mapToLong(Read::records).sum() / seconds)
                        : Optional.empty();
        Optional<Double> bytes =
                seconds > 0
                        ? Optional.of(reads.stream().mapToLong(Read::bytes).sum() / seconds)
                        : Optional.empty();
        return new ShardSample(
                shardId,
                state,
                startHash,
                endHash,
                records,
                bytes,
                Optional.ofNullable(sampledAt).map(_ -> behind),
                records.map(rate -> rate / ShardSample.RECORD_LIMIT),
                bytes.map(rate -> rate / ShardSample.BYTE_LIMIT),
                Optional.ofNullable(sampledAt));
    }
}
