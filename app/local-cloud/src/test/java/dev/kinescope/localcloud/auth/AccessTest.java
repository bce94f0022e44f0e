package dev.kinescope.localcloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Whose signatures count: for this region and this service, and in open mode anybody's. */
class AccessTest {
    private LocalCloud cloud;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private AwsCredentials keys() {
        return AwsBasicCredentials.create(
                cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey());
    }

    private static <B extends AwsClientBuilder<B, C>, C> C client(
            LocalCloud of, AwsClientBuilder<B, C> builder, AwsCredentials keys, Region region) {
        return builder.endpointOverride(of.endpoint())
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
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

    @Test
    void aSignatureForAnotherRegionIsRefused() {
        Region other = Region.EU_WEST_1;
        try (KinesisClient kinesis = client(cloud, KinesisClient.builder(), keys(), other);
                StsClient sts = client(cloud, StsClient.builder(), keys(), other);
                S3Client s3 = client(cloud, S3Client.builder(), keys(), other)) {
            String said = "Credential should be scoped to a valid region, not 'eu-west-1'.";
            assertRefused(kinesis::listStreams, 400, "InvalidSignatureException", said);
            assertRefused(sts::getCallerIdentity, 403, "SignatureDoesNotMatch", said);
            assertRefused(
                    () -> s3.getObjectAsBytes(r -> r.bucket("results").key("a")),
                    400,
                    "AuthorizationHeaderMalformed",
                    "The authorization header is malformed; the region 'eu-west-1' is wrong;"
                            + " expecting 'us-east-1'");
        }
    }

    @Test
    void aSignatureForAnotherServiceIsRefused() throws Exception {
        HttpResponse<byte[]> response =
                new RawRequest(cloud, keys(), "firehose")
                        .header("x-amz-target", "Kinesis_20131202.ListStreams")
                        .header("content-type", "application/x-amz-json-1.1")
                        .post("{}".getBytes(StandardCharsets.UTF_8));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"__type\":\"InvalidSignatureException\",\"message\":\"Credential should"
                                + " be scoped to correct service: 'kinesis'.\"}");
    }

