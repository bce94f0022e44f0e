package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.store.Crc64Nvme;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.ObjectVersion;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/** Objects in parts, with checksums and in large numbers, through the SDK's own client. */
class S3ObjectsOverHttpTest {
    private static final int PART = 5 * 1024 * 1024;

    private LocalCloud cloud;
    private S3Client s3;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        s3 = Clients.of(cloud, S3Client.builder());
        s3.createBucket(r -> r.bucket("results"));
    }

    @AfterEach
    void stop() {
        s3.close();
        cloud.close();
    }

    private static void assertFault(Runnable call, int status, String code) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        AwsServiceException.class,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.statusCode()).isEqualTo(status);
                        });
    }

    /** Puts an object together: a part of its own and one copied out of another object. */
    private String joined() {
        s3.putObject(r -> r.bucket("results").key("source"), RequestBody.fromString("0123456789"));
        String id = s3.createMultipartUpload(r -> r.bucket("results").key("joined")).uploadId();
        String first =
                s3.uploadPart(
                                r -> r.bucket("results").key("joined").uploadId(id).partNumber(1),
                                RequestBody.fromBytes(new byte[PART]))
                        .eTag();
        String second =
                s3.uploadPartCopy(r ->
                                r.sourceBucket("results")
                                        .sourceKey("source")
                                        .copySourceRange("bytes=2-5")
                                        .destinationBucket("results")
                                        .destinationKey("joined")
                                        .uploadId(id)
                                        .partNumber(2))
                        .copyPartResult()
                        .eTag();
        List<CompletedPart> parts =
                List.of(
                        CompletedPart.builder().partNumber(1).eTag(first).build(),
                        CompletedPart.builder().partNumber(2).eTag(second).build());
        return s3.completeMultipartUpload(r ->
                        r.bucket("results")
                                .key("joined")
                                .uploadId(id)
                                .multipartUpload(upload -> upload.parts(parts)))
                .eTag();
    }

    @Test
    void thePartsOfAnObjectAreReadOneByOne() {
        String eTag = joined();

        var second = s3.getObjectAsBytes(r -> r.bucket("results").key("joined").partNumber(2));
        assertThat(second.asUtf8String()).isEqualTo("2345");
        assertThat(second.response().partsCount()).isEqualTo(2);
        assertThat(second.response().contentRange())
                .isEqualTo("bytes " + PART + "-" + (PART + 3) + "/" + (PART + 4));
        var head = s3.headObject(r -> r.bucket("results").key("joined").partNumber(1));
        assertThat(head.contentLength()).isEqualTo(PART);
        assertThat(head.partsCount()).isEqualTo(2);
        assertThat(head.eTag()).isEqualTo(eTag).endsWith("-2\"");
        assertFault(
                () -> s3.getObjectAsBytes(r -> r.bucket("results").key("joined").partNumber(3)),
                416,
                "InvalidPartNumber");
        assertThat(
                        s3.getObjectAsBytes(r -> r.bucket("results").key("source").partNumber(1))
                                .asUtf8String())
                .isEqualTo("0123456789");
    }

    @Test
    void aDeleteWithAConditionOrAVersionSparesWhatIsNotMeant() {
        s3.putObject(r -> r.bucket("results").key("spared"), RequestBody.fromString("now"));

        assertFault(
                () -> s3.deleteObject(r -> r.bucket("results").key("spared").ifMatch("\"old\"")),
                412,
                "PreconditionFailed");
        assertFault(
                () -> s3.deleteObject(r -> r.bucket("results").key("spared").versionId("old")),
                400,
                "InvalidArgument");
        var several =
                s3.deleteObjects(r ->
                        r.bucket("results")
                                .delete(d ->
                                        d.objects(
                                                ObjectIdentifier.builder()
                                                        .key("spared")
                                                        .eTag("old")
                                                        .build())));
        assertThat(several.errors())
                .extracting(error -> error.key() + " " + error.code())
                .containsExactly("spared PreconditionFailed");
        assertThat(s3.getObjectAsBytes(r -> r.bucket("results").key("spared")).asUtf8String())
                .isEqualTo("now");
    }

    @Test
    void removingAnAccessBlockAnswersWithNothing() {
        assertThat(
                        s3.deletePublicAccessBlock(r -> r.bucket("results"))
                                .sdkHttpResponse()
                                .statusCode())
                .isEqualTo(204);
    }

    @Test
    void anEmptyObjectsOnlyPartIsAllOfIt() {
        s3.putObject(r -> r.bucket("results").key("empty"), RequestBody.empty());

        var got = s3.getObjectAsBytes(r -> r.bucket("results").key("empty").partNumber(1));

        assertThat(got.asByteArray()).isEmpty();
        assertThat(got.response().contentRange()).isNull();
        assertThat(got.response().partsCount()).isNull();
        assertThat(s3.headObject(r -> r.bucket("results").key("empty").partNumber(1)).partsCount())
                .isNull();
    }

    @Test
    void aCopyOfAnObjectInPartsIsOnePiece() {
        joined();
        s3.copyObject(r ->
                r.sourceBucket("results")
                        .sourceKey("joined")
                        .destinationBucket("results")
                        .destinationKey("copy"));

        var head = s3.headObject(r -> r.bucket("results").key("copy").partNumber(1));

        assertThat(head.partsCount()).isNull();
        assertThat(head.contentLength()).isEqualTo(PART + 4);
        assertThat(head.eTag()).matches("\"[0-9a-f]{32}\"");
    }

    @Test
    void theAttributesOfAnObjectAreThoseAskedFor() {
        String eTag = joined();
        s3.putObject(
                r -> r.bucket("results").key("summed").checksumAlgorithm(ChecksumAlgorithm.SHA256),
                RequestBody.fromString("text"));

        var inParts =
                s3.getObjectAttributes(r ->
                        r.bucket("results")
                                .key("joined")
                                .objectAttributes(
                                        ObjectAttributes.E_TAG,
                                        ObjectAttributes.OBJECT_PARTS,
                                        ObjectAttributes.OBJECT_SIZE));
        var summed =
                s3.getObjectAttributes(r ->
                        r.bucket("results")
                                .key("summed")
                                .objectAttributes(
                                        ObjectAttributes.CHECKSUM, ObjectAttributes.OBJECT_PARTS));

        assertThat(inParts.eTag()).isEqualTo(eTag.replace("\"", ""));
        assertThat(inParts.objectSize()).isEqualTo(PART + 4L);
        assertThat(inParts.objectParts().totalPartsCount()).isEqualTo(2);
        assertThat(inParts.checksum()).isNull();
        assertThat(summed.checksum().checksumSHA256())
                .isEqualTo("mC2ePrmW9VnmM/TRlN7zdh2Qn1o7ZH0ahR/q1nwyydE=");
        assertThat(summed.objectParts()).isNull();
        assertThat(summed.eTag()).isNull();
    }

    @Test
    void aCrc64IsVerifiedKeptAndGivenBack() {
        byte[] text = "some text".getBytes(StandardCharsets.UTF_8);
        var sum = new Crc64Nvme();
        sum.update(text);
        String right =
                Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(8).putLong(sum.getValue()).array());
        String wrong =
                Base64.getEncoder()
                        .encodeToString(ByteBuffer.allocate(8).putLong(~sum.getValue()).array());

        var put =
                s3.putObject(
                        r -> r.bucket("results").key("a").checksumCRC64NVME(right),
                        RequestBody.fromBytes(text));

        assertThat(put.checksumCRC64NVME()).isEqualTo(right);
        assertThat(
                        s3.headObject(r ->
                                        r.bucket("results")
                                                .key("a")
                                                .checksumMode(ChecksumMode.ENABLED))
                                .checksumCRC64NVME())
                .isEqualTo(right);
        assertFault(
                () ->
                        s3.putObject(
                                r -> r.bucket("results").key("b").checksumCRC64NVME(wrong),
                                RequestBody.fromBytes(text)),
                400,
                "BadDigest");
    }

    @Test
    void withoutVersioningEachObjectIsItsOnlyVersion() {
        for (String key : List.of("a", "b", "c")) {
            s3.putObject(r -> r.bucket("results").key(key), RequestBody.fromString(key));
        }

        var first = s3.listObjectVersions(r -> r.bucket("results").maxKeys(2));
        var rest =
                s3.listObjectVersions(r ->
                        r.bucket("results")
                                .keyMarker(first.nextKeyMarker())
                                .versionIdMarker(first.nextVersionIdMarker()));

        assertThat(first.versions()).extracting(ObjectVersion::key).containsExactly("a", "b");
        assertThat(first.versions())
                .allSatisfy(version -> {
                    assertThat(version.versionId()).isEqualTo("null");
                    assertThat(version.isLatest()).isTrue();
                });
        assertThat(rest.versions()).extracting(ObjectVersion::key).containsExactly("c");
        assertThat(rest.isTruncated()).isFalse();
    }

    @Test
    void aNewBucketHasTheDefaultsOfAws() {
        assertThat(
                        s3.getBucketOwnershipControls(r -> r.bucket("results"))
                                .ownershipControls()
                                .rules())
                .extracting(rule -> rule.objectOwnership())
                .containsExactly(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        var block =
                s3.getPublicAccessBlock(r -> r.bucket("results")).publicAccessBlockConfiguration();
        assertThat(
                        List.of(
                                block.blockPublicAcls(),
                                block.ignorePublicAcls(),
                                block.blockPublicPolicy(),
                                block.restrictPublicBuckets()))
                .containsOnly(true);
        assertThat(
                        s3.getBucketEncryption(r -> r.bucket("results"))
                                .serverSideEncryptionConfiguration()
                                .rules()
                                .getFirst()
                                .applyServerSideEncryptionByDefault()
                                .sseAlgorithmAsString())
                .isEqualTo("AES256");
    }
}
