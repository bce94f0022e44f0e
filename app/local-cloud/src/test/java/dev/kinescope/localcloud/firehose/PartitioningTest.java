package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.fasterxml.jackson.databind.node.ObjectNode;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.firehose.model.DynamicPartitioningConfiguration;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Objects by what the function says of each record. */
class PartitioningTest {
    private static final DynamicPartitioningConfiguration ON =
            DynamicPartitioningConfiguration.builder().enabled(true).build();
    private final World world = new World();

    private static Consumer<ExtendedS3DestinationConfiguration.Builder> partitioned(String prefix) {
        return d ->
                d.prefix(prefix)
                        .errorOutputPrefix("failed/")
                        .bufferingHints(h -> h.sizeInMBs(64).intervalInSeconds(60))
                        .dynamicPartitioningConfiguration(ON)
                        .processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(World.lambda("BufferIntervalInSeconds", "0")));
    }

    /** Texts such as {@code en:hello}: the language is what stands before the last colon. */
    private static ObjectNode byLanguage(com.fasterxml.jackson.databind.JsonNode record) {
        ObjectNode answer = FakeFunction.upperCase(record);
        String text = FakeFunction.text(record);
        int colon = text.lastIndexOf(':');
        ObjectNode keys = answer.putObject("metadata").putObject("partitionKeys");
        if (colon >= 0) {
            keys.put("lang", text.substring(0, colon)).put("unused", text);
        }
        return answer;
    }

    @Test
    void eachPartitionHasObjectsOfItsOwnUnderItsEvaluatedPrefix() {
        world.create(partitioned("l=!{partitionKeyFromLambda:lang}/!{timestamp:yyyy/MM}/"));
        world.function.behave(event -> FakeFunction.each(event, PartitioningTest::byLanguage));
        world.put("en:a", "de:b", "en:c", "!{firehose:random-string}:d");
        world.advance(Duration.ofSeconds(62));

        assertThat(world.bucket.texts("results/l=en/2026/03/posts-1-"))
                .containsExactly("EN:A\nEN:C\n");
        assertThat(world.bucket.texts("results/l=de/2026/03/posts-1-")).containsExactly("DE:B\n");
        assertThat(world.bucket.texts("results/l=!{firehose:random-string}/2026/03/")).hasSize(1);
        assertThat(world.sum("DeliveryToS3.Records")).isEqualTo(4);
        assertThat(world.sum("PartitionCount")).isEqualTo(3);
        assertThat(world.sum("PartitionCountExceeded")).isZero();
    }

    @Test
    void aRecordWithoutItsKeyGoesToTheErrorPrefix() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        world.function.behave(event -> FakeFunction.each(event, PartitioningTest::byLanguage));
        world.put("en:a", "nothing", ":empty");
        world.advance(Duration.ofSeconds(62));

        assertThat(world.bucket.texts("results/en/posts-1-")).containsExactly("EN:A\n");
        assertThat(world.bucket.lines("results/failed/processing-failed/"))
                .hasSize(2)
                .allMatch(line ->
                        line.contains(
                                "\"errorCode\":\"DynamicPartitioning.MetadataExtractionFailed\","
                                        + "\"errorMessage\":\"partitionKeys values must not be"
                                        + " null or empty\""));
    }

    @Test
    void aRecordWhosePrefixWouldBeTooLongGoesToTheErrorPrefix() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        world.function.behave(event -> FakeFunction.each(event, PartitioningTest::byLanguage));
        world.put("k".repeat(511) + ":a", "k".repeat(512) + ":b", "\u4e16".repeat(400) + ":c");
        world.advance(Duration.ofSeconds(62));

        assertThat(world.bucket.texts("results/k")).hasSize(1);
        assertThat(world.bucket.lines("results/failed/"))
                .hasSize(2)
                .allMatch(line -> line.contains("The evaluated prefix is longer than 512"));
    }

    @Test
    void theLargestOfManyObjectsGoEarlySoThatMemoryIsBounded() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        DeliveryStream stream = new DeliveryStreams(world.documents).find("posts").orElseThrow();
        PartitionedBuffers buffers = partitions(stream, _ -> {}, () -> 100);
        for (int bytes : new int[] {30, 60, 20}) {
            buffers.add(List.of(item(bytes)), new Receipt(() -> {}));
        }
        world.advance(Duration.ofSeconds(1));

        assertThat(world.bucket.objects).hasSize(1);
        assertThat(world.bucket.texts("results/l60/")).containsExactly("x".repeat(60));
    }

    @Test
    void anUpdateOfTheErrorPrefixReachesFailedRecordsThatWereRefused() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        world.function.behave(event -> FakeFunction.each(event, PartitioningTest::byLanguage));
        world.bucket.refuse(Integer.MAX_VALUE);
        world.put("nothing");
        world.advance(Duration.ofSeconds(65));
        world.firehose.updateDestination(b ->
                b.deliveryStreamName("posts")
                        .currentDeliveryStreamVersionId("1")
                        .destinationId("destinationId-000000000001")
                        .extendedS3DestinationUpdate(u -> u.errorOutputPrefix("moved/")));
        world.bucket.refuse(0);
        world.advance(Duration.ofMinutes(5));

        assertThat(world.bucket.lines("results/moved/processing-failed/")).hasSize(1);
        assertThat(world.bucket.objects).hasSize(1);
    }

    @Test
    void objectsThatGoMeanwhileBecauseOfTheirTimeAreNotCountedAsFilling() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        var buffers = new AtomicReference<ObjectBuffer>();
        DeliveryStream stream = new DeliveryStreams(world.documents).find("posts").orElseThrow();
        // The bound is asked for between two looks at what fills: then its time is up.
        PartitionedBuffers partitions =
                partitions(
                        stream,
                        buffers::set,
                        () -> {
                            buffers.get().deliverNow();
                            return 100;
                        });

        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> partitions.add(List.of(item(200)), new Receipt(() -> {})));
        world.advance(Duration.ofSeconds(1));
        assertThat(world.bucket.texts("results/l200/")).containsExactly("x".repeat(200));
    }

    private PartitionedBuffers partitions(
            DeliveryStream stream, Consumer<ObjectBuffer> made, LongSupplier most) {
        var metrics = new FirehoseMetrics(world.around.metrics(), "posts");
        return new PartitionedBuffers(
                (_, partition) -> {
                    var buffer =
                            new ObjectBuffer(
                                    new ObjectWriter(
                                            ObjectWriter.Kind.DATA,
                                            partition,
                                            () -> stream,
                                            world.around,
                                            metrics,
                                            new DeliveryErrors("arn", world.around)),
                                    () -> {},
                                    () -> stream,
                                    world.around,
                                    new Backlog(stream::destination));
                    made.accept(buffer);
                    return buffer;
                },
                most,
                metrics);
    }

    private static Outcome.Item item(int bytes) {
        return new Outcome.Item(
                "x".repeat(bytes).getBytes(StandardCharsets.UTF_8),
                World.START,
                Map.of("lang", "l" + bytes),
                null);
    }

    @Test
    void whatFindsNoPartitionAnyMoreGoesToTheErrorPrefixAndLaterOnesFindRoomAgain() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));
        world.function.behave(event -> FakeFunction.each(event, PartitioningTest::byLanguage));
        String[] texts = new String[PartitionedBuffers.MOST_ACTIVE + 2];
        Arrays.setAll(texts, i -> "k" + i + ":x");
        world.put(texts);
        world.put("k0:y", "k1:y");
        world.advance(Duration.ofSeconds(62));

        assertThat(world.bucket.lines("results/failed/"))
                .hasSize(2)
                .allMatch(line -> line.contains("ActivePartitionLimitExceeded"));
        assertThat(world.bucket.objects.keySet().stream().filter(key -> key.contains("results/k")))
                .hasSize(PartitionedBuffers.MOST_ACTIVE);
        assertThat(world.sum("PartitionCountExceeded")).isEqualTo(1);

        world.put("new:x");
        world.advance(Duration.ofSeconds(62));
        assertThat(world.bucket.texts("results/new/")).containsExactly("NEW:X\n");
    }

    @Test
    void itIsShownAndCannotBeSwitchedLater() {
        world.create(partitioned("!{partitionKeyFromLambda:lang}/"));

        assertThat(
                        world.firehose
                                .describeDeliveryStream(b -> b.deliveryStreamName("posts"))
                                .deliveryStreamDescription()
                                .destinations()
                                .getFirst()
                                .extendedS3DestinationDescription()
                                .dynamicPartitioningConfiguration())
                .isEqualTo(
                        DynamicPartitioningConfiguration.builder()
                                .enabled(true)
                                .retryOptions(r -> r.durationInSeconds(300))
                                .build());
        assertThatThrownBy(() ->
                        world.firehose.updateDestination(b ->
                                b.deliveryStreamName("posts")
                                        .currentDeliveryStreamVersionId("1")
                                        .destinationId("destinationId-000000000001")
                                        .extendedS3DestinationUpdate(u ->
                                                u.dynamicPartitioningConfiguration(
                                                        p -> p.enabled(false)))))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith(
                        "Dynamic Partitioning can only be enabled or disabled when the delivery"
                                + " stream is created.");
    }

    @Test
    void whatItNeedsIsAskedForAtCreation() {
        String prefix = "!{partitionKeyFromLambda:lang}/";
        refused(
                "BufferingHints.IntervalInSeconds must be at least 60",
                prefix,
                d -> d.bufferingHints(h -> h.sizeInMBs(64).intervalInSeconds(59)));
        refused(
                "BufferingHints.SizeInMBs must be at least 64",
                prefix,
                d -> d.bufferingHints(h -> h.sizeInMBs(63).intervalInSeconds(60)));
        refused("ErrorOutputPrefix can't be null", prefix, d -> d.errorOutputPrefix(null));
        refused("Prefix must contain a Dynamic Partitioning Namespace", "static/", _ -> {});
        refused(
                "Dynamic Partitioning needs a Lambda processor",
                prefix,
                d -> d.processingConfiguration(p -> p.enabled(false)));
        refused(
                "Dynamic Partitioning Namespaces cannot be part of an ErrorOutputPrefix.",
                prefix,
                d -> d.errorOutputPrefix("!{partitionKeyFromLambda:lang}"));
        refused(
                "Prefix contains !{partitionKeyFromQuery:lang}",
                "!{partitionKeyFromQuery:lang}/",
                _ -> {});
        refused(
                "Processor type MetadataExtraction is not offered by the local cloud, which has no"
                        + " JQ.",
                prefix,
                d ->
                        d.processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(
                                                Processor.builder()
                                                        .type("MetadataExtraction")
                                                        .build())));
    }

    private void refused(
            String message,
            String prefix,
            Consumer<ExtendedS3DestinationConfiguration.Builder> broken) {
        assertThatThrownBy(() -> world.create(partitioned(prefix).andThen(broken)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith(message);
    }
}