    @Test
    void inOpenModeAnyKeysAreTheRootsButASessionStaysItsRoles() {
        AwsCredentials any = AwsBasicCredentials.create("test", "test");
        try (LocalCloud open =
                        LocalCloud.start(LocalCloudSettings.inMemory().withAccess(Access.OPEN));
                StsClient sts = client(open, StsClient.builder(), any, Region.US_EAST_1);
                IamClient iam = client(open, IamClient.builder(), any, Region.US_EAST_1);
                KinesisClient own = Clients.of(open, KinesisClient.builder())) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:root");
            assertThat(own.listStreams().streamNames()).isEmpty();
            iam.createRole(r ->
                    r.roleName("worker")
                            .assumeRolePolicyDocument(
                                    "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":\"*\","
                                            + "\"Action\":\"sts:AssumeRole\"}}"));
            var session =
                    sts.assumeRole(r ->
                                    r.roleArn("arn:aws:iam::000000000000:role/worker")
                                            .roleSessionName("me")
                                            .externalId("x"))
                            .credentials();
            try (KinesisClient worker =
                    client(
                            open,
                            KinesisClient.builder(),
                            AwsSessionCredentials.create(
                                    session.accessKeyId(),
                                    session.secretAccessKey(),
                                    session.sessionToken()),
                            Region.US_EAST_1)) {
                assertThatThrownBy(worker::listStreams)
                        .hasMessageContaining(
                                "assumed-role/worker/me is not authorized to perform:"
                                        + " kinesis:ListStreams because");
            }
        }
    }

    /** What a browser lets any page send, without asking the endpoint before. */
    @Test
    void inOpenModeAWebPageOfAnotherSiteIsRefused() throws Exception {
        try (LocalCloud open =
                        LocalCloud.start(LocalCloudSettings.inMemory().withAccess(Access.OPEN));
                IamClient iam = Clients.of(open, IamClient.builder())) {
            URI link =
                    open.endpoint()
                            .resolve(
                                    "/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=x"
                                            + "&X-Amz-Credential=a/20260101/us-east-1/iam/"
                                            + "aws4_request");
            for (var header :
                    List.of(
                            Map.entry("origin", "https://example.com"),
                            Map.entry("origin", "null"),
                            Map.entry("sec-fetch-site", "cross-site"),
                            Map.entry("sec-fetch-site", "same-site"))) {
                assertThat(createRole(link, header.getKey(), header.getValue()))
                        .as(header.toString())
                        .isEqualTo(403);
            }
            assertThat(iam.listRoles().roles()).isEmpty();
            assertThat(createRole(link, "sec-fetch-site", "none")).isEqualTo(200);
            assertThat(createRole(link, "origin", open.endpoint().toString())).isEqualTo(409);
        }
    }

    private static int createRole(URI link, String header, String value)
            throws IOException, InterruptedException {
        return RawRequest.send(
                        link,
                        Map.of(
                                header,
                                List.of(value),
                                "content-type",
                                List.of("application/x-www-form-urlencoded")),
                        ("Action=CreateRole&Version=2010-05-08&RoleName=worker"
                                        + "&AssumeRolePolicyDocument="
                                        + URLEncoder.encode(
                                                "{\"Statement\":{\"Effect\":\"Allow\","
                                                        + "\"Principal\":\"*\","
                                                        + "\"Action\":\"sts:AssumeRole\"}}",
                                                StandardCharsets.UTF_8))
                                .getBytes(StandardCharsets.UTF_8))
                .statusCode();
    }

    @Test
    void aChunkThatWasChangedAfterSigningIsRefused() throws Exception {
        try (S3Client s3 = Clients.of(cloud, S3Client.builder())) {
            s3.createBucket(r -> r.bucket("results"));
            String text = "0123456789".repeat(20_000);

            assertThat(putInSignedChunks(text, UnaryOperator.identity())).isEqualTo(200);
            assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("a")).asUtf8String())
                    .isEqualTo(text);
            assertThat(putInSignedChunks(text, AccessTest::changedInTheSecondChunk)).isEqualTo(403);
            assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("a")).asUtf8String())
                    .isEqualTo(text);
        }
    }

    private static String changedInTheSecondChunk(String framed) {
        int second = framed.indexOf("chunk-signature", framed.indexOf("chunk-signature") + 1);
        int data = framed.indexOf('\n', second) + 100;
        return framed.substring(0, data) + "x" + framed.substring(data + 1);
    }

    /** Signs a text in chunks, changes what comes of it, and sends that. */
    private int putInSignedChunks(String text, UnaryOperator<String> change)
            throws IOException, InterruptedException {
        SignedRequest signed =
                AwsV4HttpSigner.create()
                        .sign(sign ->
                                sign.identity(keys())
                                        .request(
                                                SdkHttpRequest.builder()
                                                        .method(SdkHttpMethod.PUT)
                                                        .uri(cloud.endpoint().resolve("/results/a"))
                                                        .putHeader(
                                                                "content-length",
                                                                "" + text.length())
                                                        .build())
                                        .payload(ContentStreamProvider.fromUtf8String(text))
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, "s3")
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                        .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                                        .putProperty(
                                                AwsV4FamilyHttpSigner.CHUNK_ENCODING_ENABLED,
                                                true));
        byte[] body;
        try (var content = signed.payload().orElseThrow().newStream()) {
            body = content.readAllBytes();
        }
        String framed = change.apply(new String(body, StandardCharsets.UTF_8));
        assertThat(signed.request().firstMatchingHeader("x-amz-content-sha256"))
                .contains("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");
        HttpRequest.Builder request =
                HttpRequest.newBuilder(cloud.endpoint().resolve("/results/a"))
                        .PUT(HttpRequest.BodyPublishers.ofString(framed));
        signed.request()
                .headers()
                .forEach((name, values) -> {
                    if (!Set.of("host", "content-length").contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).statusCode();
        }
    }
}
