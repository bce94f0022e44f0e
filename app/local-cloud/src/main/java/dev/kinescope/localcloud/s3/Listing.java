package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;
import dev.kinescope.localcloud.store.BlobQuery;
import dev.kinescope.localcloud.store.BlobStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ObjectStorageClass;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One page of a bucket's listing: objects and, with a delimiter, the common prefixes that stand for
 * many keys (AWS documentation, ListObjectsV2).
 */
final class Listing {
    static final int MAX_KEYS = 1_000;

    /** Sorts behind every key that begins with what it is put after: none is as long as this. */
    static final String BEHIND_ALL = Character.toString(Character.MAX_CODE_POINT).repeat(256);

    /** What is asked for; {@code after} is the key to go on behind. */
    record Query(String prefix, String delimiter, String after, int maxKeys) {}

    /**
     * What was found.
     *
     * @param resumeAfter where the next page begins; null if this is the last
     * @param last the last object key or common prefix of this page; empty if there is none
     */
    record Page(
            List<Blob> objects,
            List<String> commonPrefixes,
            @Nullable String resumeAfter,
            String last) {}

    private final BlobStore blobs;
    private final String container;

    Listing(BlobStore blobs, String container) {
        this.blobs = blobs;
        this.container = container;
    }

    Page page(Query query) {
        var objects = new ArrayList<Blob>();
        var prefixes = new ArrayList<String>();
        String after = query.after();
        String last = "";
        String resume = after;
        while (query.maxKeys() > 0) {
            int room = query.maxKeys() - objects.size() - prefixes.size();
            int ask = Math.min(room + 1, MAX_KEYS);
            List<Blob> found = blobs.list(container, new BlobQuery(query.prefix(), after, ask));
            for (Blob blob : found) {
                String common = commonPrefix(blob.key(), query);
                after = common == null ? blob.key() : common + BEHIND_ALL;
                if (common != null && common.equals(last)) {
                    continue;
                }
                if (objects.size() + prefixes.size() == query.maxKeys()) {
                    return new Page(objects, prefixes, resume, last);
                }
                if (common == null) {
                    objects.add(blob);
                } else {
                    prefixes.add(common);
                }
                last = common == null ? blob.key() : common;
                resume = after;
            }
            if (found.size() < ask) {
                break;
            }
        }
        return new Page(objects, prefixes, null, last);
    }

    /** Where to go on behind a V1 marker, which may name a common prefix. */
    static String afterMarker(String marker, String prefix, String delimiter) {
        boolean common =
                !delimiter.isEmpty()
                        && marker.endsWith(delimiter)
                        && marker.length() > prefix.length();
        return common ? marker + BEHIND_ALL : marker;
    }

    private static @Nullable String commonPrefix(String key, Query query) {
        if (query.delimiter().isEmpty()) {
            return null;
        }
        int at = key.indexOf(query.delimiter(), query.prefix().length());
        return at < 0 ? null : key.substring(0, at + query.delimiter().length());
    }

    static int maxKeys(@Nullable Integer asked) {
        if (asked != null && asked < 0) {
            throw S3Errors.invalidArgument(
                    "Argument maxKeys must be an integer between 0 and 2147483647");
        }
        return asked == null ? MAX_KEYS : Math.min(asked, MAX_KEYS);
    }

    /** Writes keys as they are or URL-encoded, as the request asked. */
    record Encoding(boolean url) {
        static Encoding of(@Nullable EncodingType asked) {
            if (asked == EncodingType.UNKNOWN_TO_SDK_VERSION) {
                throw S3Errors.invalidArgument("Invalid Encoding Method specified in Request");
            }
            return new Encoding(asked == EncodingType.URL);
        }

        @Nullable String text(@Nullable String key) {
            return key == null || !url
                    ? key
                    : URLEncoder.encode(key, StandardCharsets.UTF_8)
                            .replace("+", "%20")
                            .replace("%2F", "/");
        }

        /** Objects with their owner, if that is to be told. */
        List<S3Object> objects(List<Blob> blobs, @Nullable Owner owner) {
            return blobs.stream()
                    .map(blob ->
                            S3Object.builder()
                                    .key(text(blob.key()))
                                    .size(blob.size())
                                    .eTag(StoredObject.eTag(blob))
                                    .lastModified(blob.modified())
                                    .storageClass(ObjectStorageClass.STANDARD)
                                    .owner(owner)
                                    .build())
                    .toList();
        }

        List<CommonPrefix> prefixes(List<String> prefixes) {
            return prefixes.stream()
                    .map(prefix -> CommonPrefix.builder().prefix(text(prefix)).build())
                    .toList();
        }
    }
}
