package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;

class RecordsTest {
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    @Test
    void aRecordGoesToTheShardOfItsKeysMd5() {
        cloud.stream("posts", 4);

        // The MD5 of "a" begins with 0c, that of "b" with 92.
        assertThat(shard("a")).isEqualTo("shardId-000000000000");
        assertThat(shard("b")).isEqualTo("shardId-000000000002");
        assertThat(
                        kinesis.putRecord(request ->
                                        request.streamName("posts")
                                                .partitionKey("a")
                                                .explicitHashKey(
                                                        "340282366920938463463374607431768211455")
                                                .data(SdkBytes.fromUtf8String("x")))
                                .shardId())
                .isEqualTo("shardId-000000000003");
    }

    private String shard(String key) {
        return kinesis.putRecord(request ->
                        request.streamName("posts")
                                .partitionKey(key)
                                .data(SdkBytes.fromUtf8String("x")))
                .shardId();
    }

    @Test
    void sequenceNumbersLookLikeThoseOfAwsAndIncrease() {
        cloud.stream("posts", 1);

        String first = cloud.put("posts", "k", "1");
        String second = cloud.put("posts", "k", "2");

        assertThat(first).hasSize(56).startsWith("49");
        assertThat(new BigInteger(second)).isGreaterThan(new BigInteger(first));
        assertThat(SequenceNumber.parse(first).orElseThrow().toString()).isEqualTo(first);
        var range = cloud.describe("posts").shards().getFirst().sequenceNumberRange();
        assertThat(new BigInteger(range.startingSequenceNumber()))
                .isLessThan(new BigInteger(first));
    }

