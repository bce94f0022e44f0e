package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;
import software.amazon.awssdk.services.s3.model.Tagging;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** S3 through the SDK's client and the endpoint: framing, checksums, ranges, presigned URLs. */
class S3OverHttpTest {
    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        s3 = Clients.of(cloud, S3Client.builder());
        s3.createBucket(request -> request.bucket("results"));
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    private void put(String key, String text) {
        s3.putObject(request -> request.bucket("results").key(key), RequestBody.fromString(text));
    }

    private String get(String key) {
        return s3.getObjectAsBytes(request -> request.bucket("results").key(key)).asUtf8String();
    }

    private static byte[] random(int size) {
        var bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anObjectComesBackWithItsHeadersAndMetadata() {
        s3.putObject(
                request ->
                        request.bucket("results")
                                .key("a b/ü;+%41.json")
                                .contentType("application/json")
                                .contentEncoding("gzip")
                                .metadata(Map.of("origin", "test")),
                RequestBody.fromString("{}"));

        ResponseBytes<GetObjectResponse> got =
                s3.getObjectAsBytes(request -> request.bucket("results").key("a b/ü;+%41.json"));
        var head = s3.headObject(request -> request.bucket("results").key("a b/ü;+%41.json"));

        assertThat(got.asUtf8String()).isEqualTo("{}");
        assertThat(got.response().contentType()).isEqualTo("application/json");
        assertThat(got.response().contentEncoding()).isEqualTo("gzip");
        assertThat(got.response().metadata()).isEqualTo(Map.of("origin", "test"));
        assertThat(got.response().eTag()).isEqualTo("\"99914b932bd37a50b983c5e7c90ae93b\"");
        assertThat(head.contentLength()).isEqualTo(2);
        assertThat(head.eTag()).isEqualTo(got.response().eTag());
    }

    @Test
    void everyKindOfUploadArrivesWhole() {
        for (int size : new int[] {0, 1, 65_535, 65_536, 300_000, 5_000_001}) {
            byte[] bytes = random(size);
            s3.putObject(r -> r.bucket("results").key("bytes"), RequestBody.fromBytes(bytes));
            assertThat(object("bytes")).isEqualTo(bytes);
            s3.putObject(
                    r -> r.bucket("results").key("stream"),
                    RequestBody.fromContentProvider(
                            ContentStreamProvider.fromInputStreamSupplier(
                                    () -> new ByteArrayInputStream(bytes)),
                            size,
                            "application/octet-stream"));
            assertThat(object("stream")).isEqualTo(bytes);
        }
        for (ChecksumAlgorithm algorithm :
                List.of(
                        ChecksumAlgorithm.CRC32,
                        ChecksumAlgorithm.CRC32_C,
                        ChecksumAlgorithm.SHA1,
                        ChecksumAlgorithm.SHA256)) {
            byte[] bytes = random(100_000);
            s3.putObject(
                    r -> r.bucket("results").key("sum").checksumAlgorithm(algorithm),
                    RequestBody.fromBytes(bytes));
            assertThat(object("sum")).isEqualTo(bytes);
        }
    }

    private byte[] object(String key) {
        return s3.getObjectAsBytes(r -> r.bucket("results").key(key)).asByteArray();
    }

    @Test
    void anUploadWithoutFramingArrivesWhole() {
        byte[] bytes = random(100_000);
        try (S3Client plain =
                Clients.of(
                        cloud,
                        S3Client.builder()
                                .requestChecksumCalculation(
                                        RequestChecksumCalculation.WHEN_REQUIRED)
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .chunkedEncodingEnabled(false)
                                                .build()))) {
            plain.putObject(r -> r.bucket("results").key("a"), RequestBody.fromBytes(bytes));
        }

        assertThat(object("a")).isEqualTo(bytes);
    }

