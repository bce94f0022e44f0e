package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.ConcurrentModificationException;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamDescription;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationDescription;
import software.amazon.awssdk.services.firehose.model.PutRecordBatchResponseEntry;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.Tag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

class LocalFirehoseTest {
    private final World world = new World();

    @Test
    void aDeliveryStreamIsCreatingThenActiveThenDeletedAndGone() {
        createDirectPut("direct");
        assertThat(describe("direct").deliveryStreamStatusAsString()).isEqualTo("CREATING");
        assertThat(
                        assertError(
                                "ResourceInUseException",
                                "Firehose direct under accountId 000000000000 is in state CREATING"
                                        + " and cannot be deleted now.",
                                () ->
                                        world.firehose.deleteDeliveryStream(
                                                b -> b.deliveryStreamName("direct"))))
                .isInstanceOf(ResourceInUseException.class);
        world.advance(Duration.ofSeconds(1));
        assertThat(describe("direct").deliveryStreamStatusAsString()).isEqualTo("ACTIVE");

        world.firehose.deleteDeliveryStream(b -> b.deliveryStreamName("direct"));
        assertThat(describe("direct").deliveryStreamStatusAsString()).isEqualTo("DELETING");
        world.advance(Duration.ofSeconds(1));

        assertThat(
                        assertError(
                                "ResourceNotFoundException",
                                "Firehose direct under account 000000000000 not found.",
                                () -> describe("direct")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aDescriptionHoldsAllThatWasGivenAndTheDefaults() {
        world.create(d ->
                d.prefix("p/")
                        .processingConfiguration(p -> p.enabled(true).processors(World.lambda())));

        DeliveryStreamDescription posts = describe("posts");

        assertThat(posts.deliveryStreamARN())
                .isEqualTo("arn:aws:firehose:us-east-1:000000000000:deliverystream/posts");
        assertThat(posts.deliveryStreamTypeAsString()).isEqualTo("KinesisStreamAsSource");
        assertThat(posts.versionId()).isEqualTo("1");
        assertThat(posts.createTimestamp()).isEqualTo(World.START);
        assertThat(posts.source().kinesisStreamSourceDescription().kinesisStreamARN())
                .isEqualTo(FakeStream.ARN);
        assertThat(posts.destinations()).hasSize(1);
        assertThat(posts.destinations().getFirst().destinationId())
                .isEqualTo("destinationId-000000000001");
        ExtendedS3DestinationDescription s3 = destination("posts");
        assertThat(s3.bucketARN()).isEqualTo(FakeBucket.ARN);
        assertThat(s3.prefix()).isEqualTo("p/");
        assertThat(s3.bufferingHints().sizeInMBs()).isEqualTo(5);
        assertThat(s3.bufferingHints().intervalInSeconds()).isEqualTo(300);
        assertThat(s3.compressionFormatAsString()).isEqualTo("UNCOMPRESSED");
        assertThat(s3.s3BackupModeAsString()).isEqualTo("Disabled");
        assertThat(s3.processingConfiguration().processors()).containsExactly(World.lambda());
        assertThat(posts.destinations().getFirst().s3DestinationDescription().prefix())
                .isEqualTo("p/");
    }

    @Test
    void anUpdateMergesMembersReplacesProcessingAndCountsTheVersion() {
        world.create(d ->
                d.prefix("p/")
                        .bufferingHints(h -> h.sizeInMBs(3).intervalInSeconds(60))
                        .processingConfiguration(p ->
                                p.enabled(true).processors(World.lambda(), World.delimiter())));

        world.firehose.updateDestination(b ->
                b.deliveryStreamName("posts")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(u ->
                                u.compressionFormat("GZIP")
                                        .processingConfiguration(p ->
                                                p.enabled(true).processors(World.delimiter()))));

        ExtendedS3DestinationDescription s3 = destination("posts");
        assertThat(describe("posts").versionId()).isEqualTo("2");
        assertThat(s3.prefix()).isEqualTo("p/");
        assertThat(s3.bufferingHints().sizeInMBs()).isEqualTo(3);
        assertThat(s3.compressionFormatAsString()).isEqualTo("GZIP");
        assertThat(s3.processingConfiguration().processors()).containsExactly(World.delimiter());
        assertThat(
                        assertError(
                                "ConcurrentModificationException",
                                "Cannot update firehose: posts since the current version id: 2 and"
                                        + " specified version id: 1 do not match",
                                () -> update("1", u -> u.prefix("x/"))))
                .isInstanceOf(ConcurrentModificationException.class);

        world.put("a");
        world.advance(Duration.ofSeconds(62));
        assertThat(world.bucket.texts("results/p/2026/03/01/12/posts-2-")).containsExactly("a\n");
    }

    @Test
    void backupCanBeTurnedOnButNotOff() {
        world.create(_ -> {});
        update("1", u -> u.s3BackupMode("Disabled"));
        assertError(
                "InvalidArgumentException",
                "S3BackupConfiguration must be provided when S3BackupMode is Enabled.",
                () -> update("2", u -> u.s3BackupMode("Enabled")));
        update(
                "2",
                u ->
                        u.s3BackupMode("Enabled")
                                .s3BackupUpdate(
                                        s -> s.roleARN(World.ROLE).bucketARN("arn:aws:s3:::raw")));
        assertError(
                "InvalidArgumentException",
                "S3BackupMode cannot be disabled once it has been enabled.",
                () -> update("3", u -> u.s3BackupMode("Disabled")));
    }

    @Test
    void directPutsAreDeliveredAlsoAfterARestart() {
        createDirectPut("direct");
        world.advance(Duration.ofSeconds(1));
        String id =
                world.firehose
                        .putRecord(b -> b.deliveryStreamName("direct").record(of("a")))
                        .recordId();
        var batch =
                world.firehose.putRecordBatch(
                        b -> b.deliveryStreamName("direct").records(of("b"), of("c")));
        assertThat(batch.failedPutCount()).isZero();
        assertThat(batch.requestResponses())
                .extracting(PutRecordBatchResponseEntry::recordId)
                .doesNotHaveDuplicates()
                .doesNotContain(id)
                .hasSize(2);

        world.kill();
        world.firehose.putRecord(b -> b.deliveryStreamName("direct").record(of("d")));
        world.advance(Duration.ofSeconds(301));
        world.restart();
        world.advance(Duration.ofSeconds(301));

        assertThat(world.bucket.texts("")).containsExactly("abcd");
        assertThat(world.sums.get("direct IncomingRecords")).isEqualTo(4);
        assertThat(world.sums.get("direct DeliveryToS3.Records")).isEqualTo(4);
    }

    @Test
    void namesThatDifferInCaseOnlyAreApartOnEveryFileSystem() {
        createDirectPut("posts.");
        createDirectPut("Posts.");
        world.advance(Duration.ofSeconds(1));
        for (String name : List.of("posts.", "Posts.")) {
            world.firehose.putRecord(b -> b.deliveryStreamName(name).record(of(name)));
        }

        assertThat(world.writes.keySet())
                .contains("firehose-puts-posts%2e", "firehose-puts-%50osts%2e");
    }

    @Test
    void putsAreCheckedAndRefusedOnAStreamThatReadsKinesis() {
        world.create(_ -> {});
        assertError(
                "InvalidArgumentException",
                "This operation is not permitted on KinesisStreamAsSource delivery stream type.",
                () -> world.firehose.putRecord(b -> b.deliveryStreamName("posts").record(of("a"))));
        assertError(
                "ValidationException",
                "1 validation error detected: Value at 'records' failed to satisfy constraint:"
                        + " Member must have length less than or equal to 500",
                () ->
                        world.firehose.putRecordBatch(b ->
                                b.deliveryStreamName("posts")
                                        .records(Collections.nCopies(501, of("a")))));
        assertError(
                "ValidationException",
                "1 validation error detected: Value at 'records.1.member.data' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 1024000",
                () ->
                        world.firehose.putRecord(b ->
                                b.deliveryStreamName("posts").record(of("a".repeat(1_024_001)))));
    }

    @Test
    void recordsThatCannotBeKeptAreNotCounted() {
        createDirectPut("direct");
        world.advance(Duration.ofSeconds(1));
        world.step =
                () -> {
                    throw new UncheckedIOException(new IOException("No space left on device"));
                };

        assertThatThrownBy(() ->
                        world.firehose.putRecord(
                                b -> b.deliveryStreamName("direct").record(of("a"))))
                .isInstanceOf(UncheckedIOException.class);

        world.step = () -> {};
        assertThat(world.sums).doesNotContainKey("direct IncomingRecords");
    }

    @Test
    void deliveryStreamsAreListedInPages() {
        for (int i = 0; i < 12; i++) {
            createDirectPut("s%02d".formatted(i));
        }
        var first = world.firehose.listDeliveryStreams();
        assertThat(first.deliveryStreamNames()).hasSize(10);
        assertThat(first.hasMoreDeliveryStreams()).isTrue();
        var second =
                world.firehose.listDeliveryStreams(b -> b.exclusiveStartDeliveryStreamName("s09"));
        assertThat(second.deliveryStreamNames()).containsExactly("s10", "s11");
        assertThat(second.hasMoreDeliveryStreams()).isFalse();
        assertThat(
                        world.firehose
                                .listDeliveryStreams(
                                        b -> b.deliveryStreamType("KinesisStreamAsSource"))
                                .deliveryStreamNames())
                .isEmpty();
    }

    @Test
    void tagsAreAddedListedAndRemoved() {
        createDirectPut("direct");
        world.firehose.tagDeliveryStream(
                b -> b.deliveryStreamName("direct").tags(tag("a", "1"), tag("b", "2")));
        world.firehose.untagDeliveryStream(b -> b.deliveryStreamName("direct").tagKeys("a"));

        assertThat(
                        world.firehose
                                .listTagsForDeliveryStream(b -> b.deliveryStreamName("direct"))
                                .tags())
                .containsExactly(tag("b", "2"));
    }

    @Test
    void aNameIsTakenOnce() {
        createDirectPut("direct");
        assertError(
                "ResourceInUseException",
                "Firehose direct under accountId 000000000000 already exists",
                () -> createDirectPut("direct"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void aCreationThatBreaksARuleIsRefused(
            String message, Consumer<CreateDeliveryStreamRequest.Builder> broken) {
        var error =
                catchThrowableOfType(
                        AwsServiceException.class,
                        () ->
                                world.firehose.createDeliveryStream(b ->
                                        b.deliveryStreamName("s")
                                                .extendedS3DestinationConfiguration(s3(_ -> {}))
                                                .applyMutation(broken)));

        assertThat(error).isNotNull();
        assertThat(error.awsErrorDetails().errorMessage()).isEqualTo(message);
        assertThat(error.statusCode()).isEqualTo(400);
    }

    static Stream<Arguments> aCreationThatBreaksARuleIsRefused() {
        String prefix = "1 validation error detected: Value ";
        String at = "'extendedS3DestinationConfiguration.";
        String failed = "failed to satisfy constraint: Member must ";
        return Stream.of(
                broken(
                        prefix
                                + "'a b' at 'deliveryStreamName' "
                                + failed
                                + "satisfy regular expression pattern: [a-zA-Z0-9_.-]+",
                        b -> b.deliveryStreamName("a b")),
                broken(
                        prefix
                                + "at 'deliveryStreamName' "
                                + failed
                                + "have length less than or equal to 64",
                        b -> b.deliveryStreamName("a".repeat(65))),
                broken(
                        "Exactly one destination configuration is supported for a Firehose",
                        b ->
                                b.extendedS3DestinationConfiguration(
                                        (ExtendedS3DestinationConfiguration) null)),
                broken(
                        "2 validation errors detected: Value null at "
                                + at
                                + "roleARN' "
                                + failed
                                + "not be null; Value null at "
                                + at
                                + "bucketARN' "
                                + failed
                                + "not be null",
                        b -> b.extendedS3DestinationConfiguration(d -> d.prefix("x"))),
                destination(
                        prefix
                                + "at "
                                + at
                                + "compressionFormat' "
                                + failed
                                + "satisfy enum value set: [UNCOMPRESSED, GZIP, ZIP, Snappy,"
                                + " HADOOP_SNAPPY]",
                        d -> d.compressionFormat("gzip")),
                destination(
                        prefix
                                + "'901' at "
                                + at
                                + "bufferingHints.intervalInSeconds' "
                                + failed
                                + "have value less than or equal to 900",
                        d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(901))),
                destination(
                        prefix
                                + "'0' at "
                                + at
                                + "bufferingHints.sizeInMBs' "
                                + failed
                                + "have value greater than or equal to 1",
                        d -> d.bufferingHints(h -> h.sizeInMBs(0).intervalInSeconds(1))),
                destination(
                        "BufferingHints must specify both SizeInMBs and IntervalInSeconds, or"
                                + " neither.",
                        d -> d.bufferingHints(h -> h.sizeInMBs(1))),
                destination(
                        "ErrorOutputPrefix can't be null when Prefix contains expressions",
                        d -> d.prefix("!{timestamp:yyyy}/")),
                destination(
                        "Dynamic Partitioning Namespaces can only be part of a prefix expression"
                                + " when Dynamic Partitioning is enabled.",
                        d -> d.prefix("!{partitionKeyFromLambda:k}/").errorOutputPrefix("e")),
                destination(
                        "Prefix contains the invalid timestamp format bbb.",
                        d -> d.prefix("!{timestamp:bbb}/").errorOutputPrefix("e")),
                destination(
                        "Prefix contains the invalid timestamp format pH.",
                        d -> d.prefix("!{timestamp:pH}/").errorOutputPrefix("e")),
                destination(
                        "Prefix must not be longer than 512 characters when it is evaluated.",
                        d -> d.prefix("p".repeat(513))),
                destination(
                        "ErrorOutputPrefix must not be longer than 512 characters when it is"
                                + " evaluated.",
                        d -> d.errorOutputPrefix("e".repeat(513))),
                destination(
                        "Prefix contains an expression of the unknown namespace time.",
                        d -> d.prefix("!{time:yyyy}/").errorOutputPrefix("e")),
                destination(
                        "Prefix contains an expression that is not closed.",
                        d -> d.prefix("!{timestamp:yyyy").errorOutputPrefix("e")),
                destination(
                        "Prefix cannot contain !{firehose:error-output-type}.",
                        d -> d.prefix("!{firehose:error-output-type}").errorOutputPrefix("e")),
                destination(
                        "ErrorOutputPrefix must contain !{firehose:error-output-type} when it"
                                + " contains expressions.",
                        d -> d.errorOutputPrefix("!{timestamp:yyyy}")),
                destination(
                        "CustomTimeZone Mars/Base is not valid.",
                        d -> d.customTimeZone("Mars/Base")),
                destination(
                        "Only one Lambda processor is allowed in a processing configuration.",
                        d ->
                                d.processingConfiguration(
                                        p -> p.processors(World.lambda(), World.lambda()))),
                destination(
                        "Processor parameter BufferSizeInMBs must be between 0.2 and 3.0.",
                        d ->
                                d.processingConfiguration(
                                        p -> p.processors(World.lambda("BufferSizeInMBs", "4")))),
                destination(
                        "Processor parameter BufferIntervalInSeconds must be a whole number between"
                                + " 0 and 900.",
                        d ->
                                d.processingConfiguration(p ->
                                        p.processors(
                                                World.lambda("BufferIntervalInSeconds", "soon")))),
                broken(
                        "KinesisStreamSourceConfiguration must be specified for"
                                + " KinesisStreamAsSource delivery stream type.",
                        b -> b.deliveryStreamType("KinesisStreamAsSource")),
                broken(
                        "Stream other under account 000000000000 not found.",
                        b ->
                                b.deliveryStreamType("KinesisStreamAsSource")
                                        .kinesisStreamSourceConfiguration(k ->
                                                k.roleARN(World.ROLE)
                                                        .kinesisStreamARN(
                                                                "arn:aws:kinesis:us-east-1:000000000000:stream/other"))));
    }

    private static Arguments broken(
            String message, Consumer<CreateDeliveryStreamRequest.Builder> broken) {
        return Arguments.of(message, broken);
    }

    private static Arguments destination(
            String message, Consumer<ExtendedS3DestinationConfiguration.Builder> broken) {
        return broken(message, b -> b.extendedS3DestinationConfiguration(s3(broken)));
    }

    private static ExtendedS3DestinationConfiguration s3(
            Consumer<ExtendedS3DestinationConfiguration.Builder> more) {
        return ExtendedS3DestinationConfiguration.builder()
                .roleARN(World.ROLE)
                .bucketARN(FakeBucket.ARN)
                .applyMutation(more)
                .build();
    }

    private void createDirectPut(String name) {
        world.firehose.createDeliveryStream(
                b -> b.deliveryStreamName(name).extendedS3DestinationConfiguration(s3(_ -> {})));
    }

    private void update(
            String version,
            Consumer<
                            software.amazon.awssdk.services.firehose.model
                                    .ExtendedS3DestinationUpdate.Builder>
                    change) {
        world.firehose.updateDestination(b ->
                b.deliveryStreamName("posts")
                        .currentDeliveryStreamVersionId(version)
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(change));
    }

    private DeliveryStreamDescription describe(String name) {
        return world.firehose
                .describeDeliveryStream(b -> b.deliveryStreamName(name))
                .deliveryStreamDescription();
    }

    private ExtendedS3DestinationDescription destination(String name) {
        return describe(name).destinations().getFirst().extendedS3DestinationDescription();
    }

    private static Record of(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text)).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static AwsServiceException assertError(
            String code, String message, ThrowingCallable work) {
        var error = catchThrowableOfType(AwsServiceException.class, work);
        assertThat(error).as(code).isNotNull();
        assertThat(
                        List.of(
                                error.awsErrorDetails().errorCode(),
                                error.awsErrorDetails().errorMessage()))
                .isEqualTo(List.of(code, message));
        return error;
    }
}
