package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3Configuration;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** S3 with the SDK's own client over HTTP, on a data directory. */
class S3DataDirectoryTest {
    private static final List<String> ODD_KEYS =
            List.of(
                    "../../up",
                    "a b+c&d=e/ü/😀",
                    "fp",
                    "fp/child",
                    "percent%2Fencoded",
                    "slash/slash/",
                    "x<y>&\"'");

    @TempDir Path directory;
    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.in(directory));
        s3 =
                Clients.of(
                        cloud,
                        S3Client.builder()
                                .requestChecksumCalculation(
                                        RequestChecksumCalculation.WHEN_REQUIRED)
                                .serviceConfiguration(
                                        S3Configuration.builder()
                                                .pathStyleAccessEnabled(true)
                                                .chunkedEncodingEnabled(false)
                                                .build()));
        if (s3.listBuckets().buckets().isEmpty()) {
            s3.createBucket(b -> b.bucket("results"));
        }
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    @Test
    void objectsOfAnyKeyGoRoundAndSurviveARestart() {
        for (String key : ODD_KEYS) {
            s3.putObject(
                    b ->
                            b.bucket("results")
                                    .key(key)
                                    .contentType("text/plain; charset=utf-8")
                                    .metadata(Map.of("origin", "test")),
                    RequestBody.fromString("content of " + key));
        }
        stop();
        start();

        assertThat(s3.listObjectsV2(b -> b.bucket("results")).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(ODD_KEYS);
        for (String key : ODD_KEYS) {
            var got = s3.getObjectAsBytes(b -> b.bucket("results").key(key));
            assertThat(got.asUtf8String()).isEqualTo("content of " + key);
            assertThat(got.response().contentType()).isEqualTo("text/plain; charset=utf-8");
            assertThat(got.response().metadata()).isEqualTo(Map.of("origin", "test"));
        }
    }

    @Test
    void oneConnectionServesManyDownloads() {
        try (S3Client single =
                Clients.of(
                        cloud,
                        S3Client.builder()
                                .forcePathStyle(true)
                                .httpClientBuilder(ApacheHttpClient.builder().maxConnections(1))
                                .overrideConfiguration(
                                        o -> o.retryStrategy(AwsRetryStrategy.doNotRetry())))) {
            for (int size : List.of(0, 1, 5000, 300_000, 0)) {
                single.putObject(
                        b -> b.bucket("results").key("k"), RequestBody.fromBytes(new byte[size]));
                assertThat(single.getObjectAsBytes(b -> b.bucket("results").key("k")).asByteArray())
                        .hasSize(size);
            }
        }
    }

    @Test
    void rangesAndConditionsAnswerAsS3Does() {
        String eTag =
                s3.putObject(
                                b -> b.bucket("results").key("digits"),
                                RequestBody.fromString("0123456789"))
                        .eTag();

        var part = s3.getObjectAsBytes(b -> b.bucket("results").key("digits").range("bytes=2-4"));
        assertThat(part.asUtf8String()).isEqualTo("234");
        assertThat(part.response().contentRange()).isEqualTo("bytes 2-4/10");
        assertThat(part.response().sdkHttpResponse().statusCode()).isEqualTo(206);
        assertStatus(
                304,
                () ->
                        s3.getObjectAsBytes(
                                b -> b.bucket("results").key("digits").ifNoneMatch(eTag)));
        assertStatus(
                412,
                () -> s3.getObjectAsBytes(b -> b.bucket("results").key("digits").ifMatch("\"x\"")));
        assertStatus(
                416,
                () ->
                        s3.getObjectAsBytes(
                                b -> b.bucket("results").key("digits").range("bytes=99-")));
    }

    @Test
    void missingThingsComeBackAsTheSdksTypedErrors() {
        assertThat(assertStatus(404, () -> s3.getObject(b -> b.bucket("results").key("no"))))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(assertStatus(404, () -> s3.headObject(b -> b.bucket("results").key("no"))))
                .isInstanceOf(NoSuchKeyException.class);
        assertThat(assertStatus(404, () -> s3.headBucket(b -> b.bucket("no-such"))))
                .isInstanceOf(NoSuchBucketException.class);
        assertThat(
                        assertStatus(404, () -> s3.listObjectsV2(b -> b.bucket("no-such")))
                                .awsErrorDetails()
                                .errorCode())
                .isEqualTo("NoSuchBucket");
    }

    @Test
    void aListingPagesWithFoldersAndObjectsAreDeletedTogether() {
        var keys = new ArrayList<String>();
        for (int i = 0; i < 25; i++) {
            keys.add("day %02d/%d".formatted(i % 5, i));
        }
        keys.forEach(key ->
                s3.putObject(b -> b.bucket("results").key(key), RequestBody.fromString(key)));

        assertThat(s3.listObjectsV2Paginator(b -> b.bucket("results").maxKeys(7)).contents())
                .extracting(S3Object::key)
                .containsExactlyElementsOf(keys.stream().sorted().toList());
        assertThat(s3.listObjectsV2(b -> b.bucket("results").delimiter("/")).commonPrefixes())
                .extracting(prefix -> prefix.prefix())
                .containsExactly("day 00/", "day 01/", "day 02/", "day 03/", "day 04/");

        s3.deleteObjects(b ->
                b.bucket("results")
                        .delete(d ->
                                d.objects(
                                        keys.stream()
                                                .map(key ->
                                                        ObjectIdentifier.builder().key(key).build())
                                                .toList())));
        s3.deleteBucket(b -> b.bucket("results"));
        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void anUploadInPartsCopiesAndTagsWork() {
        String id = s3.createMultipartUpload(b -> b.bucket("results").key("big")).uploadId();
        String large = "a".repeat(5 * 1024 * 1024);
        var parts = new ArrayList<CompletedPart>();
        for (String content : List.of(large, "end")) {
            int number = parts.size() + 1;
            String eTag =
                    s3.uploadPart(
                                    b ->
                                            b.bucket("results")
                                                    .key("big")
                                                    .uploadId(id)
                                                    .partNumber(number),
                                    RequestBody.fromString(content))
                            .eTag();
            parts.add(CompletedPart.builder().partNumber(number).eTag(eTag).build());
        }
        s3.completeMultipartUpload(b ->
                b.bucket("results").key("big").uploadId(id).multipartUpload(m -> m.parts(parts)));
        s3.copyObject(b ->
                b.sourceBucket("results")
                        .sourceKey("big")
                        .destinationBucket("results")
                        .destinationKey("copy of ü"));
        Tag tag = Tag.builder().key("k").value("v w").build();
        s3.putObjectTagging(b -> b.bucket("results").key("copy of ü").tagging(t -> t.tagSet(tag)));

        assertThat(s3.getObjectAsBytes(b -> b.bucket("results").key("copy of ü")).asUtf8String())
                .isEqualTo(large + "end");
        assertThat(s3.getObjectTagging(b -> b.bucket("results").key("copy of ü")).tagSet())
                .containsExactly(tag);
    }

    @Test
    void aBucketsConfigurationIsReadBack() {
        s3.putBucketPolicy(b -> b.bucket("results").policy("{\"Statement\":[]}"));

        assertThat(s3.getBucketPolicy(b -> b.bucket("results")).policy())
                .isEqualTo("{\"Statement\":[]}");
        assertThat(
                        s3.getPublicAccessBlock(b -> b.bucket("results"))
                                .publicAccessBlockConfiguration()
                                .restrictPublicBuckets())
                .isTrue();
        assertThat(s3.getBucketLocation(b -> b.bucket("results")).locationConstraintAsString())
                .isIn(null, "");
        assertThat(s3.headBucket(b -> b.bucket("results")).bucketRegion()).isEqualTo("us-east-1");
        assertThat(
                        s3.getBucketEncryption(b -> b.bucket("results"))
                                .serverSideEncryptionConfiguration()
                                .rules())
                .hasSize(1);
    }

    private static AwsServiceException assertStatus(int status, ThrowingCallable work) {
        var error = catchThrowableOfType(AwsServiceException.class, work);
        assertThat(error).isNotNull();
        assertThat(error.statusCode()).isEqualTo(status);
        return error;
    }
}
