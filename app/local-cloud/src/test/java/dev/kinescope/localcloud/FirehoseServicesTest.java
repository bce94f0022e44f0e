package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.firehose.FirehoseTiming;
import dev.kinescope.localcloud.firehose.LocalFirehose;
import dev.kinescope.localcloud.firehose.Surroundings;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.store.DirectoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.time.SystemScheduler;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.lambda.model.InvokeResponse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Firehose among the real Kinesis and S3 of the local cloud, with a function in this process. */
class FirehoseServicesTest {
    private static final String ROLE = "arn:aws:iam::000000000000:role/firehose";
    private static final int COUNT = 20_000;

    /** Answers every record with itself and a newline. */
    private static final class Newlines implements LambdaClient {
        private final ObjectMapper json = new ObjectMapper();

        @Override
        public InvokeResponse invoke(InvokeRequest request) {
            try {
                var answer = json.createObjectNode();
                var records = answer.putArray("records");
                for (JsonNode record :
                        json.readTree(request.payload().asUtf8String()).get("records")) {
                    String text = new String(record.get("data").binaryValue(), UTF_8);
                    records.addObject()
                            .put("recordId", record.get("recordId").textValue())
                            .put("result", "Ok")
                            .put("data", (text + "\n").getBytes(UTF_8));
                }
                return InvokeResponse.builder()
                        .statusCode(200)
                        .payload(SdkBytes.fromByteArrayUnsafe(json.writeValueAsBytes(answer)))
                        .build();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public String serviceName() {
            return "lambda";
        }

        @Override
        public void close() {}
    }

    @TempDir Path directory;

    private final Clock clock = Clock.systemUTC();
    private final SystemScheduler scheduler = new SystemScheduler();
    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private final Map<String, Double> sums = new ConcurrentHashMap<>();
    private final LocalKinesis kinesis =
            new LocalKinesis(
                    CloudIdentity.DEFAULT,
                    documents,
                    _ -> new MemoryRecordLog(),
                    (_, _, _, _, _) -> {},
                    clock,
                    scheduler,
                    Duration.ofMillis(50),
                    ShardRates.UNLIMITED);
    private DirectoryBlobStore blobs;
    private LocalS3 s3;
    private LocalFirehose firehose;

    @BeforeEach
    void start() {
        blobs = DirectoryBlobStore.open(directory, clock);
        s3 = new LocalS3(CloudIdentity.DEFAULT, blobs, documents, clock, UUID::randomUUID);
        firehose =
                new LocalFirehose(
                        new Surroundings(
                                CloudIdentity.DEFAULT,
                                FirehoseServicesTest::acting,
                                new KinesisSource(() -> kinesis),
                                new FunctionTransformer(Newlines::new),
                                new BucketSink(() -> s3),
                                (_, _, _, _) -> {},
                                documents,
                                (_, _, metric, value, _) -> sums.merge(metric, value, Double::sum),
                                FirehoseTiming.LOCAL,
                                scheduler,
                                clock,
                                new SecureRandom()));
    }

    private static <T> T acting(String roleArn, String principal, Supplier<T> work) {
        return work.get();
    }

    @AfterEach
    void stop() {
        firehose.close();
        scheduler.close();
        blobs.close();
    }

    @Test
    void everyRecordOfAStreamThatIsSplitMeanwhileLandsOnce() {
        kinesis.createStream(b -> b.streamName("posts").shardCount(2));
        await().until(() -> state() == StreamStatus.ACTIVE);
        s3.createBucket(b -> b.bucket("results"));
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("delivery")
                        .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                        .kinesisStreamSourceConfiguration(k ->
                                k.roleARN(ROLE)
                                        .kinesisStreamARN(
                                                CloudIdentity.DEFAULT.arn(
                                                        "kinesis", "stream/posts")))
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(ROLE)
                                        .bucketARN("arn:aws:s3:::results")
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(1))
                                        .processingConfiguration(
                                                p -> p.enabled(true).processors(lambda()))));
        await().until(() ->
                firehose.describeDeliveryStream(b -> b.deliveryStreamName("delivery"))
                                .deliveryStreamDescription()
                                .deliveryStreamStatus()
                        == DeliveryStreamStatus.ACTIVE);
        for (int i = 0; i < COUNT; i += 500) {
            put(i);
            if (i == COUNT / 2) {
                split();
            }
        }
        await().atMost(Duration.ofSeconds(60))
                .until(() -> sums.getOrDefault("DeliveryToS3.Records", 0.0) >= COUNT);

        assertThat(lines())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, COUNT).mapToObj(FirehoseServicesTest::text).toList());
        assertThat(sums.get("DataReadFromKinesisStream.Records")).isEqualTo(COUNT);
        assertThat(sums.get("DeliveryToS3.Records")).isEqualTo(COUNT);
    }

    private void put(int from) {
        var entries =
                IntStream.range(from, from + 500)
                        .mapToObj(i ->
                                PutRecordsRequestEntry.builder()
                                        .partitionKey("key " + i)
                                        .data(SdkBytes.fromUtf8String(text(i)))
                                        .build())
                        .toList();
        var answer = kinesis.putRecords(b -> b.streamName("posts").records(entries));
        assertThat(answer.failedRecordCount()).isZero();
    }

    private void split() {
        kinesis.splitShard(b ->
                b.streamName("posts")
                        .shardToSplit("shardId-000000000000")
                        .newStartingHashKey("1" + "0".repeat(37)));
        await().until(() -> state() == StreamStatus.ACTIVE);
    }

    private StreamStatus state() {
        return kinesis.describeStreamSummary(b -> b.streamName("posts"))
                .streamDescriptionSummary()
                .streamStatus();
    }

    private static String text(int number) {
        return "post " + number + " " + "x".repeat(180);
    }

    private static Processor lambda() {
        return Processor.builder()
                .type("Lambda")
                .parameters(
                        parameter(
                                "LambdaArn",
                                "arn:aws:lambda:us-east-1:000000000000:function:transform"),
                        parameter("BufferIntervalInSeconds", "1"))
                .build();
    }

    private static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    private List<String> lines() {
        var lines = new ArrayList<String>();
        for (var object : s3.listObjectsV2Paginator(b -> b.bucket("results")).contents()) {
            s3.getObjectAsBytes(b -> b.bucket("results").key(object.key()))
                    .asUtf8String()
                    .lines()
                    .forEach(lines::add);
        }
        return lines;
    }
}
