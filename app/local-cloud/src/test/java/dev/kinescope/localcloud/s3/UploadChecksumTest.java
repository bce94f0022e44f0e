package dev.kinescope.localcloud.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.Crc64Nvme;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.Checksum;

/** The checksums of objects that are uploaded in parts. */
class UploadChecksumTest {
    private static final int PART = 5 * 1024 * 1024;

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private final LocalS3 s3 =
            new LocalS3(
                    CloudIdentity.DEFAULT,
                    new MemoryBlobStore(time),
                    new MemoryDocumentStore(),
                    time,
                    UUID::randomUUID);
    private final byte[] content = new byte[PART + 1000];

    @BeforeEach
    void makeBucket() {
        s3.createBucket(r -> r.bucket("results"));
        new Random(1).nextBytes(content);
    }

    private String begin(ChecksumAlgorithm algorithm) {
        return s3.createMultipartUpload(
                        r -> r.bucket("results").key("k").checksumAlgorithm(algorithm))
                .uploadId();
    }

    private List<CompletedPart> parts(String id) {
        var parts = new ArrayList<CompletedPart>();
        for (int number = 1; number <= 2; number++) {
            int part = number;
            byte[] bytes =
                    number == 1
                            ? Arrays.copyOf(content, PART)
                            : Arrays.copyOfRange(content, PART, content.length);
            var answer =
                    s3.uploadPart(
                            r -> r.bucket("results").key("k").uploadId(id).partNumber(part),
                            RequestBody.fromBytes(bytes));
            parts.add(
                    CompletedPart.builder()
                            .partNumber(number)
                            .eTag(answer.eTag())
                            .checksumCRC32(answer.checksumCRC32())
                            .build());
        }
        return parts;
    }

    private CompleteMultipartUploadResponse complete(String id, List<CompletedPart> parts) {
        return s3.completeMultipartUpload(r ->
                r.bucket("results").key("k").uploadId(id).multipartUpload(m -> m.parts(parts)));
    }

    private static byte[] sum(Checksum checksum, byte[] bytes) {
        checksum.update(bytes, 0, bytes.length);
        return ByteBuffer.allocate(Long.BYTES).putLong(checksum.getValue()).array();
    }

    private static byte[] crc32(byte[] bytes) {
        return Arrays.copyOfRange(sum(new CRC32(), bytes), Integer.BYTES, Long.BYTES);
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static void refused(ThrowingCallable call, String code) {
        var error = catchThrowableOfType(AwsServiceException.class, call);
        assertThat(error).isNotNull();
        assertThat(error.statusCode()).isEqualTo(400);
        assertThat(error.awsErrorDetails().errorCode()).isEqualTo(code);
    }

    @Test
    void theChecksumOfACrcUploadIsThatOfItsPartsChecksums() {
        String id = begin(ChecksumAlgorithm.CRC32);
        List<CompletedPart> parts = parts(id);
        byte[] both =
                ByteBuffer.allocate(2 * Integer.BYTES)
                        .put(crc32(Arrays.copyOf(content, PART)))
                        .put(crc32(Arrays.copyOfRange(content, PART, content.length)))
                        .array();
        String expected = base64(crc32(both)) + "-2";

        var answer = complete(id, parts);

        assertThat(answer.checksumCRC32()).isEqualTo(expected);
        assertThat(answer.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        var head = s3.headObject(r -> r.bucket("results").key("k").checksumMode("ENABLED"));
        assertThat(head.checksumCRC32()).isEqualTo(expected);
        assertThat(head.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
    }

    @Test
    void aCopyOfItHasThatOfItsContent() {
        String id = begin(ChecksumAlgorithm.CRC32);
        complete(id, parts(id));

        s3.copyObject(r ->
                r.sourceBucket("results")
                        .sourceKey("k")
                        .destinationBucket("results")
                        .destinationKey("copy"));

        var head = s3.headObject(r -> r.bucket("results").key("copy").checksumMode("ENABLED"));
        assertThat(head.checksumCRC32()).isEqualTo(base64(crc32(content)));
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void theChecksumOfACrc64UploadIsThatOfItsContent() {
        String id = begin(ChecksumAlgorithm.CRC64_NVME);

        var answer = complete(id, parts(id));

        assertThat(answer.checksumCRC64NVME()).isEqualTo(base64(sum(new Crc64Nvme(), content)));
        assertThat(answer.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void whatIsNotAsTheClientSaysIsNotJoined() {
        String id = begin(ChecksumAlgorithm.CRC32);
        List<CompletedPart> parts = parts(id);
        refused(
                () ->
                        complete(
                                id,
                                List.of(
                                        parts.getFirst(),
                                        parts.getLast().toBuilder()
                                                .checksumCRC32("AAAAAA==")
                                                .build())),
                "InvalidPart");
        refused(
                () ->
                        s3.completeMultipartUpload(r ->
                                r.bucket("results")
                                        .key("k")
                                        .uploadId(id)
                                        .checksumCRC32("AAAAAA==-2")
                                        .multipartUpload(m -> m.parts(parts))),
                "BadDigest");
        refused(
                () ->
                        s3.completeMultipartUpload(r ->
                                r.bucket("results")
                                        .key("k")
                                        .uploadId(id)
                                        .mpuObjectSize(1L)
                                        .multipartUpload(m -> m.parts(parts))),
                "InvalidRequest");
        refused(
                () ->
                        s3.createMultipartUpload(r ->
                                r.bucket("results")
                                        .key("k")
                                        .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                        .checksumType(ChecksumType.FULL_OBJECT)),
                "InvalidRequest");
        complete(id, parts);
    }
}
