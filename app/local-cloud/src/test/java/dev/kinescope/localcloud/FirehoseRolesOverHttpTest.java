package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.s3.S3Client;

import java.util.List;

/** What Firehose says and does when the role it was given may not do its part. */
class FirehoseRolesOverHttpTest {
    private static final String GROUP = "/aws/kinesisfirehose/delivery";
    private static final String READING =
            """
            "kinesis:DescribeStream","kinesis:ListShards","kinesis:GetShardIterator",\
            "kinesis:GetRecords","logs:PutLogEvents"\
            """;

    private LocalCloud cloud;
    private FirehoseClient firehose;
    private KinesisClient kinesis;
    private IamClient iam;
    private S3Client s3;
    private CloudWatchLogsClient logs;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        firehose = Clients.of(cloud, FirehoseClient.builder());
        kinesis = Clients.of(cloud, KinesisClient.builder());
        iam = Clients.of(cloud, IamClient.builder());
        s3 = Clients.of(cloud, S3Client.builder().forcePathStyle(true));
        logs = Clients.of(cloud, CloudWatchLogsClient.builder());
        s3.createBucket(b -> b.bucket("results"));
        logs.createLogGroup(b -> b.logGroupName(GROUP));
        logs.createLogStream(b -> b.logGroupName(GROUP).logStreamName("DestinationDelivery"));
        kinesis.createStream(b -> b.streamName("posts").shardCount(1));
        await().until(() ->
                kinesis.describeStreamSummary(b -> b.streamName("posts"))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    @AfterEach
    void stop() {
        List.of(firehose, kinesis, iam, s3, logs).forEach(client -> client.close());
        cloud.close();
    }

    @Test
    void aRoleThatTrustsAnotherServiceIsRefused() {
        String role = role("lambda.amazonaws.com");

        assertThatThrownBy(() -> firehose.createDeliveryStream(delivery(role)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith(
                        "Firehose is unable to assume role %s. Please check the role provided."
                                .formatted(role));
    }

    @Test
    void aRoleThatMayOnlyDescribeTheSummaryIsRefused() {
        String role = role("firehose.amazonaws.com");
        allow("\"kinesis:DescribeStreamSummary\"");

        assertThatThrownBy(() -> firehose.createDeliveryStream(delivery(role)))
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith(
                        "Role %s is not authorized to perform: kinesis:DescribeStream on resource %s."
                                .formatted(role, cloud.identity().arn("kinesis", "stream/posts")));
    }

    @Test
    void whatTheBucketRefusesIsToldAndStoredOnceTheRoleMay() {
        String role = role("firehose.amazonaws.com");
        allow(READING);
        firehose.createDeliveryStream(delivery(role));
        await().until(() ->
                firehose.describeDeliveryStream(b -> b.deliveryStreamName("delivery"))
                                .deliveryStreamDescription()
                                .deliveryStreamStatus()
                        == DeliveryStreamStatus.ACTIVE);
        kinesis.putRecord(
                b -> b.streamName("posts").partitionKey("k").data(SdkBytes.fromUtf8String("one")));

        await().until(() -> !messages().isEmpty());
        assertThat(messages().getFirst()).contains("\"errorCode\":\"S3.AccessDenied\"");
        assertThat(s3.listObjectsV2(b -> b.bucket("results")).contents()).isEmpty();

        allow(READING + ",\"s3:PutObject\"");
        await().until(() -> !s3.listObjectsV2(b -> b.bucket("results")).contents().isEmpty());
        String key = s3.listObjectsV2(b -> b.bucket("results")).contents().getFirst().key();
        assertThat(s3.getObjectAsBytes(b -> b.bucket("results").key(key)).asUtf8String())
                .isEqualTo("one");
    }

    private CreateDeliveryStreamRequest delivery(String role) {
        return CreateDeliveryStreamRequest.builder()
                .deliveryStreamName("delivery")
                .deliveryStreamType("KinesisStreamAsSource")
                .kinesisStreamSourceConfiguration(k ->
                        k.roleARN(role)
                                .kinesisStreamARN(cloud.identity().arn("kinesis", "stream/posts")))
                .extendedS3DestinationConfiguration(d ->
                        d.roleARN(role)
                                .bucketARN("arn:aws:s3:::results")
                                .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                                .cloudWatchLoggingOptions(l ->
                                        l.enabled(true)
                                                .logGroupName(GROUP)
                                                .logStreamName("DestinationDelivery")))
                .build();
    }

    private String role(String trusted) {
        return iam.createRole(b ->
                        b.roleName("delivery")
                                .assumeRolePolicyDocument(
                                        """
                                        {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                         "Principal":{"Service":"%s"},"Action":"sts:AssumeRole"}]}
                                        """
                                                .formatted(trusted)))
                .role()
                .arn();
    }

    private void allow(String actions) {
        iam.putRolePolicy(b ->
                b.roleName("delivery")
                        .policyName("some")
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                                 "Action":[%s],"Resource":"*"}]}
                                """
                                        .formatted(actions)));
    }

    private List<String> messages() {
        return logs.filterLogEvents(b -> b.logGroupName(GROUP)).events().stream()
                .map(event -> event.message())
                .toList();
    }
}
