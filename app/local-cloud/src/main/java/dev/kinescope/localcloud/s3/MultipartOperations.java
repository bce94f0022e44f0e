package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobStore;

import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListPartsRequest;
import software.amazon.awssdk.services.s3.model.ListPartsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyResponse;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The multipart operations: checks, and the objects that come of completed uploads. */
final class MultipartOperations {
    private static final int MAX_LISTED_PARTS = 1_000;

    private final Buckets buckets;
    private final BlobStore blobs;
    private final S3Objects objects;
    private final MultipartUploads uploads;

    MultipartOperations(
            Buckets buckets, BlobStore blobs, S3Objects objects, MultipartUploads uploads) {
        this.buckets = buckets;
        this.blobs = blobs;
        this.objects = objects;
        this.uploads = uploads;
    }

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String key = S3Objects.key(asked.key());
        Map<String, String> attributes = ObjectHeaders.of(asked);
        UploadChecksum checksum = UploadChecksum.of(asked);
        var upload =
                objects.alone(() ->
                        uploads.begin(
                                buckets.get(bucket.name()).name(), key, attributes, checksum));
        return CreateMultipartUploadResponse.builder()
                .bucket(bucket.name())
                .key(upload.key())
                .uploadId(upload.id())
                .checksumAlgorithm(asked.checksumAlgorithm())
                .checksumType(checksum == null ? null : checksum.type())
                .serverSideEncryption(ServerSideEncryption.AES256)
                .build();
    }

    UploadPartResponse uploadPart(UploadPartRequest asked, RequestBody body) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var upload = uploads.get(bucket.name(), asked.key(), asked.uploadId());
        Blob part = uploads.putPart(upload, asked.partNumber(), body, ContentWriter.Sent.of(asked));
        return UploadPartResponse.builder()
                .eTag(StoredObject.eTag(part))
                .checksumCRC32(StoredObject.checksum(part, "CRC32"))
                .checksumCRC32C(StoredObject.checksum(part, "CRC32C"))
                .checksumCRC64NVME(StoredObject.checksum(part, "CRC64NVME"))
                .checksumSHA1(StoredObject.checksum(part, "SHA1"))
                .checksumSHA256(StoredObject.checksum(part, "SHA256"))
                .serverSideEncryption(ServerSideEncryption.AES256)
                .build();
    }

    UploadPartCopyResponse copyPart(UploadPartCopyRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.destinationBucket());
        var upload = uploads.get(bucket.name(), asked.destinationKey(), asked.uploadId());
        CopySource source = CopySource.of(asked);
        try (BlobStore.OpenBlob from =
                blobs.open(buckets.get(source.bucket()).objects(), source.key())
                        .orElseThrow(S3Errors::noSuchKey)) {
            new Conditions(
                            asked.copySourceIfMatch(),
                            asked.copySourceIfNoneMatch(),
                            asked.copySourceIfModifiedSince(),
                            asked.copySourceIfUnmodifiedSince())
                    .checkCopySource(from.blob());
            long size = from.blob().size();
            ByteRange range =
                    ByteRange.ofCopy(asked.copySourceRange(), size).orElse(new ByteRange(0, size));
            Blob part = uploads.copyPart(upload, asked.partNumber(), from, range);
            return UploadPartCopyResponse.builder()
                    .copyPartResult(result ->
                            result.eTag(StoredObject.eTag(part))
                                    .lastModified(part.modified())
                                    .checksumCRC32(StoredObject.checksum(part, "CRC32"))
                                    .checksumCRC32C(StoredObject.checksum(part, "CRC32C"))
                                    .checksumCRC64NVME(StoredObject.checksum(part, "CRC64NVME"))
                                    .checksumSHA1(StoredObject.checksum(part, "SHA1"))
                                    .checksumSHA256(StoredObject.checksum(part, "SHA256")))
                    .serverSideEncryption(ServerSideEncryption.AES256)
                    .build();
        }
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var upload = uploads.get(bucket.name(), asked.key(), asked.uploadId());
        List<CompletedPart> parts =
                asked.multipartUpload() == null ? List.of() : asked.multipartUpload().parts();
        try (BlobStore.Draft draft = blobs.draft()) {
            var attributes = new HashMap<>(upload.attributes());
            attributes.putAll(uploads.join(upload, parts, draft));
            checkWhole(asked, upload, attributes);
            Blob stored =
                    objects.alone(() -> {
                        Blob object =
                                objects.commit(
                                        bucket,
                                        upload.key(),
                                        Conditions.forWrite(asked.ifMatch(), asked.ifNoneMatch()),
                                        draft,
                                        () -> {
                                            // It may have been aborted while its parts were being
                                            // joined.
                                            uploads.get(bucket.name(), upload.key(), upload.id());
                                            return attributes;
                                        });
                        uploads.forget(upload);
                        return object;
                    });
            uploads.removeParts(upload);
            return CompleteMultipartUploadResponse.builder()
                    .bucket(bucket.name())
                    .key(stored.key())
                    .location("/" + bucket.name() + "/" + stored.key())
                    .eTag(StoredObject.eTag(stored))
                    .checksumCRC32(StoredObject.checksum(stored, "CRC32"))
                    .checksumCRC32C(StoredObject.checksum(stored, "CRC32C"))
                    .checksumCRC64NVME(StoredObject.checksum(stored, "CRC64NVME"))
                    .checksumSHA1(StoredObject.checksum(stored, "SHA1"))
                    .checksumSHA256(StoredObject.checksum(stored, "SHA256"))
                    .checksumType(StoredObject.checksumType(stored))
                    .serverSideEncryption(ServerSideEncryption.AES256)
                    .build();
        }
    }

    /** Holds size and checksum against what the client says of the whole object. */
    private static void checkWhole(
            CompleteMultipartUploadRequest asked,
            MultipartUploads.Upload upload,
            Map<String, String> attributes) {
        long size =
                Arrays.stream(attributes.getOrDefault(ObjectParts.ATTRIBUTE, "0").split(",", -1))
                        .mapToLong(Long::parseLong)
                        .sum();
        if (asked.mpuObjectSize() != null && asked.mpuObjectSize() != size) {
            throw S3Errors.s3(
                    400,
                    "InvalidRequest",
                    "The provided 'x-amz-mp-object-size' header value "
                            + asked.mpuObjectSize()
                            + " does not match what was computed: "
                            + size);
        }
        UploadChecksum checksum = upload.checksum();
        String claimed = checksum == null ? null : checksum.of(asked);
        if (checksum != null
                && claimed != null
                && !claimed.equals(attributes.get(StoredObject.CHECKSUM + checksum.algorithm()))) {
            throw S3Errors.badDigest(checksum.algorithm());
        }
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var aborted =
                objects.alone(() -> {
                    var upload = uploads.get(bucket.name(), asked.key(), asked.uploadId());
                    uploads.forget(upload);
                    return upload;
                });
        uploads.removeParts(aborted);
        return AbortMultipartUploadResponse.builder().build();
    }

    ListPartsResponse listParts(ListPartsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        var upload = uploads.get(bucket.name(), asked.key(), asked.uploadId());
        int after = asked.partNumberMarker() == null ? 0 : asked.partNumberMarker();
        int limit =
                asked.maxParts() == null
                        ? MAX_LISTED_PARTS
                        : Math.clamp(asked.maxParts(), 1, MAX_LISTED_PARTS);
        List<Blob> found = uploads.parts(upload, after, limit + 1);
        List<Blob> page = found.subList(0, Math.min(limit, found.size()));
        boolean more = found.size() > limit;
        return ListPartsResponse.builder()
                .bucket(bucket.name())
                .key(upload.key())
                .uploadId(upload.id())
                .partNumberMarker(after)
                .nextPartNumberMarker(page.isEmpty() ? 0 : MultipartUploads.number(page.getLast()))
                .maxParts(limit)
                .isTruncated(more)
                .storageClass(StorageClass.STANDARD)
                .parts(page.stream().map(MultipartOperations::part).toList())
                .build();
    }

    private static Part part(Blob blob) {
        return Part.builder()
                .partNumber(MultipartUploads.number(blob))
                .size(blob.size())
                .eTag(StoredObject.eTag(blob))
                .lastModified(blob.modified())
                .checksumCRC32(StoredObject.checksum(blob, "CRC32"))
                .checksumCRC32C(StoredObject.checksum(blob, "CRC32C"))
                .checksumCRC64NVME(StoredObject.checksum(blob, "CRC64NVME"))
                .checksumSHA1(StoredObject.checksum(blob, "SHA1"))
                .checksumSHA256(StoredObject.checksum(blob, "SHA256"))
                .build();
    }

    ListMultipartUploadsResponse listUploads(ListMultipartUploadsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String prefix = asked.prefix() == null ? "" : asked.prefix();
        return ListMultipartUploadsResponse.builder()
                .bucket(bucket.name())
                .prefix(asked.prefix())
                .isTruncated(false)
                .uploads(
                        uploads.of(bucket.name()).stream()
                                .filter(upload -> upload.key().startsWith(prefix))
                                .sorted(Comparator.comparing(MultipartUploads.Upload::key))
                                .map(upload ->
                                        MultipartUpload.builder()
                                                .key(upload.key())
                                                .uploadId(upload.id())
                                                .initiated(
                                                        Instant.ofEpochMilli(
                                                                upload.initiatedMillis()))
                                                .storageClass(StorageClass.STANDARD)
                                                .build())
                                .toList())
                .build();
    }
}
