package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The whole way, Kinesis to S3 through a real function, with the SDK's clients over HTTP. */
class FirehoseOverHttpTest {
    private LocalCloud cloud;
    private FirehoseClient firehose;
    private KinesisClient kinesis;
    private LambdaClient lambda;
    private IamClient iam;
    private S3Client s3;
    private CloudWatchLogsClient logs;
    private CloudWatchClient metrics;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        firehose = Clients.of(cloud, FirehoseClient.builder());
        kinesis = Clients.of(cloud, KinesisClient.builder());
        lambda = Clients.of(cloud, LambdaClient.builder());
        iam = Clients.of(cloud, IamClient.builder());
        s3 = Clients.of(cloud, S3Client.builder().forcePathStyle(true));
        logs = Clients.of(cloud, CloudWatchLogsClient.builder());
        metrics = Clients.of(cloud, CloudWatchClient.builder());
    }

    @AfterEach
    void stop() {
        List.of(firehose, kinesis, lambda, iam, s3, logs, metrics)
                .forEach(client -> client.close());
        cloud.close();
    }

    @Test
    void recordsRunThroughTheFunctionIntoTheBucketAndAllAreCounted() {
        String role = role();
        kinesis.createStream(b -> b.streamName("posts").shardCount(2));
        await().until(() ->
                kinesis.describeStreamSummary(b -> b.streamName("posts"))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
        s3.createBucket(b -> b.bucket("results"));
        String function =
                lambda.createFunction(b ->
                                b.functionName("newlines")
                                        .runtime("java25")
                                        .handler(NewlineHandler.class.getName())
                                        .role(role)
                                        .timeout(30)
                                        .code(c -> c.zipFile(zip())))
                        .functionArn();
        lambda.waiter().waitUntilFunctionActiveV2(b -> b.functionName("newlines"));
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("delivery")
                        .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                        .kinesisStreamSourceConfiguration(k ->
                                k.roleARN(role)
                                        .kinesisStreamARN(
                                                cloud.identity().arn("kinesis", "stream/posts")))
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(role)
                                        .bucketARN("arn:aws:s3:::results")
                                        .prefix("ok/!{timestamp:yyyy}/")
                                        .errorOutputPrefix("!{firehose:error-output-type}/")
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(1))
                                        .processingConfiguration(p ->
                                                p.enabled(true).processors(processor(function)))));
        awaitActive();

        List<String> good = IntStream.range(0, 990).mapToObj(i -> "post " + i).toList();
        put(good);
        put(IntStream.range(0, 10).mapToObj(i -> "bad " + i).toList());

        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        lines("ok/").size() >= 990 && lines("processing-failed/").size() >= 10);
        assertThat(lines("ok/")).containsExactlyInAnyOrderElementsOf(good);
        assertThat(lines("processing-failed/"))
                .hasSize(10)
                .allMatch(line -> line.contains("\"errorCode\":\"Lambda.ProcessingFailedStatus\""));
        assertThat(sum("DataReadFromKinesisStream.Records")).isEqualTo(1000);
        assertThat(sum("SucceedProcessing.Records")).isEqualTo(990);
        // Counted just after the object can be seen.
        await().untilAsserted(() -> assertThat(sum("DeliveryToS3.Records")).isEqualTo(990));
    }

    @Test
    void whatAFunctionThatIsNotThereFailsIsKeptAndLogged() {
        s3.createBucket(b -> b.bucket("results"));
        logs.createLogGroup(b -> b.logGroupName("/aws/kinesisfirehose/delivery"));
        logs.createLogStream(b ->
                b.logGroupName("/aws/kinesisfirehose/delivery")
                        .logStreamName("DestinationDelivery"));
        String role = role();
        String function = cloud.identity().arn("lambda", "function:none");
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("delivery")
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(role)
                                        .bucketARN("arn:aws:s3:::results")
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                                        .cloudWatchLoggingOptions(l ->
                                                l.enabled(true)
                                                        .logGroupName(
                                                                "/aws/kinesisfirehose/delivery")
                                                        .logStreamName("DestinationDelivery"))
                                        .processingConfiguration(p ->
                                                p.enabled(true).processors(processor(function)))));
        awaitActive();
        firehose.putRecord(b -> b.deliveryStreamName("delivery").record(of("one")));

        await().atMost(Duration.ofSeconds(30)).until(() -> !lines("processing-failed/").isEmpty());
        assertThat(lines("processing-failed/"))
                .singleElement()
                .asString()
                .contains("\"rawData\":\"b25l\",\"errorCode\":\"Lambda.ResourceNotFound\"")
                .contains("\"attemptsMade\":4");
        assertThat(
                        logs.filterLogEvents(b -> b.logGroupName("/aws/kinesisfirehose/delivery"))
                                .events())
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.logStreamName()).isEqualTo("DestinationDelivery");
                    assertThat(event.message())
                            .contains("\"errorCode\":\"Lambda.ResourceNotFound\"")
                            .contains("\"processor\":\"" + function + "\"");
                });
    }

    @Test
    void directPutsLandAndErrorsComeBackTyped() {
        String role = role();
        s3.createBucket(b -> b.bucket("results"));
        firehose.createDeliveryStream(b ->
                b.deliveryStreamName("delivery")
                        .extendedS3DestinationConfiguration(d ->
                                d.roleARN(role)
                                        .bucketARN("arn:aws:s3:::results")
                                        .compressionFormat("GZIP")
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))));
        awaitActive();
        firehose.putRecordBatch(
                b -> b.deliveryStreamName("delivery").records(of("one\n"), of("two\n")));

        await().until(() -> !s3.listObjectsV2(b -> b.bucket("results")).contents().isEmpty());
        var object = s3.listObjectsV2(b -> b.bucket("results")).contents().getFirst();
        assertThat(object.key()).matches("\\d{4}/\\d\\d/\\d\\d/\\d\\d/delivery-1-.*\\.gz");
        assertThat(s3.headObject(b -> b.bucket("results").key(object.key())).contentEncoding())
                .isEqualTo("gzip");
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(() ->
                                firehose.describeDeliveryStream(b -> b.deliveryStreamName("none"))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith("Firehose none under account 000000000000 not found.");
        assertThat(
                        org.assertj.core.api.Assertions.catchThrowable(() ->
                                firehose.createDeliveryStream(b -> b.deliveryStreamName("x"))))
                .isInstanceOf(InvalidArgumentException.class);
    }

    private String role() {
        String arn = makeRole();
        iam.putRolePolicy(b ->
                b.roleName("pipeline")
                        .policyName("all")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                 "Action":"*","Resource":"*"}]}
                                """));
        return arn;
    }

    private String makeRole() {
        return iam.createRole(b ->
                        b.roleName("pipeline")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                         "Principal":{"Service":["lambda.amazonaws.com",
                                         "firehose.amazonaws.com"]},
                                         "Action":"sts:AssumeRole"}]}
                                        """))
                .role()
                .arn();
    }

    private void awaitActive() {
        await().until(() ->
                firehose.describeDeliveryStream(b -> b.deliveryStreamName("delivery"))
                                .deliveryStreamDescription()
                                .deliveryStreamStatus()
                        == DeliveryStreamStatus.ACTIVE);
    }

    private void put(List<String> texts) {
        for (int from = 0; from < texts.size(); from += 500) {
            var entries =
                    texts.subList(from, Math.min(from + 500, texts.size())).stream()
                            .map(text ->
                                    PutRecordsRequestEntry.builder()
                                            .partitionKey(text)
                                            .data(SdkBytes.fromUtf8String(text))
                                            .build())
                            .toList();
            assertThat(
                            kinesis.putRecords(b -> b.streamName("posts").records(entries))
                                    .failedRecordCount())
                    .isZero();
        }
    }

    private List<String> lines(String prefix) {
        var lines = new ArrayList<String>();
        for (var object :
                s3.listObjectsV2Paginator(b -> b.bucket("results").prefix(prefix)).contents()) {
            s3.getObjectAsBytes(b -> b.bucket("results").key(object.key()))
                    .asUtf8String()
                    .lines()
                    .forEach(lines::add);
        }
        return lines;
    }

    private double sum(String metric) {
        return metrics
                .getMetricStatistics(b ->
                        b.namespace("AWS/Firehose")
                                .metricName(metric)
                                .dimensions(
                                        Dimension.builder()
                                                .name("DeliveryStreamName")
                                                .value("delivery")
                                                .build())
                                .period(60)
                                .statisticsWithStrings("Sum")
                                .startTime(Instant.now().minusSeconds(600))
                                .endTime(Instant.now().plusSeconds(60)))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }

    private static Record of(String text) {
        return Record.builder().data(SdkBytes.fromUtf8String(text)).build();
    }

    private static Processor processor(String functionArn) {
        return Processor.builder()
                .type("Lambda")
                .parameters(
                        ProcessorParameter.builder()
                                .parameterName("LambdaArn")
                                .parameterValue(functionArn)
                                .build(),
                        ProcessorParameter.builder()
                                .parameterName("BufferIntervalInSeconds")
                                .parameterValue("0")
                                .build())
                .build();
    }

    private static SdkBytes zip() {
        String path = NewlineHandler.class.getName().replace('.', '/') + ".class";
        var bytes = new ByteArrayOutputStream();
        try (var zip = new ZipOutputStream(bytes);
                InputStream classFile = NewlineHandler.class.getResourceAsStream("/" + path)) {
            zip.putNextEntry(new ZipEntry(path));
            classFile.transferTo(zip);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return SdkBytes.fromByteArray(bytes.toByteArray());
    }
}
