package dev.kinescope.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.BlobStore;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** Calls of two clients at the same moment: what was acknowledged to either holds. */
@Timeout(60)
class CallsAtOnceTest {
    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private final Meanwhile other = new Meanwhile();
    private final DocumentStore documents =
            new MeanwhileStores.Documents(new MemoryDocumentStore(), other);
    private final BlobStore blobs = new MeanwhileStores.Blobs(new MemoryBlobStore(time), other);
    private final LocalS3 s3 = start();

    private LocalS3 start() {
        return new LocalS3(CloudIdentity.DEFAULT, blobs, documents, time, UUID::randomUUID);
    }

    @BeforeEach
    void makeBucket() {
        s3.createBucket(r -> r.bucket("results"));
    }

    private void put(String content) {
        s3.putObject(r -> r.bucket("results").key("k"), RequestBody.fromString(content));
    }

    @Test
    void newContentKeepsItsETagWhenTheOldIsBeingTagged() throws InterruptedException {
        put("old");
        // The bucket is looked up first, then the object.
        other.next(() -> other.next(() -> put("new")));

        s3.putObjectTagging(r ->
                r.bucket("results")
                        .key("k")
                        .tagging(t -> t.tagSet(Tag.builder().key("a").value("b").build())));
        other.end();

        var got = s3.getObjectAsBytes(r -> r.bucket("results").key("k"));
        assertThat(got.asUtf8String()).isEqualTo("new");
        assertThat(got.response().eTag())
                .isEqualTo(
                        '"'
                                + ContentDigest.hex(
                                        ContentDigest.digest("MD5").digest(got.asByteArray()))
                                + '"');
    }

    @Test
    void twoSettingsOfABucketAreBothKept() throws InterruptedException {
        for (int read = 1; read <= 3; read++) {
            s3.deleteBucketPolicy(r -> r.bucket("results"));
            s3.putPublicAccessBlock(r ->
                    r.bucket("results")
                            .publicAccessBlockConfiguration(c -> c.blockPublicAcls(true)));
            after(read, () -> s3.deletePublicAccessBlock(r -> r.bucket("results")));

            s3.putBucketPolicy(r -> r.bucket("results").policy("{}"));
            while (other.waiting()) {
                other.turn();
            }
            other.end();

            assertThat(s3.getBucketPolicy(r -> r.bucket("results")).policy()).isEqualTo("{}");
            assertThatThrownBy(() -> s3.getPublicAccessBlock(r -> r.bucket("results")))
                    .as("after read %d", read)
                    .isInstanceOf(S3Exception.class);
        }
    }

    @Test
    void aDeletedBucketStaysDeletedWhenItIsBeingChanged() throws InterruptedException {
        for (int read = 1; read <= 3; read++) {
            s3.createBucket(r -> r.bucket("gone"));
            after(read, () -> s3.deleteBucket(r -> r.bucket("gone")));
            try {
                s3.putBucketPolicy(r -> r.bucket("gone").policy("{}"));
            } catch (NoSuchBucketException e) {
                assertThat(e).hasMessageContaining("does not exist");
            }
            while (other.waiting()) {
                other.turn();
            }
            other.end();

            assertThatThrownBy(() -> s3.headBucket(r -> r.bucket("gone")))
                    .as("after read %d", read)
                    .isInstanceOf(NoSuchBucketException.class);
        }
    }

    /** The other client comes after so many reads of this one. */
    private void after(int reads, Runnable call) {
        other.next(reads == 1 ? call : () -> after(reads - 1, call));
    }

    @Test
    void aPartThatArrivesWhenItsUploadIsAbortedIsNotKept() {
        String id = s3.createMultipartUpload(r -> r.bucket("results").key("k")).uploadId();
        var body =
                RequestBody.fromContentProvider(
                        () -> {
                            s3.abortMultipartUpload(r -> r.bucket("results").key("k").uploadId(id));
                            return new ByteArrayInputStream(new byte[10]);
                        },
                        10,
                        "text/plain");

        assertThatThrownBy(() ->
                        s3.uploadPart(
                                r -> r.bucket("results").key("k").uploadId(id).partNumber(1), body))
                .isInstanceOf(NoSuchUploadException.class);

        assertThat(blobs.containers("parts/")).isEmpty();
    }

    @Test
    void anUploadIsEitherCompletedOrAborted() throws InterruptedException {
        for (int read = 1; read <= 5; read++) {
            String id = begin("results");
            String eTag =
                    s3.listParts(r -> r.bucket("results").key("k").uploadId(id))
                            .parts()
                            .getFirst()
                            .eTag();
            CompletedPart part = CompletedPart.builder().partNumber(1).eTag(eTag).build();
            var succeeded = new AtomicInteger();
            Runnable abort =
                    () -> s3.abortMultipartUpload(r -> r.bucket("results").key("k").uploadId(id));
            after(read, () -> count(succeeded, abort));

            count(
                    succeeded,
                    () ->
                            s3.completeMultipartUpload(r ->
                                    r.bucket("results")
                                            .key("k")
                                            .uploadId(id)
                                            .multipartUpload(u -> u.parts(part))));
            while (other.waiting()) {
                other.turn();
            }
            other.end();

            assertThat(succeeded).as("after read %d", read).hasValue(1);
            assertThat(blobs.containers("parts/")).isEmpty();
        }
    }

    private static void count(AtomicInteger succeeded, Runnable call) {
        try {
            call.run();
            succeeded.incrementAndGet();
        } catch (S3Exception e) {
            assertThat(e).hasMessageContaining("upload");
        }
    }

    @Test
    void whatAKillLeftOfEndedUploadsIsRemovedAtTheNextStart() {
        String kept = begin("results");
        s3.createBucket(r -> r.bucket("gone"));
        String unreachable = begin("gone");
        String ended = begin("results");
        documents.delete("s3-buckets", "gone");
        documents.delete("s3-uploads", ended);

        start();

        assertThat(blobs.containers("parts/")).containsExactly("parts/" + kept);
        assertThat(documents.names("s3-uploads")).containsExactly(kept).doesNotContain(unreachable);
    }

    private String begin(String bucket) {
        String id = s3.createMultipartUpload(r -> r.bucket(bucket).key("k")).uploadId();
        s3.uploadPart(
                r -> r.bucket(bucket).key("k").uploadId(id).partNumber(1),
                RequestBody.fromString("part"));
        return id;
    }
}
