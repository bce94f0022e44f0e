package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Duration;

/** How often and how much, where AWS's rates are held to. */
class RatesTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";
    private static final String SHARD_BUSY =
            "Rate exceeded for shard shardId-000000000000 in stream posts under account"
                    + " 000000000000.";
    private static final int MEBIBYTE = 1024 * 1024;

    private final KinesisFixture cloud = new KinesisFixture(ShardRates.ENFORCED);
    private final LocalKinesis kinesis = cloud.kinesis;

    @BeforeEach
    void aStream() {
        cloud.stream("posts", 1);
        cloud.time.advance(Duration.ofSeconds(1));
    }

    private void assertRate(int perSecond, ThrowingCallable call, String message) {
        for (int i = 0; i < perSecond; i++) {
            assertThatCode(call).doesNotThrowAnyException();
        }
        assertFault(call, LimitExceededException.class, message);
        cloud.time.advance(Duration.ofSeconds(1));
        assertThatCode(call).doesNotThrowAnyException();
    }

    @Test
    void streamsAreManagedOnlySoOften() {
        String ofStream = "Rate exceeded for stream posts under account 000000000000.";
        String ofAccount = "Rate exceeded under account 000000000000.";

        assertRate(10, () -> cloud.describe("posts"), ofStream);
        assertRate(20, () -> kinesis.describeStreamSummary(r -> r.streamARN(ARN)), ofStream);
        assertRate(5, kinesis::listStreams, ofAccount);
        assertRate(1, kinesis::describeLimits, ofAccount);
        assertRate(5, () -> kinesis.listTagsForStream(r -> r.streamName("posts")), ofStream);
        assertRate(1000, () -> kinesis.listShards(r -> r.streamName("posts")), ofStream);
    }

    @Test
    void fiveStreamsAreMadeInASecond() {
        for (int i = 0; i < 5; i++) {
            String name = "s" + i;
            kinesis.createStream(request -> request.streamName(name).shardCount(1));
        }
        assertFault(
                () -> kinesis.createStream(request -> request.streamName("s5").shardCount(1)),
                LimitExceededException.class,
                "Rate exceeded for stream s5 under account 000000000000.");
    }

    @Test
    void aShardGivesFiveIteratorsASecond() {
        for (int i = 0; i < 5; i++) {
            cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.LATEST);
        }

        assertFault(
                () -> cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.LATEST),
                ProvisionedThroughputExceededException.class,
                SHARD_BUSY);
        cloud.time.advance(Duration.ofMillis(200));
        cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.LATEST);
    }

    private void fill(int mebibytes) {
        for (int i = 0; i < mebibytes; i++) {
            cloud.put("posts", "k", "x".repeat(MEBIBYTE - 1));
            cloud.time.advance(Duration.ofSeconds(1));
        }
    }

    @Test
    void afterTenMebibytesAShardIsNotReadForFiveSeconds() {
        fill(11);
        var full =
                cloud.get(
                        cloud.iterator(
                                "posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON));
        assertThat(full.records()).hasSize(10);

        cloud.time.advance(Duration.ofMillis(4999));
        assertFault(
                () -> cloud.get(full.nextShardIterator()),
                ProvisionedThroughputExceededException.class,
                SHARD_BUSY);
        cloud.time.advance(Duration.ofMillis(1));
        assertThat(cloud.get(full.nextShardIterator()).records()).hasSize(1);
    }

    @Test
    void aShardIsReadAtTwoMebibytesASecond() {
        fill(4);
        String start =
                cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);
        var first = kinesis.getRecords(request -> request.shardIterator(start).limit(1));
        var second = kinesis.getRecords(r -> r.shardIterator(first.nextShardIterator()).limit(1));

        assertThatThrownBy(() -> cloud.get(second.nextShardIterator()))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        cloud.time.advance(Duration.ofMillis(500));
        assertThat(
                        kinesis.getRecords(
                                        r -> r.shardIterator(second.nextShardIterator()).limit(1))
                                .records())
                .hasSize(1);
    }

    @Test
    void aLargeRecordUsesABurstAndLeavesTheRateAlone() {
        kinesis.updateMaxRecordSize(request -> request.streamARN(ARN).maxRecordSizeInKiB(10_240));
        cloud.time.advance(Duration.ofSeconds(1));
        cloud.put("posts", "k", "x".repeat(8 * MEBIBYTE));
        cloud.time.advance(Duration.ofSeconds(1));

        cloud.put("posts", "k", "x".repeat(MEBIBYTE - 1));
        cloud.time.advance(Duration.ofSeconds(1));
        assertFault(
                () -> cloud.put("posts", "k", "x".repeat(8 * MEBIBYTE)),
                ProvisionedThroughputExceededException.class,
                SHARD_BUSY);
        cloud.put("posts", "k", "small");
        cloud.time.advance(Duration.ofMinutes(1));
        cloud.put("posts", "k", "x".repeat(8 * MEBIBYTE));
    }

    @Test
    void nothingIsRefusedWhereRatesAreOff() {
        var unlimited = new KinesisFixture(ShardRates.UNLIMITED);
        unlimited.stream("posts", 1);
        for (int i = 0; i < 50; i++) {
            unlimited.describe("posts");
            unlimited.kinesis.describeLimits();
            unlimited.get(
                    unlimited.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.LATEST));
        }
        assertThat(unlimited.metrics).doesNotContainEntry("ReadProvisionedThroughputExceeded", 1.0);
    }
}
