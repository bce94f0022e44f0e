package dev.kinescope.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tag;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

class LocalS3Test {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String HELLO_MD5 = "\"5d41402abc4b2a76b9719d911017c592\"";

    private final ManualTime time = new ManualTime(NOW);
    private final LocalS3 s3 = in("us-east-1");

    private LocalS3 in(String region) {
        return new LocalS3(
                new CloudIdentity("000000000000", region),
                new MemoryBlobStore(time),
                new MemoryDocumentStore(),
                time,
                UUID::randomUUID);
    }

    @BeforeEach
    void makeBucket() {
        s3.createBucket(b -> b.bucket("results"));
    }

    @Test
    void anObjectComesBackWithWhatItWasPutWith() {
        var put =
                s3.putObject(
                        b ->
                                b.bucket("results")
                                        .key("a/b.json")
                                        .contentType("application/json")
                                        .contentEncoding("aws-chunked,gzip")
                                        .cacheControl("no-cache")
                                        .metadata(Map.of("Origin", "test"))
                                        .tagging("colour=red&size=x%20l")
                                        .checksumAlgorithm(ChecksumAlgorithm.CRC32),
                        RequestBody.fromString("hello"));
        assertThat(put.eTag()).isEqualTo(HELLO_MD5);
        assertThat(put.checksumCRC32()).isEqualTo("NhCmhg==");

        var got =
                s3.getObjectAsBytes(
                        b -> b.bucket("results").key("a/b.json").checksumMode("ENABLED"));

        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().eTag()).isEqualTo(HELLO_MD5);
        assertThat(got.response().contentType()).isEqualTo("application/json");
        assertThat(got.response().contentEncoding()).isEqualTo("gzip");
        assertThat(got.response().cacheControl()).isEqualTo("no-cache");
        assertThat(got.response().metadata()).isEqualTo(Map.of("origin", "test"));
        assertThat(got.response().contentLength()).isEqualTo(5);
        assertThat(got.response().lastModified()).isEqualTo(NOW);
        assertThat(got.response().checksumCRC32()).isEqualTo("NhCmhg==");
        assertThat(got.response().tagCount()).isEqualTo(2);
        var head = s3.headObject(b -> b.bucket("results").key("a/b.json"));
        assertThat(head.contentLength()).isEqualTo(5);
        assertThat(head.metadata()).isEqualTo(Map.of("origin", "test"));
        assertThat(head.checksumCRC32()).isNull();
        assertThat(
                        s3.headObject(b ->
                                        b.bucket("results")
                                                .key("a/b.json")
                                                .checksumMode(ChecksumMode.ENABLED))
                                .checksumCRC32())
                .isEqualTo("NhCmhg==");
    }

    @Test
    void aBodyThatDoesNotMatchItsDigestIsNotStored() {
        assertError(
                400,
                "BadDigest",
                () ->
                        s3.putObject(
                                b -> b.bucket("results").key("k").checksumCRC32("AAAAAA=="),
                                RequestBody.fromString("hello")));
        assertError(
                400,
                "BadDigest",
                () ->
                        s3.putObject(
                                b ->
                                        b.bucket("results")
                                                .key("k")
                                                .contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                                RequestBody.fromString("hello")));
        assertError(404, "NoSuchKey", () -> s3.headObject(b -> b.bucket("results").key("k")));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-3, 0123, bytes 0-3/10",
        "bytes=7-, 789, bytes 7-9/10",
        "bytes=-2, 89, bytes 8-9/10",
        "bytes=-99, 0123456789, bytes 0-9/10",
        "bytes=4-99, 456789, bytes 4-9/10",
        "'bytes=0-1,3-4', 0123456789,",
        "bytes=5-2, 0123456789,",
        "lines=1-2, 0123456789,",
    })
    void aRangeIsReadAsAsked(String range, String content, String header) {
        put("digits", "0123456789");

        var got = s3.getObjectAsBytes(b -> b.bucket("results").key("digits").range(range));

        assertThat(got.asUtf8String()).isEqualTo(content);
        assertThat(got.response().contentRange()).isEqualTo(header);
        assertThat(got.response().contentLength()).isEqualTo(content.length());
    }

    @Test
    void aRangeBehindTheEndIsNotSatisfiable() {
        put("digits", "0123456789");

        assertError(
                416,
                "InvalidRange",
                () ->
                        s3.getObjectAsBytes(
                                b -> b.bucket("results").key("digits").range("bytes=10-")));
    }

    @Test
    void anObjectIsReadOnlyIfTheConditionsHold() {
        put("k", "hello");
        Instant later = NOW.plus(Duration.ofMinutes(1));

        assertThat(
                        s3.getObjectAsBytes(b -> b.bucket("results").key("k").ifMatch(HELLO_MD5))
                                .asUtf8String())
                .isEqualTo("hello");
        assertError(
                304,
                "NotModified",
                () ->
                        s3.getObjectAsBytes(
                                b -> b.bucket("results").key("k").ifNoneMatch(HELLO_MD5)));
        assertError(
                304,
                "NotModified",
                () ->
                        s3.getObjectAsBytes(
                                b -> b.bucket("results").key("k").ifModifiedSince(later)));
        assertError(
                412,
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(b -> b.bucket("results").key("k").ifMatch("\"other\"")));
        assertError(
                412,
                "PreconditionFailed",
                () ->
                        s3.headObject(b ->
                                b.bucket("results")
                                        .key("k")
                                        .ifUnmodifiedSince(NOW.minusSeconds(1))));
    }

    @Test
    void anObjectIsWrittenOnlyIfTheConditionsHold() {
        put("k", "hello");

        assertError(
                412,
                "PreconditionFailed",
                () ->
                        s3.putObject(
                                b -> b.bucket("results").key("k").ifNoneMatch("*"),
                                RequestBody.fromString("x")));
        assertError(
                412,
                "PreconditionFailed",
                () ->
                        s3.putObject(
                                b -> b.bucket("results").key("k").ifMatch("\"x\""),
                                RequestBody.fromString("x")));
        s3.putObject(
                b -> b.bucket("results").key("k").ifMatch(HELLO_MD5), RequestBody.fromString("x"));
        assertThat(text("k")).isEqualTo("x");
    }

    @Test
    void aStreamedReadCanBeClosedLater() throws IOException {
        put("k", "hello");

        try (var stream = s3.getObject(b -> b.bucket("results").key("k"))) {
            assertThat(stream.readAllBytes()).asString().isEqualTo("hello");
        }
    }

    @Test
    void missingThingsHaveTheirTypedErrors() {
        assertThat(
                        assertError(
                                404,
                                "NoSuchKey",
                                () -> s3.getObject(b -> b.bucket("results").key("no"))))
                .isInstanceOf(NoSuchKeyException.class)
                .hasMessageContaining("The specified key does not exist.");
        assertThat(
                        assertError(
                                404,
                                "NoSuchBucket",
                                () -> s3.listObjectsV2(b -> b.bucket("no-such"))))
                .isInstanceOf(NoSuchBucketException.class);
        assertError(404, "NoSuchBucket", () -> s3.headBucket(b -> b.bucket("no-such")));
        assertError(
                404,
                "NoSuchBucket",
                () -> s3.putObject(b -> b.bucket("no-such").key("k"), RequestBody.fromString("x")));
        assertError(
                400,
                "KeyTooLongError",
                () ->
                        s3.putObject(
                                b -> b.bucket("results").key("é".repeat(513)),
                                RequestBody.fromString("x")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Upper",
                "under_score",
                "-start",
                "end-",
                "two..dots",
                "192.168.5.4",
                "xn--x",
                "sthree-x",
                "amzn-s3-demo-x",
                "x-s3alias",
                "x--ol-s3",
                "x.mrap",
                "x--x-s3",
                "x--table-s3",
                "an-overlong-name-0123456789-0123456789-0123456789-0123456789-0123",
                "../up"
            })
    void aBucketNameOutsideTheRulesIsInvalid(String name) {
        assertError(400, "InvalidBucketName", () -> s3.createBucket(b -> b.bucket(name)));
    }

    @Test
    void theDefaultRegionTakesNoLocationAndOthersTheirOwn() {
        s3.createBucket(b -> b.bucket("results"));
        assertError(
                400,
                "InvalidLocationConstraint",
                () ->
                        s3.createBucket(b ->
                                b.bucket("other")
                                        .createBucketConfiguration(
                                                c -> c.locationConstraint("us-east-1"))));
        assertError(
                400,
                "IllegalLocationConstraintException",
                () ->
                        s3.createBucket(b ->
                                b.bucket("other")
                                        .createBucketConfiguration(
                                                c -> c.locationConstraint("eu-west-1"))));
        assertThat(s3.getBucketLocation(b -> b.bucket("results")).locationConstraintAsString())
                .isNull();

        LocalS3 ireland = in("eu-west-1");
        assertError(
                400,
                "IllegalLocationConstraintException",
                () -> ireland.createBucket(b -> b.bucket("other")));
        ireland.createBucket(b ->
                b.bucket("other")
                        .createBucketConfiguration(c -> c.locationConstraint("eu-west-1")));
        assertThat(
                        assertError(
                                409,
                                "BucketAlreadyOwnedByYou",
                                () ->
                                        ireland.createBucket(b ->
                                                b.bucket("other")
                                                        .createBucketConfiguration(c ->
                                                                c.locationConstraint(
                                                                        "eu-west-1")))))
                .isInstanceOf(BucketAlreadyOwnedByYouException.class);
        assertThat(ireland.getBucketLocation(b -> b.bucket("other")).locationConstraintAsString())
                .isEqualTo("eu-west-1");
        assertThat(ireland.headBucket(b -> b.bucket("other")).bucketRegion())
                .isEqualTo("eu-west-1");
    }

    @Test
    void onlyAnEmptyBucketIsDeleted() {
        put("k", "x");
        assertError(409, "BucketNotEmpty", () -> s3.deleteBucket(b -> b.bucket("results")));

        s3.deleteObject(b -> b.bucket("results").key("k"));
        s3.deleteObject(b -> b.bucket("results").key("k"));
        s3.deleteBucket(b -> b.bucket("results"));

        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void severalObjectsAreDeletedTogether() {
        put("a", "1");
        put("b", "2");

        var answer =
                s3.deleteObjects(b ->
                        b.bucket("results")
                                .delete(d ->
                                        d.objects(
                                                ObjectIdentifier.builder().key("a").build(),
                                                ObjectIdentifier.builder()
                                                        .key("missing")
                                                        .build())));

        assertThat(answer.deleted()).extracting(d -> d.key()).containsExactly("a", "missing");
        assertThat(keys("", null)).containsExactly("b");
    }

    @Test
    void aListingPagesThroughKeysAndCommonPrefixesInByteOrder() {
        for (String key : List.of("a", "b/1", "b/2", "b/c/3", "c", "d/1", "é", "！", "😀")) {
            put(key, "x");
        }

        var seen = new ArrayList<List<String>>();
        String token = null;
        do {
            String from = token;
            var page =
                    s3.listObjectsV2(b ->
                            b.bucket("results").delimiter("/").maxKeys(2).continuationToken(from));
            var names = new ArrayList<String>();
            page.contents().forEach(object -> names.add(object.key()));
            page.commonPrefixes().forEach(prefix -> names.add(prefix.prefix()));
            assertThat(page.keyCount()).isEqualTo(names.size());
            assertThat(page.isTruncated()).isEqualTo(page.nextContinuationToken() != null);
            seen.add(names);
            token = page.nextContinuationToken();
        } while (token != null);

        assertThat(seen)
                .containsExactly(
                        List.of("a", "b/"), List.of("c", "d/"), List.of("é", "！"), List.of("😀"));
        assertThat(keys("b/", null)).containsExactly("b/1", "b/2", "b/c/3");
        assertThat(keys("b/", "/")).containsExactly("b/1", "b/2", "b/c/");
        assertThat(s3.listObjectsV2(b -> b.bucket("results").startAfter("d/1")).contents())
                .extracting(S3Object::key)
                .containsExactly("é", "！", "😀");
        assertThat(s3.listObjectsV2(b -> b.bucket("results").maxKeys(0)).isTruncated()).isFalse();
    }

    @Test
    void theFirstVersionOfTheListingGoesOnBehindItsMarker() {
        for (String key : List.of("a", "b/1", "b/2", "c")) {
            put(key, "x");
        }

        var first = s3.listObjects(b -> b.bucket("results").delimiter("/").maxKeys(2));
        assertThat(first.contents()).extracting(S3Object::key).containsExactly("a");
        assertThat(first.commonPrefixes()).extracting(CommonPrefix::prefix).containsExactly("b/");
        assertThat(first.nextMarker()).isEqualTo("b/");
        var second =
                s3.listObjects(b -> b.bucket("results").delimiter("/").marker(first.nextMarker()));
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("c");
        assertThat(second.commonPrefixes()).isEmpty();
        assertThat(second.isTruncated()).isFalse();
    }

    @Test
    void keysAreUrlEncodedOnDemand() {
        put("a b/+é\u0001", "x");

        assertThat(
                        s3.listObjectsV2(b -> b.bucket("results").encodingType(EncodingType.URL))
                                .contents())
                .extracting(S3Object::key)
                .containsExactly("a%20b/%2B%C3%A9%01");
    }

    @Test
    void aHundredThousandKeysAreListedByPrefixQuickly() {
        for (int i = 0; i < 100_000; i++) {
            put("%03d/%05d".formatted(i % 400, i), "");
        }
        long before = System.nanoTime();

        int count = 0;
        String token = null;
        do {
            String from = token;
            var page = s3.listObjectsV2(b -> b.bucket("results").continuationToken(from));
            count += page.keyCount();
            token = page.nextContinuationToken();
        } while (token != null);

        assertThat(count).isEqualTo(100_000);
        assertThat(s3.listObjectsV2(b -> b.bucket("results").delimiter("/")).commonPrefixes())
                .hasSize(400);
        // A quadratic listing takes minutes; a busy machine, some seconds.
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void aCopyKeepsOrReplacesWhatDescribesTheObject() {
        s3.putObject(
                b ->
                        b.bucket("results")
                                .key("from é+")
                                .contentType("text/plain")
                                .metadata(Map.of("a", "1"))
                                .tagging("t=1"),
                RequestBody.fromString("hello"));

        s3.copyObject(copyByHeader("results/from%20%C3%A9+", "kept"));
        s3.copyObject(b ->
                b.sourceBucket("results")
                        .sourceKey("from é+")
                        .destinationBucket("results")
                        .destinationKey("replaced")
                        .metadataDirective(MetadataDirective.REPLACE)
                        .metadata(Map.of("b", "2")));

        var kept = s3.headObject(b -> b.bucket("results").key("kept"));
        assertThat(kept.eTag()).isEqualTo(HELLO_MD5);
        assertThat(kept.contentType()).isEqualTo("text/plain");
        assertThat(kept.metadata()).isEqualTo(Map.of("a", "1"));
        var replaced = s3.headObject(b -> b.bucket("results").key("replaced"));
        assertThat(replaced.contentType()).isEqualTo("binary/octet-stream");
        assertThat(replaced.metadata()).isEqualTo(Map.of("b", "2"));
        assertThat(s3.getObjectTagging(b -> b.bucket("results").key("replaced")).tagSet())
                .containsExactly(tag("t", "1"));
        assertError(
                400, "InvalidRequest", () -> s3.copyObject(copyByHeader("/results/kept", "kept")));
    }

    @Test
    void tagsAreSetReadAndRemoved() {
        put("k", "x");

        s3.putObjectTagging(
                b -> b.bucket("results").key("k").tagging(t -> t.tagSet(tag("a", "1 & 2"))));
        assertThat(s3.getObjectTagging(b -> b.bucket("results").key("k")).tagSet())
                .containsExactly(tag("a", "1 & 2"));
        s3.deleteObjectTagging(b -> b.bucket("results").key("k"));
        assertThat(s3.getObjectTagging(b -> b.bucket("results").key("k")).tagSet()).isEmpty();
    }

    @Test
    void anUploadInPartsBecomesOneObject() {
        String id =
                s3.createMultipartUpload(b ->
                                b.bucket("results")
                                        .key("big")
                                        .contentType("text/plain")
                                        .metadata(Map.of("m", "1")))
                        .uploadId();
        String large = "a".repeat(5 * 1024 * 1024);
        String second = part(id, 2, "end");
        String first = part(id, 1, large);
        assertThat(s3.listParts(b -> b.bucket("results").key("big").uploadId(id)).parts())
                .extracting(p -> p.partNumber() + ":" + p.size())
                .containsExactly("1:5242880", "2:3");
        assertThat(s3.listMultipartUploads(b -> b.bucket("results")).uploads())
                .extracting(u -> u.key())
                .containsExactly("big");
        assertError(400, "InvalidPartOrder", () -> complete(id, of(2, second), of(1, first)));
        assertError(400, "InvalidPart", () -> complete(id, of(1, first), of(3, second)));

        String eTag = complete(id, of(1, first), of(2, second));

        assertThat(eTag).matches("\"[0-9a-f]{32}-2\"");
        assertThat(text("big")).isEqualTo(large + "end");
        assertThat(s3.headObject(b -> b.bucket("results").key("big")).metadata())
                .isEqualTo(Map.of("m", "1"));
        assertError(404, "NoSuchUpload", () -> complete(id, of(1, first)));
        assertThat(s3.listMultipartUploads(b -> b.bucket("results")).uploads()).isEmpty();
    }

    @Test
    void onlyTheLastPartMayBeSmallAndAnAbortedUploadIsGone() {
        String id = s3.createMultipartUpload(b -> b.bucket("results").key("k")).uploadId();
        String one = part(id, 1, "a");
        String two = part(id, 2, "b");
        assertError(400, "EntityTooSmall", () -> complete(id, of(1, one), of(2, two)));

        s3.abortMultipartUpload(b -> b.bucket("results").key("k").uploadId(id));

        assertError(
                404,
                "NoSuchUpload",
                () -> s3.listParts(b -> b.bucket("results").key("k").uploadId(id)));
        assertError(404, "NoSuchKey", () -> s3.headObject(b -> b.bucket("results").key("k")));
    }

    @Test
    void aBucketCarriesItsPolicyAndItsAccessBlock() {
        assertError(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(b -> b.bucket("results")));
        assertError(
                400,
                "MalformedPolicy",
                () -> s3.putBucketPolicy(b -> b.bucket("results").policy("no")));
        s3.putBucketPolicy(b -> b.bucket("results").policy("{\"Statement\":[]}"));
        assertThat(s3.getBucketPolicy(b -> b.bucket("results")).policy())
                .isEqualTo("{\"Statement\":[]}");

        var fresh = s3.getPublicAccessBlock(b -> b.bucket("results"));
        assertThat(fresh.publicAccessBlockConfiguration().blockPublicPolicy()).isTrue();
        s3.putPublicAccessBlock(b ->
                b.bucket("results").publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
        var changed =
                s3.getPublicAccessBlock(b -> b.bucket("results")).publicAccessBlockConfiguration();
        assertThat(changed.blockPublicAcls()).isTrue();
        assertThat(changed.blockPublicPolicy()).isFalse();
        assertThat(
                        s3.getBucketEncryption(b -> b.bucket("results"))
                                .serverSideEncryptionConfiguration()
                                .rules()
                                .getFirst()
                                .applyServerSideEncryptionByDefault()
                                .sseAlgorithmAsString())
                .isEqualTo("AES256");
    }

    // The deprecated member is the header as it comes over HTTP.
    @SuppressWarnings("deprecation")
    private static CopyObjectRequest copyByHeader(String source, String key) {
        return CopyObjectRequest.builder()
                .copySource(source)
                .destinationBucket("results")
                .destinationKey(key)
                .build();
    }

    private void put(String key, String content) {
        s3.putObject(b -> b.bucket("results").key(key), RequestBody.fromString(content));
    }

    private String text(String key) {
        return s3.getObjectAsBytes(b -> b.bucket("results").key(key)).asUtf8String();
    }

    private List<String> keys(String prefix, String delimiter) {
        var page = s3.listObjectsV2(b -> b.bucket("results").prefix(prefix).delimiter(delimiter));
        var keys = new ArrayList<String>();
        page.contents().forEach(object -> keys.add(object.key()));
        page.commonPrefixes().forEach(common -> keys.add(common.prefix()));
        return keys;
    }

    private String part(String id, int number, String content) {
        return s3.uploadPart(
                        b -> b.bucket("results").key(keyOf(id)).uploadId(id).partNumber(number),
                        RequestBody.fromString(content))
                .eTag();
    }

    private String keyOf(String id) {
        return s3.listMultipartUploads(b -> b.bucket("results")).uploads().stream()
                .filter(upload -> upload.uploadId().equals(id))
                .findFirst()
                .map(upload -> upload.key())
                .orElse("big");
    }

    private String complete(String id, CompletedPart... parts) {
        return s3.completeMultipartUpload(b ->
                        b.bucket("results")
                                .key(keyOf(id))
                                .uploadId(id)
                                .multipartUpload(m -> m.parts(parts)))
                .eTag();
    }

    private static CompletedPart of(int number, String eTag) {
        return CompletedPart.builder().partNumber(number).eTag(eTag).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static AwsServiceException assertError(int status, String code, ThrowingCallable work) {
        var error = catchThrowableOfType(AwsServiceException.class, work);
        assertThat(error).as(code).isNotNull();
        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
        return error;
    }
}
