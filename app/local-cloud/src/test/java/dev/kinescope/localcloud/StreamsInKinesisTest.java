package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

import java.time.Duration;
import java.time.Instant;

/** What faults find out about streams, and do to them. */
class StreamsInKinesisTest {
    private static final Duration DELAY = Duration.ofMillis(200);

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final LocalKinesis kinesis =
            new LocalKinesis(
                    CloudIdentity.DEFAULT,
                    new MemoryDocumentStore(),
                    _ -> new MemoryRecordLog(),
                    (_, _, _, _, _) -> {},
                    time,
                    time,
                    DELAY,
                    ShardRates.ENFORCED);
    private final StreamsInKinesis streams = new StreamsInKinesis();

    @BeforeEach
    void join() {
        streams.join(kinesis);
        kinesis.createStream(request ->
                request.streamName("posts")
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        time.advance(DELAY);
    }

    @Test
    void aStreamOnDemandIsSplitAndMergedAsAwsItselfDoes() {
        assertThat(streams.reshard("posts", Fault.Change.SPLIT)).isTrue();
        assertThat(streams.reshard("posts", Fault.Change.MERGE)).isFalse();
        time.advance(DELAY);
        assertThat(kinesis.openShards("posts")).hasSize(5);
        assertThat(streams.reshard("posts", Fault.Change.MERGE)).isTrue();
        time.advance(DELAY);

        assertThat(kinesis.openShards("posts")).hasSize(4);
        assertThat(kinesis.listShards(r -> r.streamName("posts")).shards().getLast())
                .extracting(Shard::parentShardId, Shard::adjacentParentShardId)
                .containsExactly("shardId-000000000004", "shardId-000000000005");
    }

    @Test
    void whatCannotBeReshardedIsLeftAsItIs() {
        assertThatCode(() -> assertThat(streams.reshard("gone", Fault.Change.SPLIT)).isFalse())
                .doesNotThrowAnyException();
    }

    @Test
    void findingShardsUsesUpNoCallsOfClients() {
        for (int i = 0; i < 3000; i++) {
            assertThat(streams.router("posts").apply("key " + i, null)).isPresent();
        }

        assertThat(kinesis.listShards(r -> r.streamName("posts")).shards()).hasSize(4);
    }
}
