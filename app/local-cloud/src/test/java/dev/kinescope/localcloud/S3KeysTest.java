package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Any key goes in and comes out as it was, whatever a path or a URL would make of it. */
class S3KeysTest {
    static final List<String> KEYS =
            List.of(
                    "a//b",
                    "/leading",
                    "//",
                    "trailing/",
                    ".",
                    "..",
                    "../../../../../../tmp/escaped",
                    "a/./b",
                    "a/../b",
                    "a/..",
                    " spaces  in it ",
                    "plus+and%2Fpercent%",
                    "a;b=c?d=e&f#g",
                    "~-_.!*'()@:$,=[]{}|\\^`\"<>",
                    "Grüße/日本語/\uD83D\uDE80",
                    "tab\tand new\nline\r",
                    "n".repeat(1024),
                    "é".repeat(512));

    @TempDir private Path data;
    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.in(data.resolve("cloud")));
        s3 = Clients.of(cloud, S3Client.builder());
        s3.createBucket(r -> r.bucket("results"));
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aKeyIsPutListedReadCopiedAndDeletedAsItIs(String key) throws IOException {
        s3.putObject(r -> r.bucket("results").key(key), RequestBody.fromString("text"));

        assertThat(s3.listObjectsV2(r -> r.bucket("results")).contents())
                .extracting(S3Object::key)
                .containsExactly(key);
        assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key(key)).asUtf8String())
                .isEqualTo("text");
        assertThat(s3.headObject(r -> r.bucket("results").key(key)).contentLength()).isEqualTo(4);
        s3.copyObject(r ->
                r.sourceBucket("results")
                        .sourceKey(key)
                        .destinationBucket("results")
                        .destinationKey("copy"));
        assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("copy")).asUtf8String())
                .isEqualTo("text");
        s3.deleteObject(r -> r.bucket("results").key(key));
        assertThat(s3.listObjectsV2(r -> r.bucket("results")).contents())
                .extracting(S3Object::key)
                .containsExactly("copy");
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("cloud"));
        }
    }

    @ParameterizedTest
    @FieldSource("KEYS")
    void aPresignedUrlLeadsToItsKey(String key) throws Exception {
        try (S3Presigner presigner = presigner();
                HttpClient http = HttpClient.newHttpClient()) {
            var put =
                    presigner.presignPutObject(p ->
                            p.signatureDuration(Duration.ofMinutes(1))
                                    .putObjectRequest(r -> r.bucket("results").key(key)));
            var get =
                    presigner.presignGetObject(p ->
                            p.signatureDuration(Duration.ofMinutes(1))
                                    .getObjectRequest(r -> r.bucket("results").key(key)));

            var stored =
                    http.send(
                            HttpRequest.newBuilder(put.url().toURI())
                                    .PUT(HttpRequest.BodyPublishers.ofString("text"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(stored.statusCode()).as(stored.body()).isEqualTo(200);
            var read =
                    http.send(
                            HttpRequest.newBuilder(get.url().toURI()).build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(read.statusCode()).as(read.body()).isEqualTo(200);
            assertThat(read.body()).isEqualTo("text");
        }
    }

    private S3Presigner presigner() {
        return S3Presigner.builder()
                .endpointOverride(cloud.endpoint())
                .region(Region.US_EAST_1)
                .serviceConfiguration(
                        S3Configuration.builder().pathStyleAccessEnabled(true).build())
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        cloud.credentials().accessKeyId(),
                                        cloud.credentials().secretAccessKey())))
                .build();
    }

    @Test
    void aKeyThatXmlCannotHoldIsListedEncoded() {
        s3.putObject(r -> r.bucket("results").key("a\u0001b c"), RequestBody.fromString("text"));

        var page = s3.listObjectsV2(r -> r.bucket("results").encodingType("url"));

        assertThat(page.contents()).extracting(S3Object::key).containsExactly("a\u0001b c");
    }

    @Test
    void aKeyOfMoreThan1024BytesIsTooLong() {
        assertThatThrownBy(() ->
                        s3.putObject(
                                r -> r.bucket("results").key("é".repeat(512) + "x"),
                                RequestBody.fromString("text")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("KeyTooLongError"));
    }

    @Test
    void aListingTellsNameAndFolderApart() {
        for (String key : List.of("a", "a/", "a//b", "a/c", "/x")) {
            s3.putObject(r -> r.bucket("results").key(key), RequestBody.fromString("text"));
        }

        var page = s3.listObjectsV2(r -> r.bucket("results").delimiter("/"));
        var inside = s3.listObjectsV2(r -> r.bucket("results").prefix("a/").delimiter("/"));

        assertThat(page.contents()).extracting(S3Object::key).containsExactly("a");
        assertThat(page.commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("/", "a/");
        assertThat(inside.contents()).extracting(S3Object::key).containsExactly("a/", "a/c");
        assertThat(inside.commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("a//");
    }
}
