package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.StorageClass;
import software.amazon.awssdk.services.s3.model.TaggingDirective;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Reads, writes and copies whole objects. */
final class S3Objects {
    static final String NO_VERSION = "null";
    private static final int MAX_KEY_BYTES = 1_024;

    private final Buckets buckets;
    private final BlobStore blobs;
    private final Object commits = new Object();

    S3Objects(Buckets buckets, BlobStore blobs) {
        this.buckets = buckets;
        this.blobs = blobs;
    }

    PutObjectResponse put(PutObjectRequest asked, RequestBody body) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String key = key(asked.key());
        var conditions = Conditions.forWrite(asked.ifMatch(), asked.ifNoneMatch());
        Map<String, String> attributes = ObjectHeaders.of(asked);
        try (BlobStore.Draft draft = blobs.draft()) {
            attributes.putAll(ContentWriter.write(draft, body, ContentWriter.Sent.of(asked)));
            Blob stored = commit(bucket, key, conditions, draft, () -> attributes);
            return PutObjectResponse.builder()
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

    /** Commits a draft if its bucket still exists and the conditions hold at that moment. */
    Blob commit(
            Buckets.Bucket bucket,
            String key,
            Conditions conditions,
            BlobStore.Draft draft,
            Supplier<Map<String, String>> attributes) {
        synchronized (commits) {
            buckets.get(bucket.name());
            conditions.checkWrite(blobs.find(bucket.objects(), key));
            return draft.commit(bucket.objects(), key, attributes.get());
        }
    }

    /** Runs what must not happen while an object is being committed. */
    void exclusively(Runnable work) {
        synchronized (commits) {
            work.run();
        }
    }

    /** Does work while no object is being committed. */
    <T> T alone(Supplier<T> work) {
        synchronized (commits) {
            return work.get();
        }
    }

    /** Deletes an object, if there is one and the conditions hold at that moment. */
    void delete(String bucket, String key, Conditions conditions) {
        synchronized (commits) {
            String container = buckets.get(bucket).objects();
            conditions.checkWrite(blobs.find(container, key));
            blobs.delete(container, key);
        }
    }

    <T> T get(GetObjectRequest asked, ResponseTransformer<GetObjectResponse, T> transformer) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        checkVersion(asked.versionId());
        BlobStore.OpenBlob opened =
                blobs.open(bucket.objects(), key(asked.key())).orElseThrow(S3Errors::noSuchKey);
        boolean handedOver = false;
        try {
            Blob object = opened.blob();
            new Conditions(
                            asked.ifMatch(),
                            asked.ifNoneMatch(),
                            asked.ifModifiedSince(),
                            asked.ifUnmodifiedSince())
                    .checkRead(object);
            Optional<ByteRange> range =
                    asked.partNumber() == null
                            ? ByteRange.parse(asked.range(), object.size())
                            : ObjectParts.of(object).range(asked.partNumber());
            var answer = StoredObject.get(object, asked);
            if (asked.partNumber() != null && ObjectParts.joined(object)) {
                answer.partsCount(ObjectParts.of(object).count());
            }
            range.ifPresent(part ->
                    answer.contentLength(part.length()).contentRange(part.header(object.size())));
            boolean whole = range.isEmpty() || range.get().length() == object.size();
            if (whole && asked.checksumMode() == ChecksumMode.ENABLED) {
                answer.checksumCRC32(StoredObject.checksum(object, "CRC32"))
                        .checksumCRC32C(StoredObject.checksum(object, "CRC32C"))
                        .checksumCRC64NVME(StoredObject.checksum(object, "CRC64NVME"))
                        .checksumSHA1(StoredObject.checksum(object, "SHA1"))
                        .checksumSHA256(StoredObject.checksum(object, "SHA256"))
                        .checksumType(StoredObject.checksumType(object));
            }
            var part = range.orElse(new ByteRange(0, object.size()));
            T result =
                    transformer.transform(
                            answer.build(),
                            AbortableInputStream.create(
                                    opened.content(part.from(), part.length())));
            // Then the caller closes the stream, and with it the file.
            handedOver = transformer.needsConnectionLeftOpen();
            return result;
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw SdkClientException.create(
                    "The content of " + asked.key() + " could not be handed over", e);
        } finally {
            if (!handedOver) {
                opened.close();
            }
        }
    }

