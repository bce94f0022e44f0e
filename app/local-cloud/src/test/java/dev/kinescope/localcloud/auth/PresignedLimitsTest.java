package dev.kinescope.localcloud.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

/** What a presigned URL may not be used for, whatever its signature is. */
class PresignedLimitsTest {
    private LocalCloud cloud;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
    }

    @AfterEach
    void stop() {
        cloud.close();
    }

    private String link() {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(cloud.endpoint())
                        .region(Region.US_EAST_1)
                        .serviceConfiguration(
                                S3Configuration.builder().pathStyleAccessEnabled(true).build())
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                cloud.credentials().accessKeyId(),
                                                cloud.credentials().secretAccessKey())))
                        .build()) {
            return presigner
                    .presignPutObject(put ->
                            put.signatureDuration(Duration.ofMinutes(5))
                                    .putObjectRequest(r -> r.bucket("results").key("k")))
                    .url()
                    .toString();
        }
    }

    private static HttpResponse<String> put(String link, String... headers)
            throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(URI.create(link))
                            .PUT(HttpRequest.BodyPublishers.ofString("content"));
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Test
    void aLifetimeBeyondAWeekIsRefused() throws Exception {
        for (String seconds : List.of("604801", "9223372036854775807", "-1", "x")) {
            HttpResponse<String> refused =
                    put(link().replace("X-Amz-Expires=300", "X-Amz-Expires=" + seconds));

            assertThat(refused.statusCode()).as(seconds).isEqualTo(400);
            assertThat(refused.body())
                    .contains("<Code>AuthorizationQueryParametersError</Code>", "X-Amz-Expires");
        }
    }

    @Test
    void aHeaderThatWasNotSignedIsRefused() throws Exception {
        HttpResponse<String> refused = put(link(), "x-amz-meta-origin", "somebody else");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(refused.body())
                .contains(
                        "<Code>AccessDenied</Code>",
                        "There were headers present in the request which were not signed");
        // Others are nobody's business.
        assertThat(put(link(), "x-origin", "somebody").body()).contains("NoSuchBucket");
    }
}
