package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;

/** What a record may be, and where reading may begin. */
class RecordRulesTest {
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    private static PutRecordsRequestEntry entry(String key) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(key)
                .data(SdkBytes.fromUtf8String("x"))
                .build();
    }

    private String iterator(GetShardIteratorRequest.Builder request) {
        return kinesis.getShardIterator(
                        request.streamName("posts").shardId(KinesisFixture.FIRST).build())
                .shardIterator();
    }

    @Test
    void aPartitionKeyHas256CharactersOfUnicode() {
        cloud.stream("posts", 1);
        String longest = "\uD83D\uDE00".repeat(256);

        cloud.put("posts", longest, "x");
        kinesis.putRecords(r -> r.streamName("posts").records(entry(longest)));
        assertFault(
                () -> cloud.put("posts", longest + "k", "x"),
                ValidationException.class,
                "1 validation error detected: Value '"
                        + longest
                        + "k' at 'partitionKey' failed to satisfy constraint: Member must have"
                        + " length less than or equal to 256");
    }

    @Test
    void allThatIsWrongWithABatchIsSaidAtOnceByPlace() {
        cloud.stream("posts", 1);

        assertFault(
                () ->
                        kinesis.putRecords(r ->
                                r.streamName("posts")
                                        .records(
                                                entry("k"),
                                                entry(""),
                                                PutRecordsRequestEntry.builder()
                                                        .partitionKey("k")
                                                        .explicitHashKey("01")
                                                        .build())),
                ValidationException.class,
                "3 validation errors detected: Value '' at 'records.2.member.partitionKey' failed"
                    + " to satisfy constraint: Member must have length greater than or equal to 1;"
                    + " Value null at 'records.3.member.data' failed to satisfy constraint: Member"
                    + " must not be null; Value '01' at 'records.3.member.explicitHashKey' failed"
                    + " to satisfy constraint: Member must satisfy regular expression pattern:"
                    + " 0|([1-9]\\d{0,38})");
        assertFault(
                () -> kinesis.putRecords(r -> r.streamName("posts")),
                ValidationException.class,
                "1 validation error detected: Value null at 'records' failed to satisfy"
                        + " constraint: Member must not be null");
        assertFault(
                () ->
                        kinesis.putRecord(r ->
                                r.streamName("posts")
                                        .partitionKey("k")
                                        .explicitHashKey(BigInteger.TWO.pow(128).toString())
                                        .data(SdkBytes.fromUtf8String("x"))),
                InvalidArgumentException.class,
                "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0, 2^128-1]."
                        + " Specified value was 340282366920938463463374607431768211456");
    }

    @Test
    void aRecordComesAfterTheOneItIsToFollow() {
        cloud.stream("posts", 1);
        String first = cloud.put("posts", "k", "1");

        String second =
                kinesis.putRecord(r ->
                                r.streamName("posts")
                                        .partitionKey("k")
                                        .sequenceNumberForOrdering(first)
                                        .data(SdkBytes.fromUtf8String("2")))
                        .sequenceNumber();

        assertThat(new BigInteger(second)).isGreaterThan(new BigInteger(first));
        assertFault(
                () ->
                        kinesis.putRecord(r ->
                                r.streamName("posts")
                                        .partitionKey("k")
                                        .sequenceNumberForOrdering("12345")
                                        .data(SdkBytes.fromUtf8String("3"))),
                InvalidArgumentException.class,
                "ExclusiveMinimumSequenceNumber 12345 used in PutRecord on stream posts under"
                        + " account 000000000000 is invalid.");
    }

    @Test
    void aSequenceNumberIsMadeOfWhatItIsSaidToBeMadeOf() {
        cloud.stream("posts", 2);
        var put =
                kinesis.putRecord(r ->
                        r.streamName("posts")
                                .partitionKey("k")
                                .explicitHashKey(BigInteger.TWO.pow(127).toString())
                                .data(SdkBytes.fromUtf8String("x")));

        // 2, the shard's second, the low bits of its number, the count, 00, the record's second,
        // the shard, 2. The stream was made at 10:00:00, 200 ms before the record.
        String second = String.format("%09x", cloud.time.instant().getEpochSecond());
        assertThat(new BigInteger(put.sequenceNumber()).toString(16))
                .isEqualTo(
                        "2" + second + "1" + "0000000000000001" + "00" + second + "00000001" + "2");
    }

    @Test
    void aSequenceNumberGoesWithTheTypesThatBeginAtOne() {
        cloud.stream("posts", 1);
        String number = cloud.put("posts", "k", "1");
        String either =
                "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                        + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                        + " StartingSequenceNumber. Request specified ";

        assertFault(
                () ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)),
                InvalidArgumentException.class,
                either + "AT_SEQUENCE_NUMBER and no StartingSequenceNumber.");
        assertFault(
                () ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.LATEST)
                                        .startingSequenceNumber(number)),
                InvalidArgumentException.class,
                either + "LATEST and also a StartingSequenceNumber.");
        assertFault(
                () ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.AT_SEQUENCE_NUMBER)
                                        .startingSequenceNumber("7")),
                InvalidArgumentException.class,
                "StartingSequenceNumber 7 used in GetShardIterator on shard shardId-000000000000"
                        + " in stream posts under account 000000000000 is invalid.");
    }

    @Test
    void aSequenceNumberOfAnEarlierStreamOfTheNameIsRefused() {
        cloud.stream("posts", 1);
        String number = cloud.put("posts", "k", "1");
        kinesis.deleteStream(r -> r.streamName("posts"));
        cloud.time.advance(Duration.ofSeconds(2));
        cloud.stream("posts", 1);

        assertFault(
                () ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                        .startingSequenceNumber(number)),
                InvalidArgumentException.class,
                "StartingSequenceNumber "
                        + number
                        + " used in GetShardIterator on shard shardId-000000000000 in stream posts"
                        + " under account 000000000000 is invalid because it did not come from"
                        + " this stream.");
    }

    @Test
    void aTimeBeforeTheOldestRecordIsItsBeginningAndOneAheadIsRefused() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "1");
        String early =
                iterator(
                        GetShardIteratorRequest.builder()
                                .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                .timestamp(cloud.time.instant().minus(Duration.ofDays(400))));

        assertThat(cloud.get(early).records()).hasSize(1);
        long now = cloud.time.instant().toEpochMilli();
        assertFault(
                () ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                        .timestamp(cloud.time.instant().plusMillis(5))),
                InvalidArgumentException.class,
                "The timestampInMillis parameter cannot be greater than the"
                        + " currentTimestampInMillis. timestampInMillis: "
                        + (now + 5)
                        + ", currentTimestampInMillis: "
                        + now);
        assertThatThrownBy(() ->
                        iterator(
                                GetShardIteratorRequest.builder()
                                        .shardIteratorType(ShardIteratorType.AT_TIMESTAMP)))
                .isInstanceOf(InvalidArgumentException.class);
    }

    @Test
    void anIteratorOfTheLongestNameFitsIn512Characters() {
        String name = "n".repeat(128);
        cloud.stream(name, 1);

        String iterator = cloud.iterator(name, KinesisFixture.FIRST, ShardIteratorType.LATEST);

        assertThat(iterator.length()).isLessThanOrEqualTo(512);
        assertThat(cloud.get(iterator).records()).isEmpty();
        assertThatThrownBy(() ->
                        kinesis.getRecords(r ->
                                r.shardIterator(iterator)
                                        .streamARN(
                                                "arn:aws:kinesis:us-east-1:000000000000:stream/x")))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> cloud.get("x".repeat(513)))
                .isInstanceOf(ValidationException.class);
    }

    @Test
    void shardsThatDoNotTouchAreNotMergedAndASplitLeavesBothChildrenKeys() {
        cloud.stream("posts", 3);
        assertFault(
                () ->
                        kinesis.mergeShards(r ->
                                r.streamName("posts")
                                        .shardToMerge("shardId-000000000000")
                                        .adjacentShardToMerge("shardId-000000000002")),
                InvalidArgumentException.class,
                "Shards shardId-000000000000 and shardId-000000000002 in stream posts under"
                        + " account 000000000000 are not an adjacent pair of shards eligible for"
                        + " merging");
        for (String key : List.of("0", "1", "113427455640312821154458202477256070484")) {
            assertThatThrownBy(() ->
                            kinesis.splitShard(r ->
                                    r.streamName("posts")
                                            .shardToSplit(KinesisFixture.FIRST)
                                            .newStartingHashKey(key)))
                    .isInstanceOf(InvalidArgumentException.class)
                    .hasMessageContaining(
                            "is not both greater than one plus the shard's StartingHashKey 0 and"
                                    + " less than the shard's EndingHashKey"
                                    + " 113427455640312821154458202477256070484.");
        }
    }

    @Test
    void everyCallIsMeasured() {
        cloud.stream("posts", 1);
        cloud.put("posts", "k", "1");
        kinesis.putRecords(r -> r.streamName("posts").records(entry("k")));
        cloud.time.advance(Duration.ofSeconds(3));
        cloud.get(cloud.iterator("posts", KinesisFixture.FIRST, ShardIteratorType.TRIM_HORIZON));

        assertThat(cloud.metrics)
                .containsOnlyKeys(
                        "GetRecords.Bytes",
                        "GetRecords.IteratorAgeMilliseconds",
                        "GetRecords.Latency",
                        "GetRecords.Records",
                        "GetRecords.Success",
                        "IncomingBytes",
                        "IncomingRecords",
                        "PutRecord.Bytes",
                        "PutRecord.Latency",
                        "PutRecord.Success",
                        "PutRecords.Bytes",
                        "PutRecords.Latency",
                        "PutRecords.Success",
                        "PutRecords.Records",
                        "PutRecords.TotalRecords",
                        "PutRecords.SuccessfulRecords",
                        "PutRecords.FailedRecords",
                        "PutRecords.ThrottledRecords",
                        "ReadProvisionedThroughputExceeded",
                        "WriteProvisionedThroughputExceeded")
                .containsEntry("GetRecords.IteratorAgeMilliseconds", 3000.0)
                .containsEntry("GetRecords.Records", 2.0)
                .containsEntry("IncomingBytes", 4.0);
    }

    @Test
    void aShardIsAlsoKnownByItsNumber() {
        cloud.stream("posts", 2);

        for (String id : List.of("1", "shard-1", "shardId-000000000001")) {
            assertThat(cloud.iterator("posts", id, ShardIteratorType.LATEST)).isNotNull();
        }
        assertFault(
                () -> cloud.iterator("posts", "shardId-5", ShardIteratorType.LATEST),
                ResourceNotFoundException.class,
                "Shard shardId-000000000005 in stream posts under account 000000000000 does not"
                        + " exist");
        assertFault(
                () -> cloud.iterator("posts", "none", ShardIteratorType.LATEST),
                ResourceNotFoundException.class,
                "Could not find shard none in stream posts under account 000000000000.");
    }

    @Test
    void aClosedShardEndsBehindItsLastRecord() {
        cloud.stream("posts", 1);
        String last = cloud.put("posts", "k", "1");
        kinesis.splitShard(
                r -> r.streamName("posts").shardToSplit("shard-0").newStartingHashKey("2"));
        cloud.time.advance(KinesisFixture.DELAY);

        String end =
                cloud.describe("posts")
                        .shards()
                        .getFirst()
                        .sequenceNumberRange()
                        .endingSequenceNumber();
        assertThat(new BigInteger(end)).isGreaterThan(new BigInteger(last));
        assertThat(new BigInteger(end).toString(16)).contains("07fffffffffffffff00");
        String behind =
                iterator(
                        GetShardIteratorRequest.builder()
                                .shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                .startingSequenceNumber(end));
        assertThat(cloud.get(behind).childShards()).hasSize(2);
    }
}
