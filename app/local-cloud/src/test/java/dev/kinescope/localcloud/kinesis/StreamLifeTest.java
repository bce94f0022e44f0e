package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;
import software.amazon.awssdk.services.kinesis.model.Tag;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import java.math.BigInteger;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

class StreamLifeTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";

    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    private static void assertFault(
            Runnable call, Class<? extends AwsServiceException> type, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        type,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode())
                                    .isEqualTo(type.getSimpleName());
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                        });
    }

    private List<String> open(String stream) {
        return kinesis
                .listShards(request ->
                        request.streamName(stream)
                                .shardFilter(filter -> filter.type(ShardFilterType.AT_LATEST)))
                .shards()
                .stream()
                .map(Shard::shardId)
                .toList();
    }

    @Test
    void aStreamIsCreatingThenActiveThenDeletingThenGone() {
        kinesis.createStream(request -> request.streamName("posts").shardCount(2));

        StreamDescription creating = cloud.describe("posts");
        assertThat(creating.streamStatus()).isEqualTo(StreamStatus.CREATING);
        assertThat(creating.shards()).isEmpty();
        assertThat(creating.hasMoreShards()).isFalse();
        assertThat(
                        kinesis.describeStreamSummary(request -> request.streamName("posts"))
                                .streamDescriptionSummary()
                                .openShardCount())
                .isZero();
        assertFault(
                () -> cloud.put("posts", "k", "d"),
                ResourceNotFoundException.class,
                "Stream posts under account 000000000000 not found.");
        cloud.time.advance(KinesisFixture.DELAY);
        StreamDescription active = cloud.describe("posts");
        assertThat(active.streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(active.streamARN()).isEqualTo(ARN);
        assertThat(active.retentionPeriodHours()).isEqualTo(24);
        assertThat(active.shards())
                .extracting(shard -> shard.hashKeyRange().startingHashKey())
                .containsExactly("0", "170141183460469231731687303715884105728");
        assertThat(active.shards().getLast().hashKeyRange().endingHashKey())
                .isEqualTo("340282366920938463463374607431768211455");

        kinesis.deleteStream(request -> request.streamARN(ARN));
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.DELETING);
        cloud.time.advance(KinesisFixture.DELAY);
        assertFault(
                () -> cloud.describe("posts"),
                ResourceNotFoundException.class,
                "Stream posts under account 000000000000 not found.");
    }

    @Test
    void aNameIsTakenOnce() {
        cloud.stream("posts", 1);

        assertFault(
                () -> kinesis.createStream(request -> request.streamName("posts").shardCount(1)),
                ResourceInUseException.class,
                "Stream posts under account 000000000000 already exists.");
    }

    @Test
    void everyFieldThatIsWrongIsNamed() {
        assertFault(
                () -> kinesis.createStream(request -> request.streamName("no spaces")),
                ValidationException.class,
                "2 validation errors detected: Value null at 'shardCount' failed to satisfy"
                        + " constraint: Member must not be null; Value 'no spaces' at 'streamName'"
                        + " failed to satisfy constraint: Member must satisfy regular expression"
                        + " pattern: [a-zA-Z0-9_.-]+");
    }

    @Test
    void anOnDemandStreamHasFourShardsAndIsNotReshardedByHand() {
        kinesis.createStream(request ->
                request.streamName("posts")
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(open("posts")).hasSize(4);
        assertFault(
                () ->
                        kinesis.updateShardCount(request ->
                                request.streamName("posts")
                                        .targetShardCount(2)
                                        .scalingType(ScalingType.UNIFORM_SCALING)),
                ValidationException.class,
                "Request is invalid. Stream posts under account 000000000000 is in On-Demand"
                        + " mode.");
        kinesis.updateStreamMode(request ->
                request.streamARN(ARN)
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.PROVISIONED)));
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.UPDATING);
        cloud.time.advance(KinesisFixture.DELAY);
        assertThat(cloud.describe("posts").streamModeDetails().streamMode())
                .isEqualTo(StreamMode.PROVISIONED);
        assertThat(open("posts")).hasSize(4);
    }

    @Test
    void aSplitShardClosesAndItsChildrenTakeItsKeys() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "before");
        kinesis.splitShard(request ->
                request.streamName("posts")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey(BigInteger.TWO.pow(100).toString()));

        assertFault(
                () ->
                        kinesis.mergeShards(request ->
                                request.streamName("posts")
                                        .shardToMerge("a")
                                        .adjacentShardToMerge("b")),
                ResourceInUseException.class,
                "Stream posts under account 000000000000 not ACTIVE, instead in state UPDATING");
        cloud.time.advance(KinesisFixture.DELAY);
        cloud.put("posts", "k", "after");

        List<Shard> shards = cloud.describe("posts").shards();
        assertThat(shards)
                .extracting(
                        Shard::shardId,
                        Shard::parentShardId,
                        shard -> shard.sequenceNumberRange().endingSequenceNumber() != null)
                .containsExactly(
                        tuple(KinesisFixture.FIRST, null, true),
                        tuple("shardId-000000000001", KinesisFixture.FIRST, false),
                        tuple("shardId-000000000002", KinesisFixture.FIRST, false));
        var parent =
                cloud.get(
                        cloud.iterator(
                                "posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON));
        assertThat(parent.records()).hasSize(1);
        assertThat(parent.nextShardIterator()).isNull();
        assertThat(parent.childShards())
                .extracting(child -> child.shardId() + " of " + child.parentShards())
                .containsExactly(
                        "shardId-000000000001 of [" + KinesisFixture.FIRST + "]",
                        "shardId-000000000002 of [" + KinesisFixture.FIRST + "]");
        assertThat(cloud.read("posts", "shardId-000000000002")).containsExactly("after");
    }

    @Test
    void mergedShardsHaveOneChildWithTwoParents() {
        cloud.stream("posts", 2);

        kinesis.mergeShards(request ->
                request.streamName("posts")
                        .shardToMerge(KinesisFixture.FIRST)
                        .adjacentShardToMerge("shardId-000000000001"));
        cloud.time.advance(KinesisFixture.DELAY);

        Shard child = cloud.describe("posts").shards().getLast();
        assertThat(child.parentShardId()).isEqualTo(KinesisFixture.FIRST);
        assertThat(child.adjacentParentShardId()).isEqualTo("shardId-000000000001");
        assertThat(child.hashKeyRange().startingHashKey()).isEqualTo("0");
        assertThat(open("posts")).containsExactly("shardId-000000000002");
    }

    @Test
    void scalingDividesTheHashKeysEvenlyUpToDoubleAndDownToHalf() {
        cloud.stream("posts", 2);
        for (int target : new int[] {3, 4, 8, 5, 3, 2, 1}) {
            kinesis.updateShardCount(request ->
                    request.streamName("posts")
                            .targetShardCount(target)
                            .scalingType(ScalingType.UNIFORM_SCALING));
            cloud.time.advance(KinesisFixture.DELAY);

            List<HashRange> ranges =
                    cloud.describe("posts").shards().stream()
                            .filter(s -> s.sequenceNumberRange().endingSequenceNumber() == null)
                            .map(s ->
                                    new HashRange(
                                            new BigInteger(s.hashKeyRange().startingHashKey()),
                                            new BigInteger(s.hashKeyRange().endingHashKey())))
                            .sorted(Comparator.comparing(HashRange::start))
                            .toList();
            assertThat(ranges).isEqualTo(HashRange.split(target));
        }
        assertThatThrownBy(() ->
                        kinesis.updateShardCount(request ->
                                request.streamName("posts")
                                        .targetShardCount(3)
                                        .scalingType(ScalingType.UNIFORM_SCALING)))
                .hasMessageContaining("cannot scale up over double your current open shard count");
    }

    @Test
    void recordsAndClosedShardsAreForgottenAfterRetention() {
        cloud.stream("posts", 1);
        kinesis.increaseStreamRetentionPeriod(
                request -> request.streamName("posts").retentionPeriodHours(48));
        cloud.put("posts", "k", "old");
        kinesis.splitShard(request ->
                request.streamName("posts")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
        cloud.time.advance(Duration.ofHours(47));
        cloud.put("posts", "k", "new");

        assertThat(cloud.read("posts", KinesisFixture.FIRST)).containsExactly("old");
        cloud.time.advance(Duration.ofHours(2));

        assertThat(cloud.describe("posts").shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000001", "shardId-000000000002");
        assertThat(cloud.read("posts", "shardId-000000000002")).containsExactly("new");
    }

    @Test
    void retentionIsRaisedAndLoweredWithinItsBounds() {
        cloud.stream("posts", 1);
        kinesis.increaseStreamRetentionPeriod(
                request -> request.streamName("posts").retentionPeriodHours(8760));
        assertThat(cloud.describe("posts").retentionPeriodHours()).isEqualTo(8760);
        kinesis.decreaseStreamRetentionPeriod(
                request -> request.streamName("posts").retentionPeriodHours(24));
        assertThat(cloud.describe("posts").retentionPeriodHours()).isEqualTo(24);

        assertThatThrownBy(() ->
                        kinesis.decreaseStreamRetentionPeriod(
                                r -> r.streamName("posts").retentionPeriodHours(23)))
                .hasMessageContaining("Minimum allowed retention period is 24 hours");
        assertThatThrownBy(() ->
                        kinesis.increaseStreamRetentionPeriod(
                                r -> r.streamName("posts").retentionPeriodHours(8761)))
                .hasMessageContaining("Maximum allowed retention period is 8760 hours");
    }

    @Test
    void tagsAndMonitoringAreSwitched() {
        cloud.stream("posts", 1);
        kinesis.addTagsToStream(
                request -> request.streamName("posts").tags(Map.of("team", "a", "env", "dev")));
        kinesis.removeTagsFromStream(request -> request.streamName("posts").tagKeys("team"));
        assertThat(kinesis.listTagsForStream(request -> request.streamName("posts")).tags())
                .containsExactly(Tag.builder().key("env").value("dev").build());

        assertThat(
                        kinesis.enableEnhancedMonitoring(request ->
                                        request.streamName("posts")
                                                .shardLevelMetrics(MetricsName.ALL))
                                .desiredShardLevelMetrics())
                .hasSize(7);
        cloud.put("posts", "k", "data");
        assertThat(cloud.metrics)
                .containsEntry(KinesisFixture.FIRST + " IncomingRecords", 1.0)
                .containsEntry(KinesisFixture.FIRST + " IncomingBytes", 5.0);
        kinesis.disableEnhancedMonitoring(
                request -> request.streamName("posts").shardLevelMetrics(MetricsName.ALL));
        cloud.put("posts", "k", "data");
        assertThat(cloud.metrics)
                .containsEntry(KinesisFixture.FIRST + " IncomingRecords", 1.0)
                .containsEntry("IncomingRecords", 2.0);
    }

    @Test
    void streamsAndShardsAreListedInPages() {
        for (String name : List.of("a", "b", "c")) {
            cloud.stream(name, 3);
        }

        var first = kinesis.listStreams(request -> request.limit(2));
        var second = kinesis.listStreams(request -> request.nextToken(first.nextToken()));
        assertThat(first.streamSummaries())
                .extracting(StreamSummary::streamName)
                .containsExactly("a", "b");
        assertThat(first.hasMoreStreams()).isTrue();
        assertThat(second.streamNames()).containsExactly("c");
        assertThat(second.hasMoreStreams()).isFalse();

        var shards = kinesis.listShards(request -> request.streamName("a").maxResults(2));
        assertThat(shards.shards()).hasSize(2);
        assertThat(kinesis.listShards(r -> r.nextToken(shards.nextToken())).shards()).hasSize(1);
        cloud.time.advance(Duration.ofSeconds(301));
        assertThatThrownBy(() -> kinesis.listShards(r -> r.nextToken(shards.nextToken())))
                .hasMessageContaining("NextToken has expired");
    }

    @Test
    void limitsCountOpenShards() {
        cloud.stream("posts", 3);

        assertThat(kinesis.describeLimits().openShardCount()).isEqualTo(3);
        assertThat(
                        kinesis.describeStreamSummary(request -> request.streamName("posts"))
                                .streamDescriptionSummary()
                                .openShardCount())
                .isEqualTo(3);
    }

    @Test
    void aReshardingThatCannotBeKeptIsTriedAgainAndTheShardTakesRecordsMeanwhile() {
        cloud.stream("posts", 1);
        kinesis.splitShard(request ->
                request.streamName("posts")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
        cloud.failToKeep.set(true);
        cloud.time.advance(KinesisFixture.DELAY);

        cloud.put("posts", "k", "meanwhile");
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.UPDATING);
        cloud.failToKeep.set(false);
        cloud.time.advance(Duration.ofSeconds(5));

        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(open("posts")).hasSize(2);
        assertThat(cloud.read("posts", KinesisFixture.FIRST)).containsExactly("meanwhile");
    }
}
