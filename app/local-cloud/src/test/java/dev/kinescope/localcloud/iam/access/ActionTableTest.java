package dev.kinescope.localcloud.iam.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.calls.ServiceCall;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.firehose.model.CreateDeliveryStreamRequest;
import software.amazon.awssdk.services.firehose.model.Processor;
import software.amazon.awssdk.services.firehose.model.ProcessorParameter;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.lambda.model.InvokeRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadBucketRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

import java.util.List;
import java.util.Map;
import java.util.Optional;

class ActionTableTest {
    private final ActionTable table =
            new ActionTable(
                    CloudIdentity.DEFAULT,
                    new ResourceNames() {
                        @Override
                        public Optional<String> streamOfToken(String token) {
                            return Optional.empty();
                        }

                        @Override
                        public Optional<String> arnOfSecret(String id) {
                            return id.equals("key")
                                    ? Optional.of("arn:aws:secretsmanager:r:1:secret:key-a1B2c3")
                                    : Optional.empty();
                        }
                    });

    private List<Need> needs(String service, String operation, SdkRequest request) {
        return table.needs(new ServiceCall(service, operation, request)).orElseThrow();
    }

    @Test
    void aStreamWithTagsNeedsTwoPermissions() {
        String stream = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";

        assertThat(
                        needs(
                                "kinesis",
                                "CreateStream",
                                CreateStreamRequest.builder()
                                        .streamName("posts")
                                        .tags(Map.of("a", "1"))
                                        .build()))
                .containsExactly(
                        Need.of("kinesis:CreateStream", stream),
                        Need.of("kinesis:AddTagsToStream", stream));
    }

    @Test
    void aCopyReadsOneObjectAndWritesAnother() {
        assertThat(
                        needs(
                                "s3",
                                "CopyObject",
                                CopyObjectRequest.builder()
                                        .sourceBucket("from")
                                        .sourceKey("a/b")
                                        .destinationBucket("to")
                                        .destinationKey("c")
                                        .tagging("x=1")
                                        .build()))
                .containsExactly(
                        Need.of("s3:GetObject", "arn:aws:s3:::from/a/b"),
                        Need.of("s3:PutObject", "arn:aws:s3:::to/c"),
                        Need.of("s3:PutObjectTagging", "arn:aws:s3:::to/c"));
    }

    @Test
    void operationsAreCheckedByTheActionsOfAws() {
        assertThat(needs("s3", "HeadBucket", HeadBucketRequest.builder().bucket("b").build()))
                .extracting(Need::action)
                .containsExactly("s3:ListBucket");
        assertThat(needs("lambda", "Invoke", InvokeRequest.builder().functionName("f").build()))
                .containsExactly(
                        Need.of(
                                "lambda:InvokeFunction",
                                "arn:aws:lambda:us-east-1:000000000000:function:f"));
        assertThat(
                        needs(
                                "secretsmanager",
                                "GetSecretValue",
                                GetSecretValueRequest.builder().secretId("key").build()))
                .containsExactly(
                        Need.of(
                                "secretsmanager:GetSecretValue",
                                "arn:aws:secretsmanager:r:1:secret:key-a1B2c3"));
    }

    @Test
    void everyRoleOfADeliveryStreamIsPassed() {
        ProcessorParameter role =
                ProcessorParameter.builder().parameterName("RoleArn").parameterValue("r4").build();
        Processor lambda = Processor.builder().type("Lambda").parameters(role).build();
        var request =
                CreateDeliveryStreamRequest.builder()
                        .deliveryStreamName("d")
                        .kinesisStreamSourceConfiguration(source -> source.roleARN("r1"))
                        .extendedS3DestinationConfiguration(s3 ->
                                s3.roleARN("r2")
                                        .s3BackupConfiguration(backup -> backup.roleARN("r3"))
                                        .processingConfiguration(with -> with.processors(lambda)))
                        .build();

        assertThat(needs("firehose", "CreateDeliveryStream", request))
                .filteredOn(need -> need.action().equals("iam:PassRole"))
                .extracting(need -> need.resources().getFirst())
                .containsExactlyInAnyOrder("r1", "r2", "r3", "r4");
    }
}
