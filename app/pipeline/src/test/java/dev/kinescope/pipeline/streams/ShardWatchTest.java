package dev.kinescope.pipeline.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.Shard;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

class ShardWatchTest {
    private static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
    private static final String LAST_HASH = "340282366920938463463374607431768211455";

    private final ShardWatch watch =
            new ShardWatch(
                    Shard.builder()
                            .shardId("shardId-000000000003")
                            .hashKeyRange(
                                    range -> range.startingHashKey("0").endingHashKey(LAST_HASH))
                            .sequenceNumberRange(range -> range.startingSequenceNumber("1"))
                            .build());

    private static List<StreamRecord> records(int number) {
        return IntStream.range(0, number)
                .mapToObj(index ->
                        new StreamRecord(
                                "shardId-000000000003",
                                Integer.toString(index),
                                "key",
                                START,
                                new byte[97]))
                .toList();
    }

    @Test
    void withoutTwoReadsThereIsNoRateRatherThanZero() {
        watch.read(records(0), Duration.ZERO, START);

        ShardSample sample = watch.sample();

        assertThat(sample.recordsPerSecond()).isEmpty();
        assertThat(sample.ofRecordLimit()).isEmpty();
        assertThat(sample.sampledAt()).hasValue(START);
    }

    @Test
    void ratesAreRecordsOverTheTimeBetweenReads() {
        watch.read(records(0), Duration.ZERO, START);
        watch.read(records(500), Duration.ZERO, START.plusSeconds(2));

        assertThat(watch.sample())
                .isEqualTo(
                        new ShardSample(
                                "shardId-000000000003",
                                ShardSample.State.OPEN,
                                BigInteger.ZERO,
                                new BigInteger(LAST_HASH),
                                Optional.of(250.0),
                                Optional.of(25_000.0),
                                Optional.of(Duration.ZERO),
                                Optional.of(0.25),
                                Optional.of(25_000.0 / 1_048_576),
                                Optional.of(START.plusSeconds(2))));
        assertThat(watch.sample().hashRange()).isEqualTo("0000…-ffff…");
    }

    @Test
    void aReadThatFallsBehindCountsOnlyTheTimeItCovered() {
        watch.read(records(0), Duration.ZERO, START);
        watch.read(records(1000), Duration.ofSeconds(3), START.plusSeconds(4));

        assertThat(watch.sample().recordsPerSecond()).hasValue(1000.0);
        assertThat(watch.sample().iteratorAge()).hasValue(Duration.ofSeconds(3));
    }

    @Test
    void anOldBurstLeavesTheRateAfterAFewSeconds() {
        watch.read(records(0), Duration.ZERO, START);
        watch.read(records(900), Duration.ZERO, START.plusSeconds(1));
        for (int second = 2; second <= 6; second++) {
            watch.read(records(0), Duration.ZERO, START.plusSeconds(second));
        }

        assertThat(watch.sample().recordsPerSecond()).hasValue(0.0);
    }

    @Test
    void onlyTheLastTwoHundredRecordsAreKept() {
        watch.read(records(150), Duration.ZERO, START);
        watch.read(records(150), Duration.ZERO, START.plusSeconds(1));

        assertThat(watch.lastRecords()).hasSize(200);
        assertThat(watch.lastSequenceNumber()).hasValue("149");
    }
}
