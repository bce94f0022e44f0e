package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.auth.RawRequest;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.PolicyEvaluationDecisionType;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a role may do, it may do; what it may not, it is refused in AWS's words. */
class AuthorizationTest {
    private static final String ACCOUNT = "000000000000";
    private static final String WORKER = "arn:aws:iam::" + ACCOUNT + ":role/worker";
    private static final String USER =
            "User: arn:aws:sts::"
                    + ACCOUNT
                    + ":assumed-role/worker/me is not authorized to perform: ";
    private static final String STREAM = "arn:aws:kinesis:us-east-1:" + ACCOUNT + ":stream/posts";

    private LocalCloud cloud;
    private IamClient iam;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        iam = Clients.of(cloud, IamClient.builder());
        iam.createRole(r -> r.roleName("worker").assumeRolePolicyDocument(trust("AWS", ACCOUNT)));
    }

    @AfterEach
    void stop() {
        iam.close();
        cloud.close();
    }

    private static String trust(String kind, String name) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"%s":"%s"},
         "Action":"sts:AssumeRole"}]}\
        """
                .formatted(kind, name);
    }

    private void allow(String action, String resource) {
        policy("Allow", action, resource, "{}");
    }

    private void policy(String effect, String action, String resource, String condition) {
        iam.putRolePolicy(r ->
                r.roleName("worker")
                        .policyName((effect + action).replaceAll("\\W", "-"))
                        .policyDocument(
                                """
                                {"Version":"2012-10-17","Statement":[{"Effect":"%s","Action":"%s",
                                 "Resource":"%s","Condition":%s}]}\
                                """
                                        .formatted(effect, action, resource, condition)));
    }

    /** A client that acts as the role. */
    private <B extends AwsClientBuilder<B, C>, C> C worker(AwsClientBuilder<B, C> builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(session()))
                .build();
    }

    private AwsSessionCredentials session() {
        try (StsClient sts = Clients.of(cloud, StsClient.builder())) {
            Credentials keys =
                    sts.assumeRole(r -> r.roleArn(WORKER).roleSessionName("me")).credentials();
            return AwsSessionCredentials.create(
                    keys.accessKeyId(), keys.secretAccessKey(), keys.sessionToken());
        }
    }

    private static void assertRefused(
            ThrowingCallable call, int status, String code, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.statusCode()).isEqualTo(status);
                        });
    }

    private static String none(String action, String resource) {
        return USER
                + action
                + (resource.isEmpty() ? "" : " on resource: " + resource)
                + " because no identity-based policy allows the "
                + action
                + " action";
    }

    @Test
    void aSessionIsKnownByTheIdOfItsRole() {
        allow("sts:GetCallerIdentity", "*");
        try (StsClient sts = worker(StsClient.builder())) {
            String role = iam.getRole(r -> r.roleName("worker")).role().roleId();

            assertThat(sts.getCallerIdentity().userId()).isEqualTo(role + ":me");
        }
    }

    @Test
    void aRolePutsOnlyOnTheStreamsItMay() {
        try (KinesisClient root = Clients.of(cloud, KinesisClient.builder());
                KinesisClient kinesis = worker(KinesisClient.builder())) {
            create(root, "posts");
            ThrowingCallable put =
                    () ->
                            kinesis.putRecord(r ->
                                    r.streamName("posts")
                                            .partitionKey("k")
                                            .data(SdkBytes.fromUtf8String("post")));

            assertThatThrownBy(put).isInstanceOf(AccessDeniedException.class);
            assertRefused(put, 400, "AccessDeniedException", none("kinesis:PutRecord", STREAM));
            allow("kinesis:Put*", STREAM);
            assertThatCode(put).doesNotThrowAnyException();
            policy("Deny", "kinesis:PutRecord", "*", "{}");
            assertRefused(
                    put,
                    400,
                    "AccessDeniedException",
                    USER
                            + "kinesis:PutRecord on resource: "
                            + STREAM
                            + " with an explicit deny in an identity-based policy");
        }
    }

    @Test
    void recordsAreReadFromTheStreamThatTheIteratorIsOf() {
        allow("kinesis:GetRecords", STREAM);
        try (KinesisClient root = Clients.of(cloud, KinesisClient.builder());
                KinesisClient kinesis = worker(KinesisClient.builder())) {
            for (String name : List.of("posts", "other")) {
                create(root, name);
            }
            String posts = iterator(root, "posts");
            String other = iterator(root, "other");

            assertThat(kinesis.getRecords(r -> r.shardIterator(posts)).records()).isEmpty();
            assertRefused(
                    () -> kinesis.getRecords(r -> r.shardIterator(other)),
                    400,
                    "AccessDeniedException",
                    none("kinesis:GetRecords", STREAM.replace("posts", "other")));
        }
    }

    private static void create(KinesisClient kinesis, String name) {
        kinesis.createStream(r -> r.streamName(name).shardCount(1));
        await().until(() ->
                kinesis.describeStreamSummary(r -> r.streamName(name))
                                .streamDescriptionSummary()
                                .streamStatus()
                        == StreamStatus.ACTIVE);
    }

    private static String iterator(KinesisClient kinesis, String stream) {
        return kinesis.getShardIterator(r ->
                        r.streamName(stream)
                                .shardId("shardId-000000000000")
                                .shardIteratorType("TRIM_HORIZON"))
                .shardIterator();
    }

    @Test
    void eachServiceRefusesInItsOwnWay() {
        try (ComprehendClient comprehend = worker(ComprehendClient.builder());
                LambdaClient lambda = worker(LambdaClient.builder());
                S3Client s3 = worker(S3Client.builder());
                IamClient own = worker(IamClient.builder())) {
            assertRefused(
                    () -> comprehend.detectSentiment(r -> r.text("fine").languageCode("en")),
                    400,
                    "AccessDeniedException",
                    none("comprehend:DetectSentiment", ""));
            assertRefused(
                    () -> lambda.invoke(r -> r.functionName("f").qualifier("live")),
                    403,
                    "AccessDeniedException",
                    none(
                            "lambda:InvokeFunction",
                            "arn:aws:lambda:us-east-1:" + ACCOUNT + ":function:f:live"));
            assertRefused(
                    () -> s3.getObjectAsBytes(r -> r.bucket("results").key("a b")),
                    403,
                    "AccessDenied",
                    none("s3:GetObject", "\"arn:aws:s3:::results/a b\""));
            assertRefused(
                    () -> own.getRole(r -> r.roleName("worker")),
                    403,
                    "AccessDenied",
                    none("iam:GetRole", WORKER));
        }
    }

    @Test
    void aMissingKeyIsForbiddenToWhoMayNotListTheBucket() {
        allow("s3:GetObject", "arn:aws:s3:::results/*");
        try (S3Client root = Clients.of(cloud, S3Client.builder());
                S3Client s3 = worker(S3Client.builder())) {
            root.createBucket(r -> r.bucket("results"));
            root.putObject(r -> r.bucket("results").key("a"), RequestBody.fromString("x"));

            assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("a")).asUtf8String())
                    .isEqualTo("x");
            assertRefused(
                    () -> s3.getObjectAsBytes(r -> r.bucket("results").key("none")),
                    403,
                    "AccessDenied",
                    none("s3:ListBucket", "\"arn:aws:s3:::results\""));
            allow("s3:ListBucket", "arn:aws:s3:::results");
            assertRefused(
                    () -> s3.getObjectAsBytes(r -> r.bucket("results").key("none")),
                    404,
                    "NoSuchKey",
                    "The specified key does not exist.");
        }
    }

    @Test
    void theSourceOfACopyIsTheOneThatIsAskedForWhateverTheBodySays() throws Exception {
        allow("s3:GetObject", "arn:aws:s3:::results/*");
        allow("s3:PutObject", "arn:aws:s3:::results/*");
        try (S3Client root = Clients.of(cloud, S3Client.builder());
                S3Client s3 = worker(S3Client.builder())) {
            for (String bucket : List.of("results", "secret")) {
                root.createBucket(r -> r.bucket(bucket));
                root.putObject(r -> r.bucket(bucket).key("a"), RequestBody.fromString(bucket));
            }
            for (String body :
                    List.of(
                            "",
                            "<x><SourceBucket>results</SourceBucket></x>",
                            "<x><SourceBucket>results</SourceBucket><SourceKey>a</SourceKey></x>")) {
                assertThat(copy(body, "/secret/a")).as(body).isEqualTo(403);
                assertThat(copy(body, "/results/a")).as(body).isEqualTo(200);
            }
            assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("b")).asUtf8String())
                    .isEqualTo("results");
        }
    }

    private int copy(String body, String source) throws IOException, InterruptedException {
        return new RawRequest(cloud, session(), "s3")
                .method(SdkHttpMethod.PUT)
                .path("/results/b")
                .header("x-amz-copy-source", source)
                .send(body.getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void ofSeveralObjectsOnlyThoseAreDeletedThatMayBe() {
        allow("s3:DeleteObject", "arn:aws:s3:::results/mine/*");
        try (S3Client root = Clients.of(cloud, S3Client.builder());
                S3Client s3 = worker(S3Client.builder())) {
            root.createBucket(r -> r.bucket("results"));
            for (String key : List.of("mine/a", "b")) {
                root.putObject(r -> r.bucket("results").key(key), RequestBody.fromString("x"));
            }
            List<ObjectIdentifier> both =
                    List.of(
                            ObjectIdentifier.builder().key("mine/a").build(),
                            ObjectIdentifier.builder().key("b").build());

            var answer = s3.deleteObjects(r -> r.bucket("results").delete(d -> d.objects(both)));

            assertThat(answer.deleted()).extracting(one -> one.key()).containsExactly("mine/a");
            assertThat(answer.errors())
                    .extracting(one -> one.key() + " " + one.code())
                    .containsExactly("b AccessDenied");
            assertThat(root.listObjectsV2(r -> r.bucket("results")).contents())
                    .extracting(S3Object::key)
                    .containsExactly("b");
        }
    }

    @Test
    void aListingMayBeBoundToAPrefix() {
        policy(
                "Allow",
                "s3:ListBucket",
                "arn:aws:s3:::results",
                "{\"StringLike\":{\"s3:prefix\":\"mine/*\"},\"Bool\":{\"aws:SecureTransport\":true}}");
        try (S3Client root = Clients.of(cloud, S3Client.builder());
                S3Client s3 = worker(S3Client.builder())) {
            root.createBucket(r -> r.bucket("results"));

            assertThat(s3.listObjectsV2(r -> r.bucket("results").prefix("mine/x")).keyCount())
                    .isZero();
            assertRefused(
                    () -> s3.listObjectsV2(r -> r.bucket("results")),
                    403,
                    "AccessDenied",
                    none("s3:ListBucket", "\"arn:aws:s3:::results\""));
        }
    }

    @Test
    void whoHandsARoleToAServiceMustBeAllowedToPassIt() {
        allow("lambda:*", "*");
        try (LambdaClient lambda = worker(LambdaClient.builder());
                FirehoseClient firehose = worker(FirehoseClient.builder())) {
            ThrowingCallable create =
                    () ->
                            lambda.createFunction(r ->
                                    r.functionName("f")
                                            .role(WORKER)
                                            .runtime("java25")
                                            .handler("a.B::c")
                                            .code(c -> c.zipFile(SdkBytes.fromUtf8String("x"))));
            assertRefused(create, 403, "AccessDeniedException", none("iam:PassRole", WORKER));
            policy(
                    "Allow",
                    "iam:PassRole",
                    WORKER,
                    "{\"StringEquals\":{\"iam:PassedToService\":\"lambda.amazonaws.com\"}}");
            // Passed, but its trust policy does not name Lambda.
            assertRefused(
                    create,
                    400,
                    "InvalidParameterValueException",
                    "The role defined for the function cannot be assumed by Lambda.");
            allow("firehose:CreateDeliveryStream", "*");
            assertRefused(
                    () ->
                            firehose.createDeliveryStream(r ->
                                    r.deliveryStreamName("d")
                                            .extendedS3DestinationConfiguration(s3 ->
                                                    s3.roleARN(WORKER)
                                                            .bucketARN("arn:aws:s3:::results"))),
                    400,
                    "AccessDeniedException",
                    none("iam:PassRole", WORKER));
        }
    }

    @Test
    void managedPoliciesCountByTheirDefaultVersion() {
        try (ComprehendClient comprehend = worker(ComprehendClient.builder())) {
            ThrowingCallable call =
                    () -> comprehend.detectSentiment(r -> r.text("fine").languageCode("en"));
            String aws = "arn:aws:iam::aws:policy/ComprehendReadOnly";
            iam.attachRolePolicy(r -> r.roleName("worker").policyArn(aws));
            assertThatCode(call).doesNotThrowAnyException();
            iam.detachRolePolicy(r -> r.roleName("worker").policyArn(aws));
            assertThatThrownBy(call).hasMessageContaining("no identity-based policy");

            String document =
                    "{\"Statement\":{\"Effect\":\"%s\",\"Action\":\"comprehend:*\",\"Resource\":\"*\"}}";
            String own =
                    iam.createPolicy(r ->
                                    r.policyName("score")
                                            .policyDocument(document.formatted("Allow")))
                            .policy()
                            .arn();
            iam.attachRolePolicy(r -> r.roleName("worker").policyArn(own));
            assertThatCode(call).doesNotThrowAnyException();
            String second =
                    iam.createPolicyVersion(r ->
                                    r.policyArn(own).policyDocument(document.formatted("Deny")))
                            .policyVersion()
                            .versionId();
            assertThatCode(call).doesNotThrowAnyException();
            iam.setDefaultPolicyVersion(r -> r.policyArn(own).versionId(second));
            assertThatThrownBy(call).hasMessageContaining("with an explicit deny");
        }
    }

    @Test
    void aRoleIsAssumedByWhomItsTrustPolicyNames() {
        iam.createRole(r ->
                r.roleName("other")
                        .assumeRolePolicyDocument(trust("Service", "lambda.amazonaws.com")));
        String other = "arn:aws:iam::" + ACCOUNT + ":role/other";
        try (StsClient root = Clients.of(cloud, StsClient.builder());
                StsClient own = worker(StsClient.builder())) {
            assertRefused(
                    () -> root.assumeRole(r -> r.roleArn(other).roleSessionName("other")),
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::"
                            + ACCOUNT
                            + ":root is not authorized to perform: sts:AssumeRole on resource: "
                            + other);
            ThrowingCallable assume =
                    () -> own.assumeRole(r -> r.roleArn(other).roleSessionName("other"));
            iam.updateAssumeRolePolicy(
                    r -> r.roleName("other").policyDocument(trust("AWS", ACCOUNT)));
            // The account trusts its own policies to decide, and none allows it yet.
            assertThatThrownBy(assume).hasMessageContaining("not authorized");
            allow("sts:AssumeRole", other);
            assertThatCode(assume).doesNotThrowAnyException();
            iam.deleteRolePolicy(r -> r.roleName("worker").policyName("Allowsts-AssumeRole"));
            iam.updateAssumeRolePolicy(
                    r -> r.roleName("other").policyDocument(trust("AWS", WORKER)));
            assertThatCode(assume).doesNotThrowAnyException();
        }
    }

    @Test
    void aSessionsNameMustFitIntoItsArn() {
        try (StsClient root = Clients.of(cloud, StsClient.builder())) {
            for (String name : List.of("a/b", "x", "x".repeat(65), "a b")) {
                assertThatThrownBy(
                                () -> root.assumeRole(r -> r.roleArn(WORKER).roleSessionName(name)))
                        .hasMessageContaining("Value '" + name + "' at 'roleSessionName'");
            }
        }
    }

    @Test
    void aSimulationSaysWhatACallWouldMeet() {
        allow("kinesis:PutRecords", STREAM);
        policy("Deny", "kinesis:DeleteStream", "*", "{}");

        var results =
                iam.simulatePrincipalPolicy(r ->
                                r.policySourceArn(WORKER)
                                        .actionNames(
                                                "kinesis:PutRecords",
                                                "kinesis:GetRecords",
                                                "kinesis:DeleteStream")
                                        .resourceArns(STREAM))
                        .evaluationResults();

        assertThat(results)
                .extracting(one -> one.evalDecision())
                .containsExactly(
                        PolicyEvaluationDecisionType.ALLOWED,
                        PolicyEvaluationDecisionType.IMPLICIT_DENY,
                        PolicyEvaluationDecisionType.EXPLICIT_DENY);
    }

    @Test
    void anUnknownPolicyOfAwsIsNotAttached() {
        assertThatThrownBy(() ->
                        iam.attachRolePolicy(r ->
                                r.roleName("worker")
                                        .policyArn("arn:aws:iam::aws:policy/AmazonEC2FullAccess")))
                .hasMessageContaining(
                        "The local cloud does not know AWS's policy AmazonEC2FullAccess; create a"
                                + " policy of your own with its statements.");
    }
}
