package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** What is said of the fields of requests. */
class RequestRulesTest {
    private static final String NO_NAME = "no spaces";

    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    @Test
    void aNameIsCheckedByEveryOperationThatTakesOne() {
        List<ThrowingCallable> calls =
                List.of(
                        () ->
                                kinesis.increaseStreamRetentionPeriod(
                                        r -> r.streamName(NO_NAME).retentionPeriodHours(48)),
                        () ->
                                kinesis.decreaseStreamRetentionPeriod(
                                        r -> r.streamName(NO_NAME).retentionPeriodHours(48)),
                        () ->
                                kinesis.enableEnhancedMonitoring(r ->
                                        r.streamName(NO_NAME).shardLevelMetrics(MetricsName.ALL)),
                        () ->
                                kinesis.disableEnhancedMonitoring(r ->
                                        r.streamName(NO_NAME).shardLevelMetrics(MetricsName.ALL)),
                        () ->
                                kinesis.addTagsToStream(
                                        r -> r.streamName(NO_NAME).tags(Map.of("a", "b"))),
                        () -> kinesis.removeTagsFromStream(r -> r.streamName(NO_NAME).tagKeys("a")),
                        () -> kinesis.listTagsForStream(r -> r.streamName(NO_NAME)));
        for (ThrowingCallable call : calls) {
            assertFault(
                    call,
                    ValidationException.class,
                    "1 validation error detected: Value 'no spaces' at 'streamName' failed to"
                            + " satisfy constraint: Member must satisfy regular expression pattern:"
                            + " [a-zA-Z0-9_.-]+");
        }
    }

    @Test
    void whereAListingBeginsIsCheckedToo() {
        cloud.stream("posts", 1);

        assertThatThrownBy(() ->
                        kinesis.describeStream(
                                r -> r.streamName("posts").exclusiveStartShardId(NO_NAME)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Value 'no spaces' at 'exclusiveStartShardId' failed");
        assertThatThrownBy(() ->
                        kinesis.listTagsForStream(
                                r -> r.streamName("posts").exclusiveStartTagKey("")))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Value '' at 'exclusiveStartTagKey' failed");
        assertThatThrownBy(() ->
                        kinesis.removeTagsFromStream(
                                r -> r.streamName("posts").tagKeys("a", "k".repeat(129))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'tagKeys.2.member' failed");
    }

    @Test
    void noMoreThanTenErrorsAreNamed() {
        cloud.stream("posts", 1);
        var entry =
                PutRecordsRequestEntry.builder()
                        .partitionKey("k".repeat(257))
                        .data(SdkBytes.fromUtf8String("x"))
                        .build();

        assertThatThrownBy(() ->
                        kinesis.putRecords(r ->
                                r.streamName("posts").records(Collections.nCopies(500, entry))))
                .isInstanceOf(ValidationException.class)
                .hasMessageStartingWith("10 validation errors detected: ")
                .hasMessageContaining("'records.10.member.partitionKey'")
                .message()
                .hasSizeLessThan(5000);
    }

    @Test
    void aRetentionBeyondTheBoundsIsRefusedEitherWay() {
        cloud.stream("posts", 1);

        assertFault(
                () ->
                        kinesis.increaseStreamRetentionPeriod(
                                r -> r.streamName("posts").retentionPeriodHours(23)),
                InvalidArgumentException.class,
                "Minimum allowed retention period is 24 hours. Requested retention period (23"
                        + " hours) is too short.");
        assertFault(
                () ->
                        kinesis.decreaseStreamRetentionPeriod(
                                r -> r.streamName("posts").retentionPeriodHours(8761)),
                InvalidArgumentException.class,
                "Maximum allowed retention period is 8760 hours. Requested retention period (8761"
                        + " hours) is too long.");
        assertFault(
                () ->
                        kinesis.increaseStreamRetentionPeriod(
                                r -> r.streamName("posts").retentionPeriodHours(0)),
                ValidationException.class,
                "1 validation error detected: Value '0' at 'retentionPeriodHours' failed to satisfy"
                        + " constraint: Member must have value greater than or equal to 1");
    }

    @Test
    void aShardOfAStreamThatIsNotThereIsSaidNotToExist() {
        cloud.stream("posts", 1);
        String iterator =
                cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);
        kinesis.deleteStream(r -> r.streamName("posts"));
        cloud.time.advance(KinesisFixture.DELAY);
        String message =
                "Shard shardId-000000000000 in stream posts under account 000000000000 does not"
                        + " exist";

        assertFault(() -> cloud.get(iterator), ResourceNotFoundException.class, message);
        assertFault(
                () -> cloud.iterator("posts", "0", ShardIteratorType.LATEST),
                ResourceNotFoundException.class,
                message);
    }

    @Test
    void moreShardsThanAnybodyHasAreRefusedBeforeTheStreamIsLookedAt() {
        assertFault(
                () ->
                        kinesis.updateShardCount(r ->
                                r.streamName(NO_NAME)
                                        .targetShardCount(100_001)
                                        .scalingType("OTHER")),
                ValidationException.class,
                "3 validation errors detected: Value 'OTHER' at 'scalingType' failed to satisfy"
                    + " constraint: Member must satisfy enum value set: [UNIFORM_SCALING]; Value"
                    + " 'no spaces' at 'streamName' failed to satisfy constraint: Member must"
                    + " satisfy regular expression pattern: [a-zA-Z0-9_.-]+; Value '100001' at"
                    + " 'targetShardCount' failed to satisfy constraint: Member must have value"
                    + " less than or equal to 100000");
        cloud.stream("posts", 1);
        assertThatThrownBy(() ->
                        kinesis.updateShardCount(r ->
                                r.streamName("posts")
                                        .targetShardCount(10_001)
                                        .scalingType(ScalingType.UNIFORM_SCALING)))
                .hasMessageContaining("cannot be greater than 10000");
    }

    @Test
    void anEmptyBatchIsShownAsSuch() {
        cloud.stream("posts", 1);

        assertFault(
                () -> kinesis.putRecords(r -> r.streamName("posts").records(List.of())),
                ValidationException.class,
                "1 validation error detected: Value '[]' at 'records' failed to satisfy"
                        + " constraint: Member must have length greater than or equal to 1");
    }
}