    HeadObjectResponse head(HeadObjectRequest asked) {
        Blob object = find(asked.bucket(), asked.key(), asked.versionId());
        new Conditions(
                        asked.ifMatch(),
                        asked.ifNoneMatch(),
                        asked.ifModifiedSince(),
                        asked.ifUnmodifiedSince())
                .checkRead(object);
        var answer = StoredObject.head(object);
        if (asked.partNumber() != null) {
            ObjectParts parts = ObjectParts.of(object);
            parts.range(asked.partNumber())
                    .ifPresent(part ->
                            answer.contentLength(part.length())
                                    .contentRange(part.header(object.size())));
            if (ObjectParts.joined(object)) {
                answer.partsCount(parts.count());
            }
        }
        if (asked.checksumMode() == ChecksumMode.ENABLED) {
            answer.checksumCRC32(StoredObject.checksum(object, "CRC32"))
                    .checksumCRC32C(StoredObject.checksum(object, "CRC32C"))
                    .checksumCRC64NVME(StoredObject.checksum(object, "CRC64NVME"))
                    .checksumSHA1(StoredObject.checksum(object, "SHA1"))
                    .checksumSHA256(StoredObject.checksum(object, "SHA256"))
                    .checksumType(StoredObject.checksumType(object));
        }
        return answer.build();
    }

    CopyObjectResponse copy(CopyObjectRequest asked) {
        CopySource source = CopySource.of(asked);
        Buckets.Bucket target = buckets.get(asked.destinationBucket());
        String targetKey = key(asked.destinationKey());
        boolean replace = asked.metadataDirective() == MetadataDirective.REPLACE;
        if (!replace && source.bucket().equals(target.name()) && source.key().equals(targetKey)) {
            throw S3Errors.s3(
                    400,
                    "InvalidRequest",
                    "This copy request is illegal because it is trying to copy an object to itself"
                            + " without changing the object's metadata, storage class, website"
                            + " redirect location or encryption attributes.");
        }
        try (BlobStore.OpenBlob from =
                        blobs.open(buckets.get(source.bucket()).objects(), source.key())
                                .orElseThrow(S3Errors::noSuchKey);
                BlobStore.Draft draft = blobs.draft()) {
            new Conditions(
                            asked.copySourceIfMatch(),
                            asked.copySourceIfNoneMatch(),
                            asked.copySourceIfModifiedSince(),
                            asked.copySourceIfUnmodifiedSince())
                    .checkCopySource(from.blob());
            // Of one that was uploaded in parts the checksum is to be that of all its content.
            var digest = new ContentDigest(draft.content(), StoredObject.algorithms(from.blob()));
            String md5 = ContentWriter.append(digest, from);
            Map<String, String> checksums = digest.checksums();
            Blob stored =
                    commit(
                            target,
                            targetKey,
                            Conditions.forWrite(asked.ifMatch(), asked.ifNoneMatch()),
                            draft,
                            () -> copied(from.blob(), md5, checksums, asked, replace));
            return CopyObjectResponse.builder()
                    .copyObjectResult(result ->
                            result.eTag(StoredObject.eTag(stored)).lastModified(stored.modified()))
                    .serverSideEncryption(ServerSideEncryption.AES256)
                    .build();
        }
    }

