package dev.kinescope.localcloud.bench;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamType;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.time.Duration;
import java.util.List;

/** The whole pipeline on one endpoint, made for the benchmark and deleted with it. */
final class BenchPipeline implements AutoCloseable {
    private static final String NAME = "bench-end-to-end";
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":\
            ["lambda.amazonaws.com","firehose.amazonaws.com"]},"Action":"sts:AssumeRole"}]}\
            """;
    private static final String ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}\
            """;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final BenchStream stream;
    private final KinesisClient kinesis;
    private final S3Client s3;
    private final LambdaClient lambda;
    private final FirehoseClient firehose;
    private final IamClient iam;

    private BenchPipeline(Target target) {
        kinesis = target.client(KinesisClient.builder());
        s3 = target.client(S3Client.builder().forcePathStyle(true));
        lambda = target.client(LambdaClient.builder());
        firehose = target.client(FirehoseClient.builder());
        iam = target.client(IamClient.builder());
        stream = BenchStream.create(kinesis, NAME);
    }

    static BenchPipeline create(Target target, SdkBytes zip) throws Exception {
        var pipeline = new BenchPipeline(target);
        try {
            pipeline.create(zip);
            return pipeline;
        } catch (Exception e) {
            pipeline.close();
            throw e;
        }
    }

    private void create(SdkBytes zip) throws Exception {
        String role =
                iam.createRole(r -> r.roleName(NAME).assumeRolePolicyDocument(TRUST)).role().arn();
        iam.putRolePolicy(p -> p.roleName(NAME).policyName("all").policyDocument(ALL));
        s3.createBucket(b -> b.bucket(NAME));
        String function =
                Wait.succeeds("Lambda to know the role", PATIENCE, () -> createFunction(role, zip));
        try (var waiter = lambda.waiter()) {
            waiter.waitUntilFunctionActiveV2(f -> f.functionName(NAME));
        }
        String source =
                kinesis.describeStreamSummary(d -> d.streamName(NAME))
                        .streamDescriptionSummary()
                        .streamARN();
        var processor =
                Processor.builder()
                        .type("Lambda")
                        .parameters(
                                parameter("LambdaArn", function),
                                parameter("BufferSizeInMBs", "1"),
                                parameter("BufferIntervalInSeconds", "1"))
                        .build();
        Wait.succeeds(
                "Firehose to know the role",
                PATIENCE,
                () -> createDelivery(role, source, processor));
        Wait.until(
                "the delivery stream",
                PATIENCE,
                () ->
                        firehose.describeDeliveryStream(d -> d.deliveryStreamName(NAME))
                                        .deliveryStreamDescription()
                                        .deliveryStreamStatus()
                                == DeliveryStreamStatus.ACTIVE);
    }

    private String createFunction(String role, SdkBytes zip) {
        return lambda.createFunction(f ->
                        f.functionName(NAME)
                                .runtime("java25")
                                .handler("dev.kinescope.transform.TransformHandler")
                                .role(role)
                                .memorySize(512)
                                .timeout(60)
                                .code(c -> c.zipFile(zip)))
                .functionArn();
    }

    private String createDelivery(String role, String source, Processor processor) {
        return firehose.createDeliveryStream(d ->
                        d.deliveryStreamName(NAME)
                                .deliveryStreamType(DeliveryStreamType.KINESIS_STREAM_AS_SOURCE)
                                .kinesisStreamSourceConfiguration(
                                        k -> k.kinesisStreamARN(source).roleARN(role))
                                .extendedS3DestinationConfiguration(s ->
                                        s.bucketARN("arn:aws:s3:::" + NAME)
                                                .roleARN(role)
                                                .prefix("posts/")
                                                .errorOutputPrefix("errors/")
                                                .bufferingHints(
                                                        b -> b.sizeInMBs(5).intervalInSeconds(1))
                                                .processingConfiguration(p ->
                                                        p.enabled(true).processors(processor))))
                .deliveryStreamARN();
    }

    private static ProcessorParameter parameter(String name, String value) {
        return ProcessorParameter.builder().parameterName(name).parameterValue(value).build();
    }

    void put(List<PutRecordsRequestEntry> batch) {
        int failed = kinesis.putRecords(p -> p.streamName(NAME).records(batch)).failedRecordCount();
        if (failed > 0) {
            throw new IllegalStateException(failed + " records were refused");
        }
    }

    List<S3Object> objects() {
        return s3.listObjectsV2Paginator(l -> l.bucket(NAME).prefix("posts/")).contents().stream()
                .toList();
    }

    byte[] content(String key) {
        return s3.getObjectAsBytes(g -> g.bucket(NAME).key(key)).asByteArrayUnsafe();
    }

    @Override
    public void close() {
        try (kinesis;
                s3;
                lambda;
                firehose;
                iam) {
            stream.close();
        }
    }
}
