package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.Checksum;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An object as its blob holds it, and how S3 describes it in answers. */
final class StoredObject {
    static final String ETAG = "etag";
    static final String CHECKSUM = "checksum-";

    private StoredObject() {}

    /** The ETag with its quotes. */
    static String eTag(Blob object) {
        return '"' + object.attributes().getOrDefault(ETAG, "") + '"';
    }

    static @Nullable String checksum(Blob object, String algorithm) {
        return object.attributes().get(CHECKSUM + algorithm);
    }

    /** The algorithms of its checksums. */
    static Set<String> algorithms(Blob object) {
        return object.attributes().keySet().stream()
                .filter(name -> name.startsWith(CHECKSUM))
                .map(name -> name.substring(CHECKSUM.length()))
                .collect(Collectors.toUnmodifiableSet());
    }

    static @Nullable ChecksumType checksumType(Blob object) {
        return object.attributes().entrySet().stream()
                .filter(attribute -> attribute.getKey().startsWith(CHECKSUM))
                .findFirst()
                .map(attribute ->
                        attribute.getValue().contains("-")
                                ? ChecksumType.COMPOSITE
                                : ChecksumType.FULL_OBJECT)
                .orElse(null);
    }

    static Checksum checksums(Blob object) {
        return Checksum.builder()
                .checksumCRC32(checksum(object, "CRC32"))
                .checksumCRC32C(checksum(object, "CRC32C"))
                .checksumCRC64NVME(checksum(object, "CRC64NVME"))
                .checksumSHA1(checksum(object, "SHA1"))
                .checksumSHA256(checksum(object, "SHA256"))
                .checksumType(checksumType(object))
                .build();
    }

    /** The answer to a whole GetObject; overrides of the request are applied. */
    static GetObjectResponse.Builder get(Blob object, GetObjectRequest asked) {
        Map<String, String> attributes = object.attributes();
        var answer =
                GetObjectResponse.builder()
                        .acceptRanges("bytes")
                        .lastModified(object.modified())
                        .contentLength(object.size())
                        .eTag(eTag(object))
                        .contentType(
                                or(
                                        asked.responseContentType(),
                                        ObjectHeaders.contentType(attributes)))
                        .contentEncoding(
                                or(
                                        asked.responseContentEncoding(),
                                        attributes.get(ObjectHeaders.CONTENT_ENCODING)))
                        .cacheControl(
                                or(
                                        asked.responseCacheControl(),
                                        attributes.get(ObjectHeaders.CACHE_CONTROL)))
                        .contentDisposition(
                                or(
                                        asked.responseContentDisposition(),
                                        attributes.get(ObjectHeaders.CONTENT_DISPOSITION)))
                        .contentLanguage(
                                or(
                                        asked.responseContentLanguage(),
                                        attributes.get(ObjectHeaders.CONTENT_LANGUAGE)))
                        .metadata(ObjectHeaders.metadata(attributes))
                        .serverSideEncryption(ServerSideEncryption.AES256);
        answer.expiresString(ObjectHeaders.expires(attributes));
        int tags = tags(object).tags().size();
        return tags == 0 ? answer : answer.tagCount(tags);
    }

    static HeadObjectResponse.Builder head(Blob object) {
        Map<String, String> attributes = object.attributes();
        var answer =
                HeadObjectResponse.builder()
                        .acceptRanges("bytes")
                        .lastModified(object.modified())
                        .contentLength(object.size())
                        .eTag(eTag(object))
                        .contentType(ObjectHeaders.contentType(attributes))
                        .contentEncoding(attributes.get(ObjectHeaders.CONTENT_ENCODING))
                        .cacheControl(attributes.get(ObjectHeaders.CACHE_CONTROL))
                        .contentDisposition(attributes.get(ObjectHeaders.CONTENT_DISPOSITION))
                        .contentLanguage(attributes.get(ObjectHeaders.CONTENT_LANGUAGE))
                        .metadata(ObjectHeaders.metadata(attributes))
                        .serverSideEncryption(ServerSideEncryption.AES256);
        return answer.expiresString(ObjectHeaders.expires(attributes));
    }

    static ObjectTags tags(Blob object) {
        return ObjectTags.parse(object.attributes().getOrDefault(ObjectHeaders.TAGS, ""));
    }

    private static @Nullable String or(@Nullable String first, @Nullable String second) {
        return first != null ? first : second;
    }
}