    private static Map<String, String> copied(
            Blob source,
            String md5,
            Map<String, String> checksums,
            CopyObjectRequest asked,
            boolean replace) {
        var attributes = new HashMap<>(source.attributes());
        // A copy is one piece, whatever its source was uploaded in.
        attributes.remove(ObjectParts.ATTRIBUTE);
        attributes.put(StoredObject.ETAG, md5);
        checksums.forEach((name, value) -> attributes.put(StoredObject.CHECKSUM + name, value));
        Map<String, String> own = ObjectHeaders.of(asked);
        if (replace) {
            attributes.keySet().removeIf(name -> !isOfContent(name) && !isTags(name));
            own.forEach((name, value) -> putUnless(isTags(name), attributes, name, value));
        }
        if (asked.taggingDirective() == TaggingDirective.REPLACE) {
            attributes.remove(ObjectHeaders.TAGS);
            own.forEach((name, value) -> putUnless(!isTags(name), attributes, name, value));
        }
        return attributes;
    }

    private static void putUnless(
            boolean not, Map<String, String> attributes, String name, String value) {
        if (!not) {
            attributes.put(name, value);
        }
    }

    private static boolean isOfContent(String attribute) {
        return attribute.equals(StoredObject.ETAG) || attribute.startsWith(StoredObject.CHECKSUM);
    }

    private static boolean isTags(String attribute) {
        return attribute.equals(ObjectHeaders.TAGS);
    }

    GetObjectAttributesResponse attributes(GetObjectAttributesRequest asked) {
        Blob object = find(asked.bucket(), asked.key(), asked.versionId());
        Set<ObjectAttributes> wanted = Set.copyOf(asked.objectAttributes());
        if (wanted.isEmpty()) {
            throw S3Errors.invalidArgument("The x-amz-object-attributes header is required.");
        }
        var answer = GetObjectAttributesResponse.builder().lastModified(object.modified());
        if (wanted.contains(ObjectAttributes.E_TAG)) {
            // Here, and only here, it is without its quotation marks.
            answer.eTag(Conditions.unquoted(StoredObject.eTag(object)));
        }
        if (wanted.contains(ObjectAttributes.OBJECT_SIZE)) {
            answer.objectSize(object.size());
        }
        if (wanted.contains(ObjectAttributes.STORAGE_CLASS)) {
            answer.storageClass(StorageClass.STANDARD);
        }
        if (wanted.contains(ObjectAttributes.CHECKSUM)
                && StoredObject.checksumType(object) != null) {
            answer.checksum(StoredObject.checksums(object));
        }
        if (wanted.contains(ObjectAttributes.OBJECT_PARTS) && ObjectParts.joined(object)) {
            answer.objectParts(parts -> parts.totalPartsCount(ObjectParts.of(object).count()));
        }
        return answer.build();
    }

    /** The object, or NoSuchBucket or NoSuchKey. */
    Blob find(@Nullable String bucket, @Nullable String key, @Nullable String versionId) {
        String container = buckets.get(bucket).objects();
        checkVersion(versionId);
        return blobs.find(container, key(key)).orElseThrow(S3Errors::noSuchKey);
    }

    /** Changes what is kept beside an object's content, of whichever is there at that moment. */
    void annotate(
            @Nullable String bucket, @Nullable String key, Consumer<Map<String, String>> change) {
        synchronized (commits) {
            Blob object = find(bucket, key, null);
            var attributes = new HashMap<>(object.attributes());
            change.accept(attributes);
            blobs.annotate(buckets.get(bucket).objects(), object.key(), attributes);
        }
    }

    /** No bucket has versions: each object is its own only one, called null. */
    static void checkVersion(@Nullable String versionId) {
        if (versionId != null && !versionId.equals(NO_VERSION)) {
            throw S3Errors.invalidArgument("Invalid version id specified");
        }
    }

    static String key(@Nullable String key) {
        if (key == null || key.isEmpty()) {
            throw S3Errors.invalidArgument("The key must not be empty");
        }
        if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY_BYTES) {
            throw S3Errors.s3(400, "KeyTooLongError", "Your key is too long");
        }
        return key;
    }
}
