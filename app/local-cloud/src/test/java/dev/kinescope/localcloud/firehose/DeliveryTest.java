package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

class DeliveryTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();

    private static Consumer<ExtendedS3DestinationConfiguration.Builder> transformed(
            int seconds, String... parameters) {
        return d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(seconds))
                        .processingConfiguration(
                                p -> p.enabled(true).processors(World.lambda(parameters)));
    }

    @Test
    void recordsPassTheFunctionAndLandAfterTheBufferIntervals() {
        world.create(transformed(10, "BufferIntervalInSeconds", "5"));
        world.put("a", "b");

        world.advance(Duration.ofSeconds(5));
        assertThat(world.function.events).isEmpty();
        world.advance(SECOND);
        assertThat(world.function.events).hasSize(1);
        world.advance(Duration.ofSeconds(9));
        assertThat(world.bucket.objects).isEmpty();
        world.advance(SECOND);

        assertThat(world.bucket.texts("results/2026/03/01/12/posts-1-2026-03-01-12-00-01-"))
                .containsExactly("A\nB\n");
        assertThat(world.sum("DataReadFromKinesisStream.Records")).isEqualTo(2);
        assertThat(world.sum("DataReadFromKinesisStream.Bytes")).isEqualTo(2);
        assertThat(world.sum("SucceedProcessing.Records")).isEqualTo(2);
        assertThat(world.sum("ExecuteProcessing.Success")).isEqualTo(1);
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(2);
        assertThat(world.sum("DeliveryToS3.Bytes")).isEqualTo(4);
        assertThat(world.sum("DeliveryToS3.Success")).isEqualTo(1);
    }

    @Test
    void theFunctionGetsTheEventThatAwsSends() throws IOException {
        world.create(transformed(0, "BufferIntervalInSeconds", "0"));
        world.put("hello");
        world.advance(SECOND);

        JsonNode event = world.function.events.getFirst();
        assertThat(event.get("invocationId").textValue()).hasSize(36);
        ((com.fasterxml.jackson.databind.node.ObjectNode) event).remove("invocationId");
        long arrival = World.START.plus(SECOND).toEpochMilli();
        assertThat(event)
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"deliveryStreamArn":
                                   "arn:aws:firehose:us-east-1:000000000000:deliverystream/posts",
                                 "sourceKinesisStreamArn":
                                   "arn:aws:kinesis:us-east-1:000000000000:stream/posts",
                                 "region":"us-east-1",
                                 "records":[{"recordId":"1001000000",
                                   "approximateArrivalTimestamp":%1$d,
                                   "data":"aGVsbG8=",
                                   "kinesisRecordMetadata":{"sequenceNumber":"1001",
                                     "subsequenceNumber":0,"partitionKey":"key",
                                     "shardId":"shardId-000000000000",
                                     "approximateArrivalTimestamp":%1$d}}]}
                                """
                                        .formatted(arrival)));
    }

    @Test
    void withoutAFunctionRecordsAreJoinedAsTheyAre() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(3)));
        world.put("a", "b");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.bucket.texts("")).containsExactly("ab");
    }

    @Test
    void aDelimiterIsAppendedOnDemand() {
        world.create(d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                        .processingConfiguration(
                                p -> p.enabled(true).processors(World.delimiter("|\\n"))));
        world.put("a", "b");
        world.advance(SECOND);

        assertThat(world.bucket.texts("")).containsExactly("a|\nb|\n");
    }

    @Test
    void aFullBufferIsDeliveredAtOnceAndCompressedOnDemand() {
        world.create(d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(900))
                        .compressionFormat("GZIP"));
        String quarter = "x".repeat(1 << 18);
        world.put(quarter, quarter, quarter, quarter, "rest");
        world.advance(SECOND);

        assertThat(world.bucket.texts("")).containsExactly(quarter.repeat(4));
        assertThat(world.bucket.objects.keySet().iterator().next()).endsWith(".gz");
        world.advance(Duration.ofSeconds(900));
        assertThat(world.bucket.texts("").getLast()).isEqualTo("rest");
    }

    @Test
    void whatArrivedBeforeItBecameActiveIsNotDelivered() {
        world.put("old");
        world.advance(SECOND);
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.put("new");
        world.advance(SECOND);

        assertThat(world.bucket.texts("")).containsExactly("new");
        assertThat(
                        world.firehose
                                .describeDeliveryStream(b -> b.deliveryStreamName("posts"))
                                .deliveryStreamDescription()
                                .source()
                                .kinesisStreamSourceDescription()
                                .deliveryStartTimestamp())
                .isEqualTo(World.START.plusMillis(1300));
    }

    @Test
    void failedRecordsBecomeErrorObjectsAndDroppedOnesVanish() throws IOException {
        world.create(transformed(0, "BufferIntervalInSeconds", "0"));
        world.function.behave(event ->
                FakeFunction.each(
                        event,
                        record ->
                                switch (FakeFunction.text(record)) {
                                    case "bad" -> FakeFunction.result(record, "ProcessingFailed");
                                    case "drop" -> FakeFunction.result(record, "Dropped");
                                    default -> FakeFunction.upperCase(record);
                                }));
        world.put("a", "bad", "drop", "b");
        world.advance(SECOND);

        assertThat(world.bucket.texts("results/2026/")).containsExactly("A\nB\n");
        List<String> errors = world.bucket.lines("results/processing-failed/2026/03/01/12/");
        assertThat(errors).hasSize(1);
        assertThat(JSON.readTree(errors.getFirst()))
                .isEqualTo(
                        JSON.readTree(
                                """
                                {"rawData":"YmFk","errorCode":"Lambda.ProcessingFailedStatus",
                                 "errorMessage":"ProcessingFailed status set for record",
                                 "attemptsMade":1,"arrivalTimestamp":%d,
                                 "attemptEndingTimestamp":%d,
                                 "lambdaARN":"%s:$LATEST"}
                                """
                                        .formatted(
                                                World.START.plusSeconds(1).toEpochMilli(),
                                                JSON.readTree(errors.getFirst())
                                                        .get("attemptEndingTimestamp")
                                                        .longValue(),
                                                FakeFunction.ARN)));
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(2);
    }

    @Test
    void aFailingFunctionIsTriedAgainAndThenTheWholeBatchFails() throws IOException {
        world.create(transformed(0, "BufferIntervalInSeconds", "0", "NumberOfRetries", "2"));
        world.function.behave(
                _ -> new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR));
        world.put("a", "b");
        world.advance(Duration.ofSeconds(10));

        assertThat(world.function.events).hasSize(3);
        assertThat(world.bucket.lines("results/processing-failed/"))
                .hasSize(2)
                .allMatch(line -> line.contains("\"errorCode\":\"Lambda.FunctionError\""))
                .allMatch(line -> line.contains("\"attemptsMade\":3"));
        assertThat(world.sum("ExecuteProcessing.Success")).isZero();
    }

    @Test
    void aFunctionThatRecoversLosesNothing() {
        world.create(transformed(0, "BufferIntervalInSeconds", "0"));
        world.function.behave(event ->
                world.function.events.size() < 3
                        ? new Transformer.Answer.Failed(Transformer.Failure.LIMIT_EXCEEDED)
                        : FakeFunction.each(event, FakeFunction::upperCase));
        world.put("a");
        world.advance(Duration.ofSeconds(10));

        assertThat(world.bucket.texts("")).containsExactly("A\n");
    }

    @Test
    void recordsKeepTheirOrderWhenAnEarlierBatchIsTriedAgain() {
        world.create(transformed(10, "BufferIntervalInSeconds", "0", "NumberOfRetries", "9"));
        world.function.behave(event ->
                FakeFunction.text(event.get("records").get(0)).equals("first")
                                && world.function.events.size() < 7
                        ? new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR)
                        : FakeFunction.each(event, FakeFunction::upperCase));
        world.put("first");
        world.advance(SECOND);
        world.put("second");
        world.advance(Duration.ofSeconds(60));

        assertThat(world.bucket.lines("")).containsExactly("FIRST", "SECOND");
    }

    @Test
    void aCallLongerThanFiveMinutesTimesOut() {
        world.create(transformed(0, "BufferIntervalInSeconds", "0", "NumberOfRetries", "0"));
        world.function.behave(event -> {
            world.advance(Duration.ofMinutes(5));
            return FakeFunction.each(event, FakeFunction::upperCase);
        });
        world.put("a");
        world.advance(Duration.ofSeconds(1));

        assertThat(world.bucket.lines(""))
                .singleElement()
                .asString()
                .contains("\"errorCode\":\"Lambda.FunctionTimedOut\"");
    }

    @Test
    void batchesAreCutByTheProcessorsSizeAndByWhatLambdaAccepts() {
        world.create(transformed(0, "BufferIntervalInSeconds", "1", "BufferSizeInMBs", "0.5"));
        String quarter = "x".repeat(1 << 18);
        world.put(quarter, quarter, quarter);
        world.advance(Duration.ofSeconds(5));
        assertThat(world.function.events)
                .extracting(event -> event.get("records").size())
                .containsExactly(2, 1);

        world.function.events.clear();
        byte[][] many = new byte[40_000][1];
        world.stream.put(World.SHARD, many);
        world.advance(Duration.ofSeconds(10));
        assertThat(world.function.events)
                .hasSizeGreaterThan(1)
                .allMatch(event -> event.toString().length() < TransformEvent.MAX_BYTES);
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(40_003);
    }

    @Test
    void rawCopiesAreBackedUpWhateverTheFunctionSays() {
        world.create(
                transformed(0, "BufferIntervalInSeconds", "0")
                        .andThen(d ->
                                d.s3BackupMode("Enabled")
                                        .s3BackupConfiguration(c ->
                                                c.roleARN(World.ROLE)
                                                        .bucketARN("arn:aws:s3:::raw")
                                                        .bufferingHints(h ->
                                                                h.sizeInMBs(1)
                                                                        .intervalInSeconds(60)))));
        world.function.behave(
                event -> FakeFunction.each(event, r -> FakeFunction.result(r, "Dropped")));
        world.put("a", "b");
        world.advance(Duration.ofSeconds(62));

        assertThat(world.bucket.texts("raw/2026/03/01/12/")).containsExactly("ab");
        assertThat(world.bucket.texts("results/")).isEmpty();
        assertThat(world.sum("BackupToS3.Records")).isEqualTo(2);
    }

    @Test
    void whatABucketRefusesGrowsOlderInTheMetrics() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.refuse(1000);
        world.put("a");
        world.advance(Duration.ofMinutes(10));

        assertThat(world.sum("DeliveryToS3.Success")).isZero();
        assertThat(world.sum("DeliveryToS3.DataFreshness")).isGreaterThan(600);
    }

    @Test
    void aRefusingBucketGetsTheSameObjectUntilItTakesIt() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.refuse(3);
        world.put("a");
        world.advance(SECOND);
        world.put("b");
        world.advance(Duration.ofSeconds(30));

        assertThat(world.bucket.texts("")).containsExactly("a", "b");
        assertThat(world.sum("DeliveryToS3.Success")).isEqualTo(2);
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(2);
    }

    @Test
    void aSplitIsFollowedParentsBeforeChildren() {
        world.create(transformed(0, "BufferIntervalInSeconds", "3"));
        world.put("p1", "p2");
        world.stream.shard("left", World.SHARD).shard("right", World.SHARD);
        world.stream.shard("merged", "left", "right");
        world.stream.put("left", World.bytes("l"));
        world.stream.put("right", World.bytes("r"));
        world.stream.put("merged", World.bytes("m"));
        List.of(World.SHARD, "left", "right").forEach(world.stream::close);
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.lines("")).containsExactly("P1", "P2", "L", "R", "M");
        world.restart();
        world.stream.put("merged", World.bytes("later"));
        world.advance(Duration.ofSeconds(20));
        assertThat(world.bucket.lines("")).containsExactly("P1", "P2", "L", "R", "M", "LATER");
    }

    @Test
    void aShardThatIsTrimmedBeforeItsEndIsReadDoesNotHoldUpItsChildren() {
        world.create(transformed(0, "BufferIntervalInSeconds", "3"));
        world.put("a");
        world.advance(SECOND);
        world.stream.shard("left", World.SHARD).remove(World.SHARD);
        world.stream.put("left", World.bytes("l"));
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.lines("")).containsExactly("A", "L");
    }

    @Test
    void aStreamThatIsMadeAnewIsReadFromItsStart() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.put("a");
        world.stream.shard("left", World.SHARD).shard("right", World.SHARD);
        world.stream.close(World.SHARD);
        world.stream.put("left", World.bytes("l"));
        world.advance(Duration.ofSeconds(10));
        world.stream.delete();
        world.advance(SECOND);
        world.stream.make().shard(World.SHARD);
        world.put("b", "c");
        world.advance(Duration.ofSeconds(20));
        world.put("d");
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.texts("")).containsExactly("a", "l", "bc", "d");
        world.kill();
        world.put("e");
        world.advance(Duration.ofSeconds(20));
        assertThat(world.bucket.texts("")).containsExactly("a", "l", "bc", "d", "e");
    }

    @Test
    void aStreamThatIsMadeAnewWhileFirehoseIsDownIsReadFromItsStart() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.put("a");
        world.advance(Duration.ofSeconds(10));
        world.firehose.close();
        world.stream.delete();
        world.advance(SECOND);
        world.stream.make().shard(World.SHARD);
        world.put("b");
        world.kill();
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.texts("")).containsExactly("a", "b");
    }

    @Test
    void whatTheOldStreamStillHasOnTheWayDoesNotMoveTheNewOnesCheckpoint() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(30)));
        world.put("a");
        world.advance(Duration.ofSeconds(10));
        world.stream.delete();
        world.advance(SECOND);
        world.stream.make().shard(World.SHARD);
        // The object that "a" is in waits for its time; "b" joins it.
        world.put("b");
        world.advance(Duration.ofSeconds(60));
        world.kill();
        world.put("c");
        world.advance(Duration.ofSeconds(60));

        assertThat(world.bucket.texts("")).containsExactly("ab", "c");
    }

    @Test
    void deletedMeansNoMoreCallsNoMoreObjectsAndNoCheckpointLeft() {
        world.create(transformed(0, "BufferIntervalInSeconds", "0", "NumberOfRetries", "9"));
        world.function.behave(
                _ -> new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR));
        world.put("a");
        world.advance(Duration.ofSeconds(3));
        int calls = world.function.events.size();
        assertThat(calls).isPositive();

        world.firehose.deleteDeliveryStream(b -> b.deliveryStreamName("posts"));
        world.advance(Duration.ofMinutes(10));

        assertThat(world.function.events).hasSize(calls);
        assertThat(world.bucket.objects).isEmpty();
    }

    @Test
    void anObjectThatIsStoredLateLeavesNoCheckpointOfADeletedStream() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.whileStoring(() -> {
            world.firehose.deleteDeliveryStream(b -> b.deliveryStreamName("posts"));
            world.advance(SECOND);
        });
        world.put("a");
        world.advance(Duration.ofSeconds(3));

        assertThat(world.bucket.texts("")).containsExactly("a");
        assertThat(world.firehose.listDeliveryStreams().deliveryStreamNames()).isEmpty();
        assertThat(world.documents.names("firehose-checkpoints")).isEmpty();
    }

    @Test
    void readingSurvivesThrottlesAndLostIterators() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.put("a");
        world.advance(SECOND);
        for (StreamSource.Trouble trouble : StreamSource.Trouble.values()) {
            world.stream.fail(trouble);
        }
        world.put("b");
        world.advance(Duration.ofSeconds(30));

        assertThat(world.bucket.texts("")).containsExactly("a", "b");
        assertThat(world.sum("ThrottledGetRecords")).isEqualTo(1);
    }

    @Test
    void aRestartGoesOnBehindWhatIsStored() {
        world.create(transformed(30, "BufferIntervalInSeconds", "5"));
        world.put("a", "b");
        world.advance(Duration.ofSeconds(40));
        assertThat(world.bucket.lines("")).containsExactly("A", "B");
        world.put("c");
        // Read and transformed, but not stored yet.
        world.advance(Duration.ofSeconds(10));
        world.restart();
        world.put("d");
        world.advance(Duration.ofSeconds(60));

        assertThat(world.bucket.lines("")).containsExactly("A", "B", "C", "D");
    }

    @Test
    void failedRecordsThatWaitForTheirObjectDoNotHoldUpTheOthers() {
        world.create(transformed(300, "BufferIntervalInSeconds", "0"));
        world.function.behave(event -> {
            world.function.events.clear();
            return FakeFunction.each(
                    event,
                    record ->
                            FakeFunction.result(
                                    record,
                                    FakeFunction.text(record).equals("bad")
                                            ? "ProcessingFailed"
                                            : "Dropped"));
        });
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            world.put("bad", large);
            world.advance(SECOND);
        }

        assertThat(world.sum("DataReadFromKinesisStream.Records")).isEqualTo(200);
    }

    @Test
    void readingStopsWhileABucketTakesNothingAndGoesOnAfterwards() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.refuse(Integer.MAX_VALUE);
        String large = "x".repeat(1 << 20);
        for (int i = 0; i < 100; i++) {
            world.put(large);
            world.advance(SECOND);
        }
        assertThat(world.sum("DataReadFromKinesisStream.Records")).isBetween(60.0, 90.0);

        world.bucket.refuse(0);
        world.advance(Duration.ofSeconds(30));
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(100);
    }

    @Test
    void anUpdateReachesWhatWasRefused() {
        world.create(d ->
                d.bucketARN("arn:aws:s3:::missing")
                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.whenStored(bucket -> {
            if (bucket.endsWith("missing")) {
                throw new ObjectSink.NotStored("S3.NoSuchBucket", "It does not exist.", null);
            }
        });
        world.put("a");
        world.advance(Duration.ofSeconds(5));
        world.put("b");
        world.firehose.updateDestination(b ->
                b.deliveryStreamName("posts")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(
                                u -> u.bucketARN(FakeBucket.ARN).prefix("new/")));
        world.advance(Duration.ofSeconds(30));

        assertThat(world.bucket.texts("results/new/2026/03/01/12/posts-2-"))
                .containsExactly("a", "b");
        assertThat(world.bucket.objects).hasSize(2);
    }

    private void createWithKeysThatAreTooLong() {
        world.create(d ->
                d.prefix("far-too-long/").bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        world.bucket.whenStored(_ -> {
            if (world.bucket.storing.startsWith("far-too-long/")) {
                throw new ObjectSink.NotStored(
                        ObjectSink.NotStored.KEY_TOO_LONG, "Your key is too long", null);
            }
        });
    }

    @Test
    void aKeyThatS3WillNeverTakeIsShortened() {
        createWithKeysThatAreTooLong();
        world.put("a");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.bucket.texts("results/2026/03/01/12/posts-1-")).containsExactly("a");
    }

    @Test
    void anObjectWithAShortenedKeyIsNotStoredTwiceWhenTheAnswerIsLost() {
        createWithKeysThatAreTooLong();
        world.bucket.onceStored(() -> {
            throw new ObjectSink.NotStored("S3.InternalError", "Connection reset", null);
        });
        world.put("a");
        world.advance(Duration.ofSeconds(30));

        assertThat(world.bucket.texts("")).containsExactly("a");
        assertThat(world.sum("DeliveryToS3.Success")).isEqualTo(1);
    }

    @Test
    void aFunctionWhoseTurnComesAfterTheDeliveryStoppedIsNotCalled() {
        world.create(transformed(0, "BufferIntervalInSeconds", "0"));
        world.function.beforeTurn(
                () -> world.firehose.deleteDeliveryStream(b -> b.deliveryStreamName("posts")));
        world.put("a");
        world.advance(Duration.ofMinutes(10));

        assertThat(world.function.events).isEmpty();
        assertThat(world.bucket.objects).isEmpty();
        assertThat(world.sums).doesNotContainKey("posts ExecuteProcessing.Success");
    }

    @Test
    void evenAnErrorLeavesNothingStuck() {
        world.create(transformed(0, "BufferIntervalInSeconds", "0"));
        world.function.behave(event -> {
            if (world.function.events.size() == 1) {
                throw new StackOverflowError();
            }
            return FakeFunction.each(event, FakeFunction::upperCase);
        });
        world.bucket.whileStoring(() -> {
            throw new StackOverflowError();
        });
        world.put("a");
        for (int thrown = 0; thrown < 2; thrown++) {
            assertThatThrownBy(() -> world.advance(Duration.ofSeconds(30)))
                    .isInstanceOf(StackOverflowError.class);
        }
        world.advance(Duration.ofSeconds(30));

        assertThat(world.bucket.texts("")).containsExactly("A\n");
    }

    @Test
    void oneObjectWritesOneCheckpoint() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(60)));
        for (int i = 0; i < 30; i++) {
            world.put("a");
            world.advance(SECOND);
        }
        world.advance(Duration.ofSeconds(60));

        assertThat(world.bucket.texts("")).hasSize(1);
        assertThat(world.writes.get("firehose-checkpoints")).isEqualTo(1);
    }

    @Test
    void aCloseInGoodOrderLeavesNothingToRepeat() {
        world.create(
                transformed(10, "BufferIntervalInSeconds", "0")
                        .andThen(d ->
                                d.s3BackupMode("Enabled")
                                        .s3BackupConfiguration(c ->
                                                c.roleARN(World.ROLE)
                                                        .bucketARN("arn:aws:s3:::raw")
                                                        .bufferingHints(h ->
                                                                h.sizeInMBs(1)
                                                                        .intervalInSeconds(900)))));
        world.put("a");
        world.advance(Duration.ofSeconds(20));
        assertThat(world.bucket.texts("results/")).containsExactly("A\n");
        world.restart();
        world.advance(Duration.ofSeconds(1000));

        assertThat(world.bucket.texts("results/")).containsExactly("A\n");
        assertThat(world.bucket.texts("raw/")).containsExactly("a");
    }

    @Test
    void aCloseDoesNotWaitForABucketThatTakesNothing() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(60)));
        world.put("a");
        world.advance(Duration.ofSeconds(5));
        world.bucket.refuse(1);
        world.restart();
        world.advance(Duration.ofSeconds(100));

        assertThat(world.bucket.texts("")).containsExactly("a");
    }

    @RepeatedTest(5)
    void everyRecordIsAccountedForWhateverTheFunctionAnswersAndHoweverOftenItRestarts() {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        var random = new Random(seed);
        world.create(d ->
                d.prefix("ok/")
                        .errorOutputPrefix("failed/")
                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(7))
                        .processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(World.lambda("BufferIntervalInSeconds", "2"))));
        var dropped = new HashSet<String>();
        world.function.behave(event -> {
            if (random.nextInt(10) == 0) {
                return new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR);
            }
            return FakeFunction.each(
                    event,
                    record ->
                            switch (Math.floorMod(FakeFunction.text(record).hashCode(), 5)) {
                                case 0 -> {
                                    dropped.add(FakeFunction.text(record));
                                    yield FakeFunction.result(record, "Dropped");
                                }
                                case 1 -> FakeFunction.result(record, "ProcessingFailed");
                                case 2 -> FakeFunction.result(record, "Nonsense");
                                default -> FakeFunction.upperCase(record);
                            });
        });
        var sent = new ArrayList<String>();
        boolean restarts = random.nextBoolean();
        for (int round = 0; round < 40; round++) {
            String[] texts = new String[random.nextInt(200)];
            // Dropped posts are told apart by their text alone, so no two may be alike.
            Arrays.setAll(texts, i -> "post " + (sent.size() + i) + " " + random.nextInt());
            sent.addAll(List.of(texts));
            world.put(texts);
            if (random.nextInt(4) == 0) {
                world.bucket.refuse(random.nextInt(3));
            }
            world.advance(Duration.ofMillis(random.nextInt(6000)));
            if (restarts && random.nextInt(8) == 0) {
                world.restart();
            }
        }
        world.advance(Duration.ofMinutes(5));

        List<String> ok = world.bucket.lines("results/ok/");
        List<String> failed = world.bucket.lines("results/failed/");
        var accounted = new HashSet<>(dropped);
        ok.forEach(line -> accounted.add(line.toLowerCase()));
        failed.forEach(line -> accounted.add(raw(line)));
        assertThat(accounted).as("seed %d", seed).isEqualTo(new HashSet<>(sent));
        if (!restarts) {
            assertThat(world.sum("DataReadFromKinesisStream.Records")).isEqualTo(sent.size());
            assertThat(ok.size() + dropped.size() + failed.size())
                    .as("seed %d", seed)
                    .isEqualTo(sent.size());
            assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(ok.size());
        }
    }

    private static String raw(String errorLine) {
        try {
            return new String(
                    JSON.readTree(errorLine).get("rawData").binaryValue(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new AssertionError(errorLine, e);
        }
    }
}
