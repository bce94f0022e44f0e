package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DirectoryDocumentStore;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.WarmThroughputObject;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Changes that were acknowledged when the process ended are made when the next one starts. */
class UnfinishedChangesTest {
    private static final String STREAM = "posts";
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";
    private static final Duration DELAY = Duration.ofMillis(200);

    @TempDir private Path directory;

    private ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private LocalKinesis kinesis;

    /** What the process before had put off never runs: its time stands still. */
    private void killAndStart() {
        time = new ManualTime(time.instant().plusSeconds(60));
        kinesis =
                new LocalKinesis(
                        CloudIdentity.DEFAULT,
                        new DirectoryDocumentStore(directory.resolve("documents")),
                        new DirectoryRecordLogs(directory.resolve("records"), 4096),
                        (_, _, _, _, _) -> {},
                        time,
                        time,
                        DELAY,
                        ShardRates.UNLIMITED);
    }

    @BeforeEach
    void start() {
        killAndStart();
    }

    private void stream(int shards) {
        kinesis.createStream(request -> request.streamName(STREAM).shardCount(shards));
        time.advance(DELAY);
    }

    private void onDemand() {
        kinesis.createStream(request ->
                request.streamName(STREAM)
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        time.advance(DELAY);
    }

    private void commit() {
        kinesis.updateAccountSettings(request ->
                request.minimumThroughputBillingCommitment(
                        of -> of.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)));
    }

    private void scale(int target) {
        kinesis.updateShardCount(request ->
                request.streamName(STREAM)
                        .targetShardCount(target)
                        .scalingType(ScalingType.UNIFORM_SCALING));
    }

    private void mode(StreamMode mode) {
        kinesis.updateStreamMode(
                request -> request.streamARN(ARN).streamModeDetails(of -> of.streamMode(mode)));
    }

    private StreamDescriptionSummary summary() {
        return kinesis.describeStreamSummary(request -> request.streamName(STREAM))
                .streamDescriptionSummary();
    }

    private List<Shard> shards() {
        return kinesis.listShards(request -> request.streamName(STREAM)).shards();
    }

    /** The process ends in the middle of a change; the next one has the time for it. */
    private StreamDescriptionSummary afterAKill() {
        assertThat(summary().streamStatus()).isEqualTo(StreamStatus.UPDATING);
        killAndStart();
        assertThat(summary().streamStatus()).isEqualTo(StreamStatus.UPDATING);
        time.advance(DELAY);
        StreamDescriptionSummary summary = summary();
        assertThat(summary.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        return summary;
    }

    @Test
    void aSplitIsMadeAndRecordsThatCameMeanwhileAreRead() {
        stream(1);
        kinesis.splitShard(request ->
                request.streamName(STREAM)
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
        kinesis.putRecord(r ->
                r.streamName(STREAM).partitionKey("k").data(SdkBytes.fromUtf8String("meanwhile")));

        assertThat(afterAKill().openShardCount()).isEqualTo(2);

        assertThat(shards())
                .extracting(shard -> shard.hashKeyRange().startingHashKey())
                .containsExactly("0", "0", "1000");
        assertThat(shards())
                .extracting(Shard::parentShardId)
                .containsExactly(null, KinesisFixture.FIRST, KinesisFixture.FIRST);
        String iterator =
                kinesis.getShardIterator(r ->
                                r.streamName(STREAM)
                                        .shardId(KinesisFixture.FIRST)
                                        .shardIteratorType("TRIM_HORIZON"))
                        .shardIterator();
        var read = kinesis.getRecords(r -> r.shardIterator(iterator));
        assertThat(read.records())
                .extracting(record -> record.data().asUtf8String())
                .containsExactly("meanwhile");
        assertThat(read.childShards()).hasSize(2);
    }

    @Test
    void aMergeIsMade() {
        stream(2);
        kinesis.mergeShards(request ->
                request.streamName(STREAM)
                        .shardToMerge(KinesisFixture.FIRST)
                        .adjacentShardToMerge("shardId-000000000001"));

        assertThat(afterAKill().openShardCount()).isEqualTo(1);
        assertThat(shards().getLast().adjacentParentShardId()).isEqualTo("shardId-000000000001");
    }

    @Test
    void aShardCountIsReachedAndCountsOnceForItsDay() {
        stream(2);
        for (int i = 0; i < 9; i++) {
            scale(2 + i % 2);
            time.advance(DELAY);
        }
        scale(4);

        assertThat(afterAKill().openShardCount()).isEqualTo(4);
        assertThatThrownBy(() -> scale(5))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("was changed 10 times in the last 24 hours");
    }

    @Test
    void aModeIsSwitchedAndLeavesTheOtherSwitchOfItsDay() {
        stream(3);
        mode(StreamMode.ON_DEMAND);

        assertThat(afterAKill().streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
        mode(StreamMode.PROVISIONED);
        assertThat(afterAKill().streamModeDetails().streamMode()).isEqualTo(StreamMode.PROVISIONED);
        assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("was switched 2 times in the last 24 hours");
    }

    @Test
    void aModeWithWarmThroughputBringsItsShards() {
        stream(1);
        commit();
        kinesis.updateStreamMode(request ->
                request.streamARN(ARN)
                        .warmThroughputMiBps(6)
                        .streamModeDetails(of -> of.streamMode(StreamMode.ON_DEMAND)));

        StreamDescriptionSummary after = afterAKill();

        assertThat(after.openShardCount()).isEqualTo(6);
        assertThat(after.streamModeDetails().streamMode()).isEqualTo(StreamMode.ON_DEMAND);
    }

    @Test
    void warmThroughputIsOnlyShownAsReachedWithItsShards() {
        onDemand();
        commit();
        kinesis.updateStreamWarmThroughput(r -> r.streamARN(ARN).warmThroughputMiBps(10));

        StreamDescriptionSummary after = afterAKill();

        assertThat(after.warmThroughput())
                .isEqualTo(WarmThroughputObject.builder().targetMiBps(10).currentMiBps(10).build());
        assertThat(after.openShardCount()).isEqualTo(10);
    }

    @Test
    void aRecordSizeIsInEffect() {
        stream(1);
        kinesis.updateMaxRecordSize(request -> request.streamARN(ARN).maxRecordSizeInKiB(2048));

        assertThat(afterAKill().maxRecordSizeInKiB()).isEqualTo(2048);
    }

    @Test
    void aChangeIsMadeOnce() {
        stream(1);
        scale(2);
        afterAKill();
        killAndStart();
        time.advance(DELAY);
        kinesis.increaseStreamRetentionPeriod(r -> r.streamName(STREAM).retentionPeriodHours(48));
        mode(StreamMode.ON_DEMAND);

        assertThat(afterAKill().openShardCount()).isEqualTo(2);
        assertThat(shards()).hasSize(3);
    }
}