    @Test
    void aChecksumThatIsWrongStoresNothing() {
        assertThatThrownBy(() ->
                        s3.putObject(
                                r -> r.bucket("results").key("a").checksumCRC32("AAAAAA=="),
                                RequestBody.fromString("text")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("BadDigest"));
        assertThatThrownBy(() -> get("a")).isInstanceOf(NoSuchKeyException.class);
    }

    @Test
    void aPartOfAnObjectIsReadByRange() {
        put("a", "0123456789");

        var got = s3.getObjectAsBytes(r -> r.bucket("results").key("a").range("bytes=2-4"));

        assertThat(got.asUtf8String()).isEqualTo("234");
        assertThat(got.response().contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(got.response().sdkHttpResponse().statusCode()).isEqualTo(206);
    }

    @Test
    void objectsAreListedByPrefixAndDelimiterInPages() {
        for (String key : List.of("2026/a", "2026/b", "2026/x/c", "other")) {
            put(key, key);
        }

        var folder = s3.listObjectsV2(r -> r.bucket("results").prefix("2026/").delimiter("/"));
        assertThat(folder.contents()).extracting(S3Object::key).containsExactly("2026/a", "2026/b");
        assertThat(folder.commonPrefixes())
                .containsExactly(CommonPrefix.builder().prefix("2026/x/").build());
        assertThat(
                        s3
                                .listObjectsV2Paginator(r -> r.bucket("results").maxKeys(1))
                                .contents()
                                .stream()
                                .map(S3Object::key))
                .containsExactly("2026/a", "2026/b", "2026/x/c", "other");
        s3.deleteObjects(r ->
                r.bucket("results")
                        .delete(
                                Delete.builder()
                                        .objects(
                                                ObjectIdentifier.builder().key("other").build(),
                                                ObjectIdentifier.builder().key("2026/a").build())
                                        .build()));
        assertThat(s3.listObjectsV2(r -> r.bucket("results")).keyCount()).isEqualTo(2);
    }

    @Test
    void aLargeObjectIsUploadedInParts() {
        byte[] first = random(5 * 1024 * 1024);
        byte[] second = random(1000);
        String upload = s3.createMultipartUpload(r -> r.bucket("results").key("large")).uploadId();
        var parts = new ArrayList<CompletedPart>();
        for (byte[] bytes : List.of(first, second)) {
            int number = parts.size() + 1;
            String etag =
                    s3.uploadPart(
                                    r ->
                                            r.bucket("results")
                                                    .key("large")
                                                    .uploadId(upload)
                                                    .partNumber(number),
                                    RequestBody.fromBytes(bytes))
                            .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
        }
        s3.completeMultipartUpload(r ->
                r.bucket("results")
                        .key("large")
                        .uploadId(upload)
                        .multipartUpload(m -> m.parts(parts)));

        byte[] got = object("large");
        assertThat(got).hasSize(first.length + second.length).startsWith(first).endsWith(second);
    }

    @Test
    void anObjectIsCopiedTaggedAndDeleted() {
        put("a b", "text");
        s3.copyObject(r ->
                r.sourceBucket("results")
                        .sourceKey("a b")
                        .destinationBucket("results")
                        .destinationKey("c"));
        s3.putObjectTagging(r ->
                r.bucket("results")
                        .key("c")
                        .tagging(
                                Tagging.builder()
                                        .tagSet(Tag.builder().key("k").value("v").build())
                                        .build()));

        assertThat(get("c")).isEqualTo("text");
        assertThat(s3.getObjectTagging(r -> r.bucket("results").key("c")).tagSet())
                .containsExactly(Tag.builder().key("k").value("v").build());
        assertThat(
                        s3.deleteObject(r -> r.bucket("results").key("c"))
                                .sdkHttpResponse()
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void faultsAreThoseOfS3() {
        assertThatThrownBy(() -> get("none")).isInstanceOf(NoSuchKeyException.class);
        assertThatThrownBy(() -> s3.listObjectsV2(r -> r.bucket("no-such-bucket")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("no-such-bucket")))
                .isInstanceOfSatisfying(
                        AwsServiceException.class, e -> assertThat(e.statusCode()).isEqualTo(404));
        assertThatThrownBy(() -> s3.getBucketAcl(r -> r.bucket("results")))
                .isInstanceOfSatisfying(
                        S3Exception.class,
                        e -> {
                            assertThat(e.statusCode()).isEqualTo(501);
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo("NotImplemented");
                        });
        assertThat(s3.getBucketLocation(r -> r.bucket("results")).locationConstraintAsString())
                .isIn("", null);
    }

    @Test
    void aBucketCanBeTheHostsName() throws Exception {
        put("a", "text");
        try (S3Client byHost =
                S3Client.builder()
                        .endpointOverride(
                                URI.create("http://localhost:" + cloud.endpoint().getPort()))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                cloud.credentials().accessKeyId(),
                                                cloud.credentials().secretAccessKey())))
                        .build()) {
            assertThat(byHost.listBuckets().buckets()).hasSize(1);
        }
        URL presigned = presigned(URI.create("http://localhost:" + cloud.endpoint().getPort()));
        // No resolver is asked: the name goes into the Host header only.
        assertThat(presigned.getHost()).isEqualTo("results.localhost");
        try (var socket = new Socket("127.0.0.1", cloud.endpoint().getPort())) {
            socket.getOutputStream()
                    .write(
                            ("GET "
                                            + presigned.getFile()
                                            + " HTTP/1.1\r\nHost: "
                                            + presigned.getAuthority()
                                            + "\r\nConnection: close\r\n\r\n")
                                    .getBytes(StandardCharsets.US_ASCII));
            var reader =
                    new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            assertThat(reader.readLine()).isEqualTo("HTTP/1.1 200 OK");
            while (!reader.readLine().isEmpty()) {
                // The headers are not looked at.
            }
            var body = new char[4];
            assertThat(reader.read(body)).isEqualTo(4);
            assertThat(body).containsExactly("text".toCharArray());
        }
    }

    private URL presigned(URI endpoint) {
        try (S3Presigner presigner =
                S3Presigner.builder()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create(
                                                cloud.credentials().accessKeyId(),
                                                cloud.credentials().secretAccessKey())))
                        .build()) {
            return presigner
                    .presignGetObject(presign ->
                            presign.signatureDuration(Duration.ofMinutes(10))
                                    .getObjectRequest(r -> r.bucket("results").key("a")))
                    .url();
        }
    }

    @Test
    void aPresignedUrlNeedsNoOtherSignatureAndMayNotBeChanged() throws Exception {
        put("a", "text");
        URL url = presigned(cloud.endpoint());

        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> got =
                    http.send(
                            HttpRequest.newBuilder(url.toURI()).build(),
                            HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> changed =
                    http.send(
                            HttpRequest.newBuilder(URI.create(url.toString().replace("/a?", "/b?")))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());

            assertThat(got.statusCode()).isEqualTo(200);
            assertThat(got.body()).isEqualTo("text");
            assertThat(changed.statusCode()).isEqualTo(403);
            assertThat(changed.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        }
    }
}
