package dev.kinescope.localcloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.time.ManualTime;
import dev.kinescope.localcloud.wire.WireRequest;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class LinkSignatureTest {
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

    private static WireRequest request(String method, String path, String query, String host) {
        return new WireRequest(
                method, path, query, Map.of("host", List.of(host)), InputStream.nullInputStream());
    }

    @Test
    void theExampleOfTheDocumentationHasItsSignature() {
        assertThat(
                        LinkSignature.of(
                                request("GET", "/johnsmith/photos/puppy.jpg", "", "127.0.0.1:1"),
                                "1175139620",
                                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
                .isEqualTo("NpgCjnDzrM+WFzoENXmpNDUsSn8=");
        assertThat(
                        LinkSignature.of(
                                request("GET", "/photos/puppy.jpg", "", "johnsmith.localhost:1"),
                                "1175139620",
                                "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"))
                .isEqualTo("NpgCjnDzrM+WFzoENXmpNDUsSn8=");
    }

    @Test
    void aLinkIsServedUntilItExpiresAndOnlyForWhatItWasMade() throws Exception {
        try (S3Client s3 = Clients.of(cloud, S3Client.builder())) {
            s3.createBucket(r -> r.bucket("results"));
            s3.putObject(r -> r.bucket("results").key("a"), RequestBody.fromString("text"));
        }
        String expires = "" + time.instant().plusSeconds(60).getEpochSecond();
        String signature =
                LinkSignature.of(
                        request("GET", "/results/a", "", "127.0.0.1"),
                        expires,
                        cloud.credentials().secretAccessKey());
        String query =
                "?AWSAccessKeyId=%s&Signature=%s&Expires=%s"
                        .formatted(
                                cloud.credentials().accessKeyId(),
                                URLEncoder.encode(signature, StandardCharsets.UTF_8),
                                expires);

        HttpResponse<String> served = get("/results/a" + query);
        HttpResponse<String> another = get("/results/b" + query);
        HttpResponse<String> longer = get("/results/a" + query + "0");
        time.advance(Duration.ofSeconds(60));
        HttpResponse<String> late = get("/results/a" + query);

        assertThat(served.statusCode()).isEqualTo(200);
        assertThat(served.body()).isEqualTo("text");
        assertThat(another.statusCode()).isEqualTo(403);
        assertThat(another.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(longer.statusCode()).isEqualTo(403);
        assertThat(longer.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(late.statusCode()).isEqualTo(403);
        assertThat(late.body())
                .contains("<Code>AccessDenied</Code>")
                .contains("<Message>Request has expired</Message>");
    }

    @Test
    void aSignatureOfVersion4WithoutADateIsNoLink() {
        var headers =
                Map.of(
                        "authorization",
                        List.of(
                                "AWS4-HMAC-SHA256 Credential=A//us-east-1/s3/aws4_request,"
                                        + " SignedHeaders=host, Signature=0"));

        assertThat(
                        Claim.of(
                                new WireRequest(
                                        "GET", "/", "", headers, InputStream.nullInputStream())))
                .isEmpty();
    }

    private HttpResponse<String> get(String path) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(URI.create(cloud.endpoint() + path)).build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }
}
