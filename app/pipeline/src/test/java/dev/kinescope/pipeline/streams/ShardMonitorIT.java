package dev.kinescope.pipeline.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.Pause;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

class ShardMonitorIT {
    private static final String STREAM = "watched";

    private LocalPipeline local;

    @BeforeEach
    void start() {
        local = LocalPipeline.start();
        local.session().kinesis().createStream(create -> create.streamName(STREAM).shardCount(4));
        await().until(() ->
                local.session()
                        .kinesis()
                        .describeStreamSummary(describe -> describe.streamName(STREAM))
                        .streamDescriptionSummary()
                        .streamStatusAsString()
                        .equals("ACTIVE"));
    }

    @AfterEach
    void stop() {
        local.close();
    }

    private void put(int number) {
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, number)
                        .mapToObj(index ->
                                PutRecordsRequestEntry.builder()
                                        .partitionKey("key-" + index)
                                        .data(SdkBytes.fromUtf8String("post " + index))
                                        .build())
                        .toList();
        assertThat(
                        local.session()
                                .kinesis()
                                .putRecords(put -> put.streamName(STREAM).records(entries))
                                .failedRecordCount())
                .isZero();
    }

    @Test
    void recordsPutWhileWatchingAreSeenOnceOnTheirShards() throws InterruptedException {
        put(50);
        var monitor = new ShardMonitor(local.session(), STREAM, 16, Clock.systemUTC());
        assertThat(monitor.sample().newRecords()).isEmpty();
        put(100);

        Set<String> seen = new HashSet<>();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> {
                    monitor.sample()
                            .newRecords()
                            .forEach(record ->
                                    assertThat(seen.add(record.sequenceNumber())).isTrue());
                    return seen.size() == 100;
                });

        ShardTick tick = monitor.sample();
        assertThat(tick.shards()).hasSize(4);
        assertThat(tick.problems()).isEmpty();
        assertThat(tick.shards())
                .allSatisfy(shard -> {
                    assertThat(shard.state()).isEqualTo(ShardSample.State.OPEN);
                    assertThat(shard.recordsPerSecond()).isPresent();
                });
        assertThat(
                        tick.shards().stream()
                                .mapToInt(shard -> monitor.lastRecords(shard.shardId()).size())
                                .sum())
                .isEqualTo(100);
    }

    @Test
    void withMoreShardsThanTheBudgetTheyTakeTurns() throws InterruptedException {
        var monitor = new ShardMonitor(local.session(), STREAM, 3, Clock.systemUTC());

        Set<String> first = monitor.sample().sampled();
        Set<String> second = monitor.sample().sampled();

        assertThat(first).hasSize(3);
        assertThat(second).hasSize(3);
        assertThat(first).isNotEqualTo(second);
    }

    @Test
    void theLastRecordsOfAShardAreReadFromAnyTime() throws InterruptedException {
        Instant before = Instant.now().minusSeconds(1);
        put(100);
        var reader = new StreamReader(local.session(), Clock.systemUTC(), Pause.real());

        List<StreamRecord> all =
                reader.latest(STREAM, "shardId-000000000000", Optional.empty(), 200);
        List<StreamRecord> five =
                reader.latest(STREAM, "shardId-000000000000", Optional.of(before), 5);

        assertThat(all).isNotEmpty();
        assertThat(five)
                .extracting(StreamRecord::sequenceNumber)
                .containsExactlyElementsOf(
                        all.subList(all.size() - 5, all.size()).stream()
                                .map(StreamRecord::sequenceNumber)
                                .toList());
        assertThat(all.getLast().text()).startsWith("post ");
    }

    @Test
    void aStreamIsDescribedWithItsMetrics() {
        put(100);
        var reader = new StreamReader(local.session(), Clock.systemUTC(), Pause.real());

        assertThat(reader.describe("nowhere")).isEmpty();
        assertThat(reader.names()).containsExactly(STREAM);
        StreamOverview overview = reader.describe(STREAM).orElseThrow();
        assertThat(overview.openShards()).isEqualTo(4);
        assertThat(overview.closedShards()).isZero();
        assertThat(overview.mode()).isEqualTo("PROVISIONED");
        assertThat(overview.status()).isEqualTo("ACTIVE");
        StreamMetrics metrics = reader.metrics(STREAM);
        assertThat(metrics.incomingRecords().value()).hasValue(100.0);
        assertThat(metrics.recordsRead().hasData()).isFalse();
    }
}