    @Test
    void everyKindOfIteratorBeginsWhereItSays() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "1");
        cloud.time.advance(Duration.ofSeconds(1));
        Instant between = cloud.time.instant();
        String second = cloud.put("posts", "k", "2");
        cloud.put("posts", "k", "3");
        String latest = cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.LATEST);
        cloud.put("posts", "k", "4");

        assertThat(
                        data(
                                cloud.iterator(
                                        "posts",
                                        KinesisFixture.FIRST,
                                        ShardIteratorType.TRIM_HORIZON)))
                .containsExactly("1", "2", "3", "4");
        assertThat(data(latest)).containsExactly("4");
        assertThat(data(from(ShardIteratorType.AT_SEQUENCE_NUMBER, second)))
                .containsExactly("2", "3", "4");
        assertThat(data(from(ShardIteratorType.AFTER_SEQUENCE_NUMBER, second)))
                .containsExactly("3", "4");
        assertThat(
                        data(
                                kinesis.getShardIterator(request ->
                                                request.streamName("posts")
                                                        .shardId(KinesisFixture.FIRST)
                                                        .shardIteratorType(
                                                                ShardIteratorType.AT_TIMESTAMP)
                                                        .timestamp(between))
                                        .shardIterator()))
                .containsExactly("2", "3", "4");
    }

    private String from(ShardIteratorType type, String sequenceNumber) {
        return kinesis.getShardIterator(request ->
                        request.streamName("posts")
                                .shardId(KinesisFixture.FIRST)
                                .shardIteratorType(type)
                                .startingSequenceNumber(sequenceNumber))
                .shardIterator();
    }

    private List<String> data(String iterator) {
        return cloud.get(iterator).records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }

    @Test
    void aSequenceNumberOfAnotherShardIsRefused() {
        cloud.stream("posts", 2);
        String other =
                kinesis.putRecord(request ->
                                request.streamName("posts")
                                        .partitionKey("k")
                                        .explicitHashKey(BigInteger.TWO.pow(127).toString())
                                        .data(SdkBytes.fromUtf8String("x")))
                        .sequenceNumber();

        assertThatThrownBy(() -> from(ShardIteratorType.AT_SEQUENCE_NUMBER, other))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageContaining(
                        "Invalid StartingSequenceNumber. It encodes shardId-000000000001 while it"
                                + " was used in a call to a shard with shardId-000000000000");
    }

    @Test
    void anIteratorExpiresAfterFiveMinutes() {
        cloud.stream("posts", 1);
        String iterator =
                cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);
        cloud.time.advance(Duration.ofMinutes(5));
        cloud.get(iterator);
        cloud.time.advance(Duration.ofMillis(1));

        assertThatThrownBy(() -> cloud.get(iterator))
                .isInstanceOf(ExpiredIteratorException.class)
                .hasMessageContaining(
                        "Iterator expired. The iterator was created at time Sun Nov 22 10:00:00 UTC"
                            + " 2026 while right now it is Sun Nov 22 10:05:00 UTC 2026 which is"
                            + " further in the future than the tolerated delay of 300000"
                            + " milliseconds.");
    }

    @Test
    void whatIsNotAnIteratorIsRefused() {
        cloud.stream("posts", 1);

        for (String iterator : List.of("x", "AAAA", "\u00e4", "fHx8fHw=")) {
            assertThatThrownBy(() -> cloud.get(iterator))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining("Invalid ShardIterator.");
        }
        assertThatThrownBy(() ->
                        cloud.iterator("posts", "shardId-000000000009", ShardIteratorType.LATEST))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining(
                        "Shard shardId-000000000009 in stream posts under account 000000000000 does"
                                + " not exist");
    }

    @Test
    void aReplyTellsHowFarBehindItIs() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "1");
        cloud.put("posts", "k", "2");
        cloud.time.advance(Duration.ofSeconds(7));
        String start =
                cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);

        var first = kinesis.getRecords(request -> request.shardIterator(start).limit(1));
        var second = cloud.get(first.nextShardIterator());
        var third = cloud.get(second.nextShardIterator());

        assertThat(first.millisBehindLatest()).isEqualTo(7000);
        assertThat(second.millisBehindLatest()).isZero();
        assertThat(third.records()).isEmpty();
        assertThat(third.nextShardIterator()).isNotNull();
    }

    @Test
    void aReplyHoldsAtMostTenMebibytes() {
        cloud.stream("posts", 1);
        for (int i = 0; i < 12; i++) {
            cloud.put("posts", "k", "x".repeat(1024 * 1024 - 1));
        }
        String start =
                cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);

        var got = cloud.get(start);

        assertThat(got.records()).hasSize(10);
        assertThat(cloud.get(got.nextShardIterator()).records()).hasSize(2);
    }

    @Test
    void tooMuchIsRefusedAsAWhole() {
        cloud.stream("posts", 1);

        assertThatThrownBy(() ->
                        kinesis.putRecords(request ->
                                request.streamName("posts")
                                        .records(KinesisFixture.entries(0, 501, 1))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining(
                        "at 'records' failed to satisfy constraint: Member must have length less"
                                + " than or equal to 500");
        assertThatThrownBy(() -> cloud.put("posts", "k", "x".repeat(1024 * 1024)))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("Member must have length less than or equal to 1048576");
        assertThatThrownBy(() ->
                        kinesis.putRecords(request ->
                                request.streamName("posts")
                                        .records(KinesisFixture.entries(0, 11, 1024 * 1024 - 10))))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() ->
                        kinesis.putRecords(request ->
                                request.streamName("posts")
                                        .records(
                                                PutRecordsRequestEntry.builder()
                                                        .partitionKey("k".repeat(257))
                                                        .data(SdkBytes.fromUtf8String("x"))
                                                        .build())))
                .hasMessageContaining(
                        "at 'records.1.member.partitionKey' failed to satisfy constraint: Member"
                                + " must have length less than or equal to 256");
        assertThat(cloud.read("posts", KinesisFixture.FIRST)).isEmpty();
    }

    @Test
    void aShardTakesAThousandRecordsASecondAndRefusesTheRest() {
        var limited = new KinesisFixture(ShardRates.ENFORCED);
        limited.stream("posts", 1);
        List<PutRecordsRequestEntry> batch = KinesisFixture.entries(0, 400, 1);

        putAll(limited, batch);
        putAll(limited, batch);
        PutRecordsResponse third = putAll(limited, batch);

        assertThat(third.failedRecordCount()).isEqualTo(200);
        assertThat(third.records().get(200))
                .isEqualTo(
                        PutRecordsResultEntry.builder()
                                .errorCode("ProvisionedThroughputExceededException")
                                .errorMessage(
                                        "Rate exceeded for shard shardId-000000000000 in stream"
                                                + " posts under account 000000000000.")
                                .build());
        assertThat(third.records().get(199).sequenceNumber()).isNotNull();
        assertThatThrownBy(() -> limited.put("posts", "k", "x"))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        limited.time.advance(Duration.ofMillis(500));
        assertThat(
                        Collections.nCopies(2, batch).stream()
                                .mapToInt(each -> putAll(limited, each).failedRecordCount())
                                .sum())
                .isEqualTo(300);
        assertThat(limited.metrics)
                .containsEntry("IncomingRecords", 1500.0)
                .containsEntry("WriteProvisionedThroughputExceeded", 501.0)
                .containsEntry("PutRecords.ThrottledRecords", 500.0);
    }

    private static PutRecordsResponse putAll(
            KinesisFixture cloud, List<PutRecordsRequestEntry> entries) {
        return cloud.kinesis.putRecords(request -> request.streamName("posts").records(entries));
    }

    @Test
    void aShardTakesAMebibyteASecond() {
        var limited = new KinesisFixture(ShardRates.ENFORCED);
        limited.stream("posts", 1);

        limited.put("posts", "k", "x".repeat(1024 * 1024 - 1));

        assertThatThrownBy(() -> limited.put("posts", "k", "x"))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        limited.time.advance(Duration.ofSeconds(1));
        limited.put("posts", "k", "x");
    }

    @Test
    void aShardIsReadFiveTimesASecond() {
        var limited = new KinesisFixture(ShardRates.ENFORCED);
        limited.stream("posts", 1);
        String iterator =
                limited.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON);
        for (int i = 0; i < 5; i++) {
            limited.get(iterator);
        }

        assertThatThrownBy(() -> limited.get(iterator))
                .isInstanceOf(ProvisionedThroughputExceededException.class);
        limited.time.advance(Duration.ofMillis(200));
        limited.get(iterator);
        assertThat(limited.metrics).containsEntry("ReadProvisionedThroughputExceeded", 1.0);
    }
}
