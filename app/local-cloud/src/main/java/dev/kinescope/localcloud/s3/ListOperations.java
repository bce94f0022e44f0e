package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.BlobStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.ObjectVersionStorageClass;
import software.amazon.awssdk.services.s3.model.Owner;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Both versions of ListObjects over the one listing. */
final class ListOperations {
    private static final String KEY = "k";
    private static final String PREFIX = "p";

    private final Owner owner;
    private final Buckets buckets;
    private final BlobStore blobs;

    ListOperations(CloudIdentity identity, Buckets buckets, BlobStore blobs) {
        this.owner = Owner.builder().id(identity.accountId()).build();
        this.buckets = buckets;
        this.blobs = blobs;
    }

    ListObjectsV2Response v2(ListObjectsV2Request asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String after =
                asked.continuationToken() != null
                        ? decode(asked.continuationToken())
                        : orEmpty(asked.startAfter());
        int maxKeys = Listing.maxKeys(asked.maxKeys());
        Listing.Page page =
                new Listing(blobs, bucket.objects())
                        .page(
                                new Listing.Query(
                                        orEmpty(asked.prefix()),
                                        orEmpty(asked.delimiter()),
                                        after,
                                        maxKeys));
        var encoding = Listing.Encoding.of(asked.encodingType());
        String resume = page.resumeAfter();
        return ListObjectsV2Response.builder()
                .name(bucket.name())
                .prefix(encoding.text(orEmpty(asked.prefix())))
                .delimiter(encoding.text(asked.delimiter()))
                .startAfter(encoding.text(asked.startAfter()))
                .continuationToken(asked.continuationToken())
                .nextContinuationToken(resume == null ? null : encode(resume))
                .isTruncated(resume != null)
                .maxKeys(maxKeys)
                .keyCount(page.objects().size() + page.commonPrefixes().size())
                .encodingType(asked.encodingType())
                .contents(
                        encoding.objects(
                                page.objects(),
                                Boolean.TRUE.equals(asked.fetchOwner()) ? owner : null))
                .commonPrefixes(encoding.prefixes(page.commonPrefixes()))
                .build();
    }

    ListObjectsResponse v1(ListObjectsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String delimiter = orEmpty(asked.delimiter());
        int maxKeys = Listing.maxKeys(asked.maxKeys());
        Listing.Page page =
                new Listing(blobs, bucket.objects())
                        .page(
                                new Listing.Query(
                                        orEmpty(asked.prefix()),
                                        delimiter,
                                        Listing.afterMarker(
                                                orEmpty(asked.marker()),
                                                orEmpty(asked.prefix()),
                                                delimiter),
                                        maxKeys));
        var encoding = Listing.Encoding.of(asked.encodingType());
        boolean more = page.resumeAfter() != null;
        return ListObjectsResponse.builder()
                .name(bucket.name())
                .prefix(encoding.text(orEmpty(asked.prefix())))
                .delimiter(encoding.text(asked.delimiter()))
                .marker(encoding.text(orEmpty(asked.marker())))
                // Without a delimiter S3 leaves it out: the last key is the next marker.
                .nextMarker(more && !delimiter.isEmpty() ? encoding.text(page.last()) : null)
                .isTruncated(more)
                .maxKeys(maxKeys)
                .encodingType(asked.encodingType())
                .contents(encoding.objects(page.objects(), owner))
                .commonPrefixes(encoding.prefixes(page.commonPrefixes()))
                .build();
    }

    /** Of a bucket without versions: each object is its own only version, called null. */
    ListObjectVersionsResponse versions(ListObjectVersionsRequest asked) {
        Buckets.Bucket bucket = buckets.get(asked.bucket());
        String delimiter = orEmpty(asked.delimiter());
        int maxKeys = Listing.maxKeys(asked.maxKeys());
        Listing.Page page =
                new Listing(blobs, bucket.objects())
                        .page(
                                new Listing.Query(
                                        orEmpty(asked.prefix()),
                                        delimiter,
                                        Listing.afterMarker(
                                                orEmpty(asked.keyMarker()),
                                                orEmpty(asked.prefix()),
                                                delimiter),
                                        maxKeys));
        var encoding = Listing.Encoding.of(asked.encodingType());
        boolean more = page.resumeAfter() != null;
        return ListObjectVersionsResponse.builder()
                .name(bucket.name())
                .prefix(encoding.text(orEmpty(asked.prefix())))
                .delimiter(encoding.text(asked.delimiter()))
                .keyMarker(encoding.text(orEmpty(asked.keyMarker())))
                .versionIdMarker(orEmpty(asked.versionIdMarker()))
                .nextKeyMarker(more ? encoding.text(page.last()) : null)
                .nextVersionIdMarker(more ? S3Objects.NO_VERSION : null)
                .isTruncated(more)
                .maxKeys(maxKeys)
                .encodingType(asked.encodingType())
                .versions(
                        page.objects().stream()
                                .map(object ->
                                        ObjectVersion.builder()
                                                .key(encoding.text(object.key()))
                                                .versionId(S3Objects.NO_VERSION)
                                                .isLatest(true)
                                                .size(object.size())
                                                .eTag(StoredObject.eTag(object))
                                                .lastModified(object.modified())
                                                .storageClass(ObjectVersionStorageClass.STANDARD)
                                                .build())
                                .toList())
                .commonPrefixes(encoding.prefixes(page.commonPrefixes()))
                .build();
    }

    /** A token says whether it goes on behind a key or behind all keys of a common prefix. */
    private static String encode(String after) {
        String text =
                after.endsWith(Listing.BEHIND_ALL)
                        ? PREFIX + after.substring(0, after.length() - Listing.BEHIND_ALL.length())
                        : KEY + after;
        return Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            if (text.startsWith(PREFIX)) {
                return text.substring(1) + Listing.BEHIND_ALL;
            }
            if (text.startsWith(KEY)) {
                return text.substring(1);
            }
        } catch (IllegalArgumentException e) {
            throw wrongToken();
        }
        throw wrongToken();
    }

    private static AwsServiceException wrongToken() {
        return S3Errors.invalidArgument("The continuation token provided is incorrect");
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
