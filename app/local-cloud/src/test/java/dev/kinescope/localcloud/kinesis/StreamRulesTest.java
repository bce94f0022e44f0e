package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryRecordLog;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentOutputStatus;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.ValidationException;
import software.amazon.awssdk.services.kinesis.model.WarmThroughputObject;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** What may be changed about a stream, how often, and what it shows then. */
class StreamRulesTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";
    private static final String KEY = "alias/aws/kinesis";

    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    private void onDemand(String name) {
        kinesis.createStream(request ->
                request.streamName(name)
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
        cloud.time.advance(KinesisFixture.DELAY);
    }

    private StreamDescriptionSummary summary(String name) {
        return kinesis.describeStreamSummary(request -> request.streamName(name))
                .streamDescriptionSummary();
    }

    private void scale(int target) {
        kinesis.updateShardCount(request ->
                request.streamName("posts")
                        .targetShardCount(target)
                        .scalingType(ScalingType.UNIFORM_SCALING));
        cloud.time.advance(KinesisFixture.DELAY);
    }

    private void mode(StreamMode mode) {
        kinesis.updateStreamMode(
                request -> request.streamARN(ARN).streamModeDetails(of -> of.streamMode(mode)));
        cloud.time.advance(KinesisFixture.DELAY);
    }

    private void commit(MinimumThroughputBillingCommitmentInputStatus status) {
        kinesis.updateAccountSettings(
                request -> request.minimumThroughputBillingCommitment(of -> of.status(status)));
    }

    @Test
    void theShardCountIsChangedTenTimesIn24Hours() {
        cloud.stream("posts", 2);
        for (int i = 0; i < 10; i++) {
            scale(2 + i % 2);
            cloud.time.advance(Duration.ofHours(1));
        }

        assertThatThrownBy(() -> scale(2))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("was changed 10 times in the last 24 hours");
        cloud.time.advance(Duration.ofHours(14));
        scale(2);
        assertThat(summary("posts").openShardCount()).isEqualTo(2);
        assertThatThrownBy(() -> scale(3)).isInstanceOf(LimitExceededException.class);
    }

    @Test
    void theShardCountGoesUpToDoubleAndDownToHalf() {
        cloud.stream("posts", 3);

        assertFault(
                () -> scale(7),
                LimitExceededException.class,
                "UpdateShardCount cannot scale up over double your current open shard count."
                        + " Current open shard count: 3, Target shard count: 7");
        assertFault(
                () -> scale(1),
                LimitExceededException.class,
                "UpdateShardCount cannot scale down below half your current open shard count."
                        + " Current open shard count: 3, Target shard count: 1");
        scale(2);
        assertThat(summary("posts").openShardCount()).isEqualTo(2);
    }

    @Test
    void theModeIsSwitchedTwiceIn24HoursAndKeepsTheShards() {
        cloud.stream("posts", 3);
        mode(StreamMode.ON_DEMAND);
        mode(StreamMode.PROVISIONED);

        assertThat(summary("posts").openShardCount()).isEqualTo(3);
        assertThatThrownBy(() -> mode(StreamMode.ON_DEMAND))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("was switched 2 times in the last 24 hours");
        cloud.time.advance(Duration.ofDays(1));
        mode(StreamMode.ON_DEMAND);
        assertThat(summary("posts").streamModeDetails().streamMode())
                .isEqualTo(StreamMode.ON_DEMAND);
        assertThatThrownBy(() ->
                        kinesis.updateStreamMode(request ->
                                request.streamARN(ARN)
                                        .streamModeDetails(of -> of.streamMode("SERVERLESS"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(
                        "Value 'SERVERLESS' at 'streamModeDetails.streamMode' failed to satisfy"
                                + " constraint: Member must satisfy enum value set: [PROVISIONED,"
                                + " ON_DEMAND]");
    }

    @Test
    void recordsShowWhetherTheyWereEncryptedWhenTheyArrived() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "plain");
        cloud.time.advance(Duration.ofSeconds(1));
        encrypt();
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.UPDATING);
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(summary("posts").encryptionType()).isEqualTo(EncryptionType.KMS);
        assertThat(cloud.describe("posts").keyId()).isEqualTo(KEY);
        assertThat(
                        kinesis.putRecord(request ->
                                        request.streamName("posts")
                                                .partitionKey("k")
                                                .data(SdkBytes.fromUtf8String("secret")))
                                .encryptionType())
                .isEqualTo(EncryptionType.KMS);
        cloud.time.advance(Duration.ofSeconds(1));
        decrypt();
        cloud.time.advance(KinesisFixture.DELAY);
        cloud.put("posts", "k", "plain again");

        assertThat(cloud.describe("posts").keyId()).isNull();
        assertThat(
                        cloud.get(
                                        cloud.iterator(
                                                "posts",
                                                KinesisFixture.FIRST,
                                                ShardIteratorType.TRIM_HORIZON))
                                .records())
                .extracting(Record::encryptionType)
                .containsExactly(EncryptionType.NONE, EncryptionType.KMS, EncryptionType.NONE);
        assertThatThrownBy(this::decrypt)
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("is not encrypted with the key alias/aws/kinesis");
    }

    private void encrypt() {
        kinesis.startStreamEncryption(request ->
                request.streamName("posts").encryptionType(EncryptionType.KMS).keyId(KEY));
    }

    private void decrypt() {
        kinesis.stopStreamEncryption(request ->
                request.streamName("posts").encryptionType(EncryptionType.KMS).keyId(KEY));
    }

    @Test
    void encryptionIsChanged25TimesIn24HoursAndOnlyTheKeyOfAwsIsThere() {
        cloud.stream("posts", 1);
        for (int i = 0; i < 25; i++) {
            encrypt();
            cloud.time.advance(KinesisFixture.DELAY);
        }

        assertThatThrownBy(this::decrypt)
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("25 times in the last 24 hours");
        assertThatThrownBy(() ->
                        kinesis.startStreamEncryption(request ->
                                request.streamName("posts")
                                        .encryptionType(EncryptionType.KMS)
                                        .keyId("alias/mine")))
                .isInstanceOf(KmsNotFoundException.class);
    }

    @Test
    void recordsMayBecomeAsLargeAsTheStreamSays() {
        cloud.stream("posts", 1);
        String twoMebibytes = "x".repeat(2 * 1024 * 1024 - 1);

        assertFault(
                () -> cloud.put("posts", "k", twoMebibytes),
                ValidationException.class,
                "1 validation error detected: Value 'java.nio.HeapByteBuffer[pos=0 lim=2097151"
                        + " cap=2097151]' at 'data' failed to satisfy constraint: Member must have"
                        + " length less than or equal to 1048576");
        kinesis.updateMaxRecordSize(request -> request.streamARN(ARN).maxRecordSizeInKiB(2048));
        cloud.time.advance(KinesisFixture.DELAY);
        cloud.put("posts", "k", twoMebibytes);

        assertThat(summary("posts").maxRecordSizeInKiB()).isEqualTo(2048);
        assertThat(cloud.read("posts", KinesisFixture.FIRST)).containsExactly(twoMebibytes);
        assertThatThrownBy(() ->
                        kinesis.updateMaxRecordSize(
                                request -> request.streamARN(ARN).maxRecordSizeInKiB(10_241)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Member must have value less than or equal to 10240");
    }

    @Test
    void sixStreamsAreNotMadeAtOnce() {
        for (int i = 0; i < 5; i++) {
            String name = "s" + i;
            kinesis.createStream(request -> request.streamName(name).shardCount(1));
        }

        assertFault(
                () -> kinesis.createStream(request -> request.streamName("s5").shardCount(1)),
                LimitExceededException.class,
                "You have reached the limit of 5 streams in CREATING state under account"
                        + " 000000000000.");
    }

    @Test
    void anAccountHasTwentyThousandShards() {
        cloud.stream("posts", 1);
        assertFault(
                () -> kinesis.createStream(r -> r.streamName("large").shardCount(20_000)),
                LimitExceededException.class,
                "This request would exceed the shard limit for the account 000000000000 in"
                        + " us-east-1. Current shard count for the account: 1. Limit: 20000."
                        + " Number of additional shards that would have resulted from this request:"
                        + " 20000. Refer to the AWS Service Limits page"
                        + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)"
                        + " for current limits and how to request higher limits.");
        assertThat(kinesis.describeLimits().shardLimit()).isEqualTo(20_000);
        assertThat(kinesis.describeLimits().onDemandStreamCountLimit()).isEqualTo(50);
    }

    @Test
    void anAccountHasFiftyStreamsOnDemand() {
        for (int i = 0; i < 50; i++) {
            onDemand("s" + i);
        }

        assertThatThrownBy(() -> onDemand("s50"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit of 50 streams in On-Demand mode");
        assertThat(kinesis.describeLimits().onDemandStreamCount()).isEqualTo(50);
    }

    @Test
    void aSwitchToOnDemandThatIsUnderWayCounts() {
        for (int i = 0; i < 49; i++) {
            onDemand("s" + i);
        }
        cloud.stream("a", 1);
        cloud.stream("b", 1);
        switchToOnDemand("a");

        assertThatThrownBy(() -> switchToOnDemand("b"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit of 50 streams in On-Demand mode");
        assertThat(kinesis.describeLimits().onDemandStreamCount()).isEqualTo(49);
    }

    private void switchToOnDemand(String name) {
        kinesis.updateStreamMode(request ->
                request.streamARN(ARN.replace("posts", name))
                        .streamModeDetails(to -> to.streamMode(StreamMode.ON_DEMAND)));
    }

    @Test
    void shardsThatAreUnderWayCount() {
        cloud.stream("large", 19_991);
        cloud.stream("a", 1);
        cloud.stream("b", 2);
        onDemand("posts");
        kinesis.splitShard(request ->
                request.streamName("a")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
        assertThatThrownBy(() -> cloud.stream("c", 2)).isInstanceOf(LimitExceededException.class);
        kinesis.updateShardCount(request ->
                request.streamName("b")
                        .targetShardCount(3)
                        .scalingType(ScalingType.UNIFORM_SCALING));

        assertThatThrownBy(() -> cloud.stream("c", 1))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Current shard count for the account: 20000.");
        assertThat(kinesis.describeLimits().openShardCount()).isEqualTo(19_998);
    }

    @Test
    void shardsForWarmThroughputCount() {
        cloud.stream("large", 19_990);
        onDemand("posts");
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);

        assertThatThrownBy(() -> warm(11)).isInstanceOf(LimitExceededException.class);
        warm(10);
        assertThatThrownBy(() -> cloud.stream("c", 1)).isInstanceOf(LimitExceededException.class);
    }

    private void warm(int throughput) {
        kinesis.updateStreamWarmThroughput(
                request -> request.streamARN(ARN).warmThroughputMiBps(throughput));
    }

    @Test
    void warmThroughputNeedsTheCommitment() {
        onDemand("posts");
        Runnable warm =
                () ->
                        kinesis.updateStreamWarmThroughput(
                                request -> request.streamARN(ARN).warmThroughputMiBps(10));

        assertThatThrownBy(warm::run)
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("minimum throughput billing commitment");
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        warm.run();
        assertThat(summary("posts").warmThroughput())
                .isEqualTo(WarmThroughputObject.builder().targetMiBps(10).build());
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(summary("posts").warmThroughput())
                .isEqualTo(WarmThroughputObject.builder().targetMiBps(10).currentMiBps(10).build());
        assertThat(summary("posts").openShardCount()).isEqualTo(10);
        kinesis.createStream(request ->
                request.streamName("warm")
                        .warmThroughputMiBps(6)
                        .streamModeDetails(of -> of.streamMode(StreamMode.ON_DEMAND)));
        cloud.time.advance(KinesisFixture.DELAY);
        assertThat(summary("warm").openShardCount()).isEqualTo(6);
        assertThatThrownBy(() ->
                        kinesis.createStream(request ->
                                request.streamName("p").shardCount(1).warmThroughputMiBps(6)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("only supported for streams in On-Demand mode");
    }

    @Test
    void theCommitmentHoldsForADayAtLeast() {
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        var made = cloud.time.instant();
        cloud.time.advance(Duration.ofHours(1));
        commit(MinimumThroughputBillingCommitmentInputStatus.DISABLED);

        var ending = kinesis.describeAccountSettings(r -> {}).minimumThroughputBillingCommitment();
        assertThat(ending.status())
                .isEqualTo(
                        MinimumThroughputBillingCommitmentOutputStatus
                                .ENABLED_UNTIL_EARLIEST_ALLOWED_END);
        assertThat(ending.earliestAllowedEndAt()).isEqualTo(made.plus(Duration.ofDays(1)));
        cloud.time.advance(Duration.ofHours(23));
        var ended = kinesis.describeAccountSettings(r -> {}).minimumThroughputBillingCommitment();
        assertThat(ended.status())
                .isEqualTo(MinimumThroughputBillingCommitmentOutputStatus.DISABLED);
        assertThat(ended.endedAt()).isEqualTo(made.plus(Duration.ofDays(1)));
    }

    @Test
    void anOnDemandStreamGrowsToTwiceItsPeakAndStays() {
        var limited = new KinesisFixture(ShardRates.ENFORCED);
        limited.kinesis.createStream(request ->
                request.streamName("posts")
                        .streamModeDetails(of -> of.streamMode(StreamMode.ON_DEMAND)));
        limited.time.advance(Duration.ofMinutes(2));
        for (int second = 0; second < 60; second++) {
            for (int batch = 0; batch < 5; batch++) {
                var entries = new ArrayList<PutRecordsRequestEntry>();
                KinesisFixture.entries(0, 500, 1).forEach(entries::add);
                limited.kinesis.putRecords(r -> r.streamName("posts").records(entries));
            }
            limited.time.advance(Duration.ofSeconds(1));
        }
        limited.time.advance(Duration.ofMinutes(1));

        var grown = limited.kinesis.describeStreamSummary(r -> r.streamName("posts"));
        assertThat(grown.streamDescriptionSummary().openShardCount()).isEqualTo(8);
        assertThat(grown.streamDescriptionSummary().streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        limited.time.advance(Duration.ofHours(2));
        assertThat(
                        limited.kinesis
                                .describeStreamSummary(r -> r.streamName("posts"))
                                .streamDescriptionSummary()
                                .openShardCount())
                .isEqualTo(8);
    }

    @Test
    void oneStreamThatCannotBeKeptDoesNotKeepTheOthersFromGrowing() {
        var limited = new KinesisFixture(ShardRates.ENFORCED);
        for (String name : List.of("a", "b")) {
            limited.kinesis.createStream(request ->
                    request.streamName(name)
                            .streamModeDetails(of -> of.streamMode(StreamMode.ON_DEMAND)));
        }
        limited.time.advance(Duration.ofSeconds(1));
        for (int second = 0; second < 50; second++) {
            for (String name : List.of("a", "b")) {
                for (int batch = 0; batch < 6; batch++) {
                    limited.kinesis.putRecords(
                            r -> r.streamName(name).records(KinesisFixture.entries(0, 500, 1)));
                }
            }
            limited.time.advance(Duration.ofSeconds(1));
        }
        var first = new AtomicBoolean();
        limited.keeping.set(() -> {
            if (!first.getAndSet(true)) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        });
        limited.time.advance(Duration.ofSeconds(9));

        assertThat(limited.kinesis.openShards("a")).hasSize(4);
        assertThat(limited.kinesis.openShards("b")).hasSize(8);
        // What was not counted then is not counted as the next minute's.
        limited.time.advance(Duration.ofMinutes(2));
        assertThat(limited.kinesis.openShards("a")).hasSize(4);
    }

    @Test
    void aProvisionedStreamHasNoWarmThroughputAndNoStreamMoreThanItsShards() {
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        kinesis.createStream(request ->
                request.streamName("posts")
                        .warmThroughputMiBps(10_240)
                        .streamModeDetails(of -> of.streamMode(StreamMode.ON_DEMAND)));
        cloud.time.advance(KinesisFixture.DELAY);
        assertThat(summary("posts").openShardCount()).isEqualTo(10_000);
        mode(StreamMode.PROVISIONED);

        assertThat(summary("posts").warmThroughput()).isNull();
        mode(StreamMode.ON_DEMAND);
        assertThat(summary("posts").warmThroughput()).isNull();
    }

    @Test
    void tagsAreCheckedAndCounted() {
        cloud.stream("posts", 1);
        var fifty = new TreeMap<String, String>();
        for (int i = 0; i < 50; i++) {
            fifty.put("tag" + i, "v");
        }
        kinesis.tagResource(request -> request.resourceARN(ARN).tags(fifty));

        assertFault(
                () -> kinesis.addTagsToStream(r -> r.streamName("posts").tags(Map.of("one", "x"))),
                InvalidArgumentException.class,
                "Failed to add tags to stream posts under account 000000000000 because a given"
                        + " stream cannot have more than 50 tags associated with it.");
        kinesis.untagResource(request -> request.resourceARN(ARN).tagKeys("tag0", "tag1"));
        assertThat(kinesis.listTagsForResource(request -> request.resourceARN(ARN)).tags())
                .hasSize(48);
        var page = kinesis.listTagsForStream(request -> request.streamName("posts").limit(40));
        assertThat(page.hasMoreTags()).isTrue();
        assertThat(
                        kinesis.listTagsForStream(request ->
                                        request.streamName("posts")
                                                .exclusiveStartTagKey(page.tags().getLast().key()))
                                .tags())
                .hasSize(8);
        assertThatThrownBy(() ->
                        kinesis.addTagsToStream(
                                request -> request.streamName("posts").tags(Map.of("what?", "x"))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining("Some tags contain invalid characters");
        assertThatThrownBy(() ->
                        kinesis.addTagsToStream(request ->
                                request.streamName("posts").tags(Map.of("k".repeat(129), "x"))))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void anArnOfAnotherKindNamesNoStream() {
        cloud.stream("posts", 1);

        assertThatThrownBy(() ->
                        kinesis.describeStream(
                                r -> r.streamARN("arn:aws:kinesis:us-east-1:1:stream/posts")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> kinesis.describeStream(r -> r.streamName("other").streamARN(ARN)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private LocalKinesis restarted() {
        return new LocalKinesis(
                CloudIdentity.DEFAULT,
                cloud.documents,
                _ -> new MemoryRecordLog(),
                (_, _, _, _, _) -> {},
                cloud.time,
                cloud.time,
                KinesisFixture.DELAY,
                ShardRates.UNLIMITED);
    }

    @Test
    void whatAStreamIsOutlivesTheProcess() {
        onDemand("posts");
        commit(MinimumThroughputBillingCommitmentInputStatus.ENABLED);
        kinesis.updateStreamWarmThroughput(r -> r.streamARN(ARN).warmThroughputMiBps(5));
        cloud.time.advance(KinesisFixture.DELAY);
        encrypt();
        cloud.time.advance(KinesisFixture.DELAY);
        kinesis.registerStreamConsumer(r -> r.streamARN(ARN).consumerName("reader"));

        LocalKinesis next = restarted();
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(next.describeStreamSummary(r -> r.streamName("posts")))
                .isEqualTo(kinesis.describeStreamSummary(r -> r.streamName("posts")));
        assertThat(next.listStreamConsumers(r -> r.streamARN(ARN)))
                .isEqualTo(kinesis.listStreamConsumers(r -> r.streamARN(ARN)));
        assertThat(next.describeAccountSettings(r -> {}))
                .isEqualTo(kinesis.describeAccountSettings(r -> {}));
    }

    @Test
    void aStreamKeptByAnEarlierVersionIsReadAsOneWithoutFeatures() throws IOException {
        cloud.stream("posts", 1);
        var json = new ObjectMapper();
        var document =
                (ObjectNode)
                        json.readTree(cloud.documents.get("kinesis-stream", "posts").orElseThrow());
        document.remove("features");
        cloud.documents.put("kinesis-stream", "posts", json.writeValueAsBytes(document));

        assertThat(
                        restarted()
                                .describeStreamSummary(r -> r.streamName("posts"))
                                .streamDescriptionSummary()
                                .encryptionType())
                .isEqualTo(EncryptionType.NONE);
    }
}
