package dev.kinescope.localcloud.s3;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Where a copy comes from: two members, or the URL-encoded header {@code /bucket/key}. */
record CopySource(String bucket, String key) {
    private static final String VERSION = "?versionId=";

    // The deprecated member is the header that every client sends; the SDK's own client too.
    @SuppressWarnings("deprecation")
    static CopySource of(CopyObjectRequest asked) {
        S3Objects.checkVersion(asked.sourceVersionId());
        return of(asked.sourceBucket(), asked.sourceKey(), asked.copySource());
    }

    // As above.
    @SuppressWarnings("deprecation")
    static CopySource of(UploadPartCopyRequest asked) {
        S3Objects.checkVersion(asked.sourceVersionId());
        return of(asked.sourceBucket(), asked.sourceKey(), asked.copySource());
    }

    private static CopySource of(
            @Nullable String bucket, @Nullable String key, @Nullable String header) {
        if (bucket != null && key != null) {
            return new CopySource(bucket, key);
        }
        // A plus sign in a header is a plus sign.
        String encoded = header == null ? "" : header.replace("+", "%2B");
        int query = encoded.indexOf(VERSION);
        if (query >= 0) {
            S3Objects.checkVersion(encoded.substring(query + VERSION.length()));
            encoded = encoded.substring(0, query);
        }
        String path;
        try {
            path = URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Errors.invalidArgument("Copy Source must be URL-encoded");
        }
        String rest = path.startsWith("/") ? path.substring(1) : path;
        int slash = rest.indexOf('/');
        if (slash < 1 || slash == rest.length() - 1) {
            throw S3Errors.invalidArgument(
                    "Copy Source must mention the source bucket and key:"
                            + " sourcebucket/sourcekey");
        }
        return new CopySource(rest.substring(0, slash), rest.substring(slash + 1));
    }
}
