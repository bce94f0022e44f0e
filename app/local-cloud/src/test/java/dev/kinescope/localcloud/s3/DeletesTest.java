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

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Deletes that are to spare an object: those with a condition, and those of a version. */
class DeletesTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private final LocalS3 s3 =
            new LocalS3(
                    CloudIdentity.DEFAULT,
                    new MemoryBlobStore(time),
                    new MemoryDocumentStore(),
                    time,
                    UUID::randomUUID);

    @BeforeEach
    void makeBucket() {
        s3.createBucket(r -> r.bucket("results"));
    }

    private String put(String key, String content) {
        return s3.putObject(r -> r.bucket("results").key(key), RequestBody.fromString(content))
                .eTag();
    }

    private List<String> keys() {
        return s3.listObjectsV2(r -> r.bucket("results")).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private static void refused(ThrowingCallable call, int status, String code) {
        var error = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.statusCode()).isEqualTo(status);
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    }

    @Test
    void anObjectIsDeletedOnlyIfItIsTheOneThatIsMeant() {
        String old = put("k", "old");
        String now = put("k", "new");

        refused(
                () -> s3.deleteObject(r -> r.bucket("results").key("k").ifMatch(old)),
                412,
                "PreconditionFailed");
        refused(
                () -> s3.deleteObject(r -> r.bucket("results").key("none").ifMatch("*")),
                404,
                "NoSuchKey");
        assertThat(keys()).containsExactly("k");
        s3.deleteObject(r -> r.bucket("results").key("k").ifMatch(now));
        assertThat(keys()).isEmpty();
    }

    @Test
    void ofSeveralObjectsThoseThatChangedAreTold() {
        String old = put("changed", "old");
        put("changed", "new");
        String same = put("same", "same");
        put("versioned", "x");

        var answer =
                s3.deleteObjects(r ->
                        r.bucket("results")
                                .delete(d ->
                                        d.objects(
                                                id("changed").eTag(old).build(),
                                                id("same").eTag(same).build(),
                                                id("versioned").versionId("v1").build(),
                                                id("none").build())));

        assertThat(answer.deleted())
                .extracting(deleted -> deleted.key())
                .containsExactly("same", "none");
        assertThat(answer.errors())
                .extracting(error -> error.key() + " " + error.code())
                .containsExactly("changed PreconditionFailed", "versioned InvalidArgument");
        assertThat(keys()).containsExactly("changed", "versioned");
    }

    private static ObjectIdentifier.Builder id(String key) {
        return ObjectIdentifier.builder().key(key);
    }

    @Test
    void aVersionThatIsNotThereIsNeitherReadNorChanged() {
        put("k", "content");
        List<ThrowingCallable> calls =
                List.of(
                        () -> s3.deleteObject(r -> r.bucket("results").key("k").versionId("v")),
                        () -> s3.getObjectAsBytes(r -> r.bucket("results").key("k").versionId("v")),
                        () -> s3.headObject(r -> r.bucket("results").key("k").versionId("v")),
                        () -> s3.getObjectTagging(r -> r.bucket("results").key("k").versionId("v")),
                        () ->
                                s3.putObjectTagging(r ->
                                        r.bucket("results")
                                                .key("k")
                                                .versionId("v")
                                                .tagging(t -> t.tagSet(List.of()))),
                        () ->
                                s3.deleteObjectTagging(
                                        r -> r.bucket("results").key("k").versionId("v")),
                        () -> copy("v"));

        calls.forEach(call -> refused(call, 400, "InvalidArgument"));
        assertThat(keys()).containsExactly("k");

        copy("null");
        assertThat(
                        s3.getObjectAsBytes(r -> r.bucket("results").key("copy").versionId("null"))
                                .asUtf8String())
                .isEqualTo("content");
        s3.deleteObject(r -> r.bucket("results").key("k").versionId("null"));
        assertThat(keys()).containsExactly("copy");
    }

    // The deprecated member is the header that clients send.
    @SuppressWarnings("deprecation")
    private void copy(String version) {
        s3.copyObject(r ->
                r.copySource("results/k?versionId=" + version)
                        .destinationBucket("results")
                        .destinationKey("copy"));
    }

    @Test
    void whatIsNoTagIsRefused() {
        refused(
                () ->
                        s3.putObject(
                                r -> r.bucket("results").key("k").tagging("a=%zz"),
                                RequestBody.empty()),
                400,
                "InvalidArgument");
        put("k", "x");
        refused(() -> s3.putObjectTagging(r -> r.bucket("results").key("k")), 400, "MalformedXML");
    }

    @Test
    void aPartIsCopiedOnlyOutOfARangeThatIsThere() {
        put("source", "0123456789");
        put("empty", "");
        String id = s3.createMultipartUpload(r -> r.bucket("results").key("k")).uploadId();
        for (String range : List.of("bytes=0-", "bytes=-3", "0-3", "bytes=5-4", "bytes=0-10")) {
            refused(() -> copyPart(id, "source", range), 400, "InvalidArgument");
        }
        refused(() -> copyPart(id, "empty", "bytes=0-0"), 400, "InvalidArgument");

        copyPart(id, "source", "bytes=2-9");

        assertThat(
                        s3.listParts(r -> r.bucket("results").key("k").uploadId(id))
                                .parts()
                                .getFirst()
                                .size())
                .isEqualTo(8);
    }

    private void copyPart(String id, String source, String range) {
        s3.uploadPartCopy(r ->
                r.sourceBucket("results")
                        .sourceKey(source)
                        .copySourceRange(range)
                        .destinationBucket("results")
                        .destinationKey("k")
                        .uploadId(id)
                        .partNumber(1));
    }
}
