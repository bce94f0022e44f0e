package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A Firehose among fakes, on a clock that the test advances. */
final class World {
    static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    static final String ROLE = "arn:aws:iam::000000000000:role/firehose";
    static final String SHARD = "shardId-000000000000";

    final ManualTime time = new ManualTime(START);
    final FakeStream stream = new FakeStream(time).shard(SHARD);
    final FakeFunction function = new FakeFunction();
    final FakeBucket bucket = new FakeBucket();
    final MemoryDocumentStore documents = new MemoryDocumentStore();
    final Map<String, Double> sums = new TreeMap<>();
    LocalFirehose firehose = open();

    LocalFirehose open() {
        return new LocalFirehose(
                new Surroundings(
                        CloudIdentity.DEFAULT,
                        stream,
                        function,
                        bucket,
                        documents,
                        (namespace, dimensions, metric, value, _) ->
                                sums.merge(
                                        dimensions.get("DeliveryStreamName") + " " + metric,
                                        value,
                                        Double::sum),
                        FirehoseTiming.LOCAL,
                        time,
                        time,
                        new Random(1)));
    }

    /** As after a kill: nothing of the old one is asked to finish. */
    void restart() {
        firehose.close();
        firehose = open();
    }

    void create(Consumer<ExtendedS3DestinationConfiguration.Builder> destination) {
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("posts")
                        .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                        .kinesisStreamSourceConfiguration(
                                k -> k.kinesisStreamARN(FakeStream.ARN).roleARN(ROLE))
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(ROLE)
                                        .bucketARN(FakeBucket.ARN)
                                        .applyMutation(destination)));
        advance(Duration.ofSeconds(1));
    }

    void advance(Duration by) {
        time.advance(by);
    }

    void put(String... texts) {
        stream.put(SHARD, bytes(texts));
    }

    static byte[][] bytes(String... texts) {
        return Arrays.stream(texts)
                .map(text -> text.getBytes(StandardCharsets.UTF_8))
                .toArray(byte[][]::new);
    }

    double sum(String metric) {
        return sums.getOrDefault("posts " + metric, 0.0);
    }

    static Processor lambda(String... parameters) {
        var all = new ArrayList<ProcessorParameter>();
        all.add(parameter("LambdaArn", FakeFunction.ARN));
        for (int i = 0; i < parameters.length; i += 2) {
            all.add(parameter(parameters[i], parameters[i + 1]));
        }
        return Processor.builder().type("Lambda").parameters(all).build();
    }

    static Processor delimiter(String... delimiter) {
        return Processor.builder()
                .type("AppendDelimiterToRecord")
                .parameters(
                        delimiter.length == 0
                                ? List.of()
                                : List.of(parameter("Delimiter", delimiter[0])))
                .build();
    }

    static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }
}
