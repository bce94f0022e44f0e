package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;
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
import java.util.function.Supplier;

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

    /** How often documents of each kind were written. */
    final Map<String, Integer> writes = new TreeMap<>();

    final FakeRoles roles = new FakeRoles();
    final List<String> log = new ArrayList<>();
    private int life;

    /** Runs before and after everything that leaves a trace outside; may throw. */
    Runnable step = () -> {};

    Surroundings around = surroundings();
    LocalFirehose firehose = new LocalFirehose(around);

    LocalFirehose open() {
        around = surroundings();
        return new LocalFirehose(around);
    }

    private Surroundings surroundings() {
        int mine = ++life;
        return new Surroundings(
                CloudIdentity.DEFAULT,
                roles,
                stream,
                (functionArn, event, begun) ->
                        around(() -> function.invoke(functionArn, event, begun)),
                (bucketArn, key, content) ->
                        around(() -> {
                            bucket.put(bucketArn, key, content);
                            return key;
                        }),
                (group, logStream, _, message) -> log.add(group + " " + logStream + " " + message),
                new SteppedDocuments(),
                (namespace, dimensions, metric, value, _) ->
                        sums.merge(
                                dimensions.get("DeliveryStreamName") + " " + metric,
                                value,
                                Double::sum),
                FirehoseTiming.LOCAL,
                (delay, work) ->
                        time.after(
                                delay,
                                () -> {
                                    if (life == mine) {
                                        work.run();
                                    }
                                }),
                time,
                new Random(mine));
    }

    private <T> T around(Supplier<T> work) {
        step.run();
        T result = work.get();
        step.run();
        return result;
    }

    private final class SteppedDocuments implements DelegatingDocuments {
        @Override
        public DocumentStore kept() {
            return documents;
        }

        @Override
        public void put(String kind, String name, byte[] document) {
            writes.merge(kind, 1, Integer::sum);
            around(() -> {
                documents.put(kind, name, document);
                return name;
            });
        }

        @Override
        public void delete(String kind, String name) {
            around(() -> {
                documents.delete(kind, name);
                return name;
            });
        }
    }

    /** As after a kill: of the old one only what it stored is left. */
    void kill() {
        firehose = open();
    }

    /** In good order: the old one stores what it can. */
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
