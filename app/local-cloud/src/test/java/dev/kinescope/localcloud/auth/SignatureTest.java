package dev.kinescope.localcloud.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.Credentials;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

class SignatureTest {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"AWS\":\"000000000000\"},\"Action\":\"sts:AssumeRole\"}]}";

    private final ManualTime time = new ManualTime(Clock.systemUTC().instant());
    private LocalCloud cloud;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory().withClock(time));
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private AwsCredentials keys() {
        return AwsBasicCredentials.create(
                cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey());
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(
            AwsClientBuilder<B, C> builder, AwsCredentials keys) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .build();
    }

    private static void assertRefused(Runnable call, int status, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(status);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).startsWith(message);
                        });
    }

    @Test
    void theGeneratedKeysAreTheAccountsRoot() {
        try (StsClient sts = client(StsClient.builder(), keys())) {
            assertThat(sts.getCallerIdentity().arn()).isEqualTo("arn:aws:iam::000000000000:root");
        }
        assertThat(cloud.credentials().toString())
                .doesNotContain(cloud.credentials().secretAccessKey());
    }

    @Test
    void aKeyThatIsNotKnownIsRefusedInTheWordsOfEachProtocol() {
        AwsCredentials other = AwsBasicCredentials.create("AKIAOTHER", "secret");
        try (KinesisClient kinesis = client(KinesisClient.builder(), other);
                IamClient iam = client(IamClient.builder(), other)) {
            assertRefused(
                    kinesis::listStreams,
                    400,
                    "UnrecognizedClientException",
                    "The security token included in the request is invalid.");
            assertRefused(
                    iam::listRoles,
                    403,
                    "InvalidClientTokenId",
                    "The security token included in the request is invalid.");
        }
    }

    @Test
    void aSecretThatIsWrongIsRefused() {
        AwsCredentials wrong =
                AwsBasicCredentials.create(cloud.credentials().accessKeyId(), "not the secret");
        try (KinesisClient kinesis = client(KinesisClient.builder(), wrong);
                IamClient iam = client(IamClient.builder(), wrong)) {
            assertRefused(
                    kinesis::listStreams,
                    400,
                    "InvalidSignatureException",
                    "The request signature we calculated does not match");
            assertRefused(
                    iam::listRoles,
                    403,
                    "SignatureDoesNotMatch",
                    "The request signature we calculated does not match");
        }
    }

    @Test
    void aSignatureIsGoodForFiveMinutesEitherWay() throws Exception {
        for (var offset : Map.of(-299, 200, 299, 200, -301, 400, 301, 400).entrySet()) {
            HttpResponse<byte[]> response =
                    new RawRequest(cloud, keys(), "kinesis")
                            .header("x-amz-target", "Kinesis_20131202.ListStreams")
                            .header("content-type", "application/x-amz-json-1.1")
                            .clock(Clock.offset(time, Duration.ofSeconds(offset.getKey())))
                            .post("{}".getBytes(StandardCharsets.UTF_8));

            assertThat(response.statusCode())
                    .as("%s s", offset.getKey())
                    .isEqualTo(offset.getValue());
        }
    }

    @Test
    void aBodyThatWasChangedAfterSigningIsRefused() throws Exception {
        var request = new RawRequest(cloud, keys(), "kinesis");
        request.header("x-amz-target", "Kinesis_20131202.ListStreams");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, List<String>> headers = request.signed(body);

        HttpResponse<byte[]> same = RawRequest.send(cloud.endpoint(), headers, body);
        HttpResponse<byte[]> changed =
                RawRequest.send(cloud.endpoint(), headers, "{ }".getBytes(StandardCharsets.UTF_8));

        assertThat(same.statusCode()).isEqualTo(200);
        assertThat(changed.statusCode()).isEqualTo(400);
        assertThat(new String(changed.body(), StandardCharsets.UTF_8))
                .contains("\"__type\":\"InvalidSignatureException\"");
    }

    @Test
    void aHeaderThatIsNotSignedIsRefused() throws Exception {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        var headers = new HashMap<>(new RawRequest(cloud, keys(), "kinesis").signed(body));
        headers.put("x-amz-target", List.of("Kinesis_20131202.ListStreams"));

        HttpResponse<byte[]> response = RawRequest.send(cloud.endpoint(), headers, body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"__type\":\"InvalidSignatureException\",\"message\":\"'x-amz-target'"
                                + " must be a 'SignedHeader' in the AWS Authorization.\"}");
    }

    @Test
    void aLinkToPutAnObjectIsNoneToCopyOne() throws Exception {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true), keys());
                S3Presigner links =
                        S3Presigner.builder()
                                .endpointOverride(cloud.endpoint())
                                .region(Region.US_EAST_1)
                                .credentialsProvider(StaticCredentialsProvider.create(keys()))
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .build())
                                .build()) {
            s3.createBucket(r -> r.bucket("results"));
            s3.putObject(r -> r.bucket("results").key("secret"), RequestBody.fromString("text"));
            URI link =
                    links.presignPutObject(r ->
                                    r.signatureDuration(Duration.ofMinutes(1))
                                            .putObjectRequest(p -> p.bucket("results").key("a")))
                            .url()
                            .toURI();

            HttpResponse<byte[]> copy =
                    RawRequest.send(
                            "PUT",
                            link,
                            Map.of("x-amz-copy-source", List.of("/results/secret")),
                            new byte[0]);
            HttpResponse<byte[]> put = RawRequest.send("PUT", link, Map.of(), new byte[0]);

            assertThat(copy.statusCode()).isEqualTo(403);
            assertThat(new String(copy.body(), StandardCharsets.UTF_8))
                    .contains("<Code>AccessDenied</Code>")
                    .contains("There were headers present in the request which were not signed");
            assertThat(put.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aLinkIsGoodForAWeekAtMost() throws Exception {
        for (var said :
                Map.of(
                                "9223372036854775807", "X-Amz-Expires must be less than a week",
                                "99999999999999999999", "X-Amz-Expires should be a number",
                                "604801", "X-Amz-Expires must be less than a week",
                                "-1", "X-Amz-Expires must be non-negative")
                        .entrySet()) {
            String date = DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.now(time));
            HttpResponse<byte[]> response =
                    RawRequest.send(
                            "GET",
                            cloud.endpoint()
                                    .resolve(
                                            "/results/a?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                                                    + "&X-Amz-Signature=x&X-Amz-SignedHeaders=host"
                                                    + "&X-Amz-Credential="
                                                    + cloud.credentials().accessKeyId()
                                                    + "/"
                                                    + date
                                                    + "/us-east-1/s3/aws4_request&X-Amz-Date="
                                                    + date
                                                    + "T000000Z&X-Amz-Expires="
                                                    + said.getKey()),
                            Map.of(),
                            new byte[0]);

            assertThat(response.statusCode()).as(said.getKey()).isEqualTo(400);
            assertThat(new String(response.body(), StandardCharsets.UTF_8))
                    .contains("<Code>AuthorizationQueryParametersError</Code>")
                    .contains("<Message>" + said.getValue());
        }
    }

    @Test
    void aRequestWithoutASignatureIsRefused() throws Exception {
        HttpResponse<byte[]> response =
                RawRequest.send(
                        cloud.endpoint(),
                        Map.of("x-amz-target", List.of("Kinesis_20131202.ListStreams")),
                        new byte[0]);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(response.headers().firstValue("x-amzn-requestid")).isPresent();
        assertThat(new String(response.body(), StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"__type\":\"MissingAuthenticationTokenException\","
                                + "\"message\":\"Missing Authentication Token\"}");
    }

    @Test
    void aRolesSessionIsGoodUntilItExpires() {
        try (StsClient sts = client(StsClient.builder(), keys());
                IamClient iam = client(IamClient.builder(), keys())) {
            iam.createRole(request -> request.roleName("writer").assumeRolePolicyDocument(TRUST));
            Credentials session =
                    sts.assumeRole(request ->
                                    request.roleArn("arn:aws:iam::000000000000:role/writer")
                                            .roleSessionName("me")
                                            .durationSeconds(900))
                            .credentials();
            AwsCredentials keys =
                    AwsSessionCredentials.create(
                            session.accessKeyId(),
                            session.secretAccessKey(),
                            session.sessionToken());
            AwsCredentials withoutToken =
                    AwsBasicCredentials.create(session.accessKeyId(), session.secretAccessKey());
            try (StsClient own = client(StsClient.builder(), keys);
                    StsClient tokenless = client(StsClient.builder(), withoutToken)) {
                assertThat(own.getCallerIdentity().arn())
                        .isEqualTo("arn:aws:sts::000000000000:assumed-role/writer/me");
                assertRefused(
                        tokenless::getCallerIdentity,
                        403,
                        "InvalidClientTokenId",
                        "The security token");
                time.advance(Duration.ofMinutes(15));
                assertRefused(
                        own::getCallerIdentity,
                        403,
                        "ExpiredToken",
                        "The security token included in the request is expired");
            }
        }
    }

    @Test
    void aRoleThatIsNotThereIsNotAssumed() {
        try (StsClient sts = client(StsClient.builder(), keys())) {
            assertRefused(
                    () ->
                            sts.assumeRole(request ->
                                    request.roleArn("arn:aws:iam::000000000000:role/none")
                                            .roleSessionName("me")),
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::000000000000:root is not authorized to perform:"
                            + " sts:AssumeRole on resource: arn:aws:iam::000000000000:role/none");
        }
    }

    @Test
    void aHostThatIsNotThisMachineIsNotServed() throws IOException {
        int port = cloud.endpoint().getPort();
        assertThat(status("evil.example:" + port)).isEqualTo("HTTP/1.1 421 Misdirected Request");
        assertThat(status("127.0.0.1:1")).startsWith("HTTP/1.1 421");
        // Served, and refused for want of a signature.
        assertThat(status("localhost:" + port)).startsWith("HTTP/1.1 403");
        assertThat(status("127.0.0.1:" + port)).startsWith("HTTP/1.1 403");
    }

    private String status(String host) throws IOException {
        try (var socket = new Socket("127.0.0.1", cloud.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    socket.getInputStream(), StandardCharsets.US_ASCII));
            return reader.readLine();
        }
    }
}
