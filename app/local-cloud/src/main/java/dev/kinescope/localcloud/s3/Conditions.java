package dev.kinescope.localcloud.s3;

import dev.kinescope.localcloud.store.Blob;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;

/**
 * The conditional headers of a request (RFC 9110 as S3 documents it), checked against an object.
 */
record Conditions(
        @Nullable String ifMatch,
        @Nullable String ifNoneMatch,
        @Nullable Instant ifModifiedSince,
        @Nullable Instant ifUnmodifiedSince) {

    /** Throws 304 Not Modified or 412 Precondition Failed if the object is not to be read. */
    void checkRead(Blob object) {
        String eTag = StoredObject.eTag(object);
        Instant modified = object.modified().truncatedTo(ChronoUnit.SECONDS);
        if (ifMatch != null && !matches(ifMatch, eTag)) {
            throw S3Errors.preconditionFailed();
        }
        if (ifMatch == null && ifUnmodifiedSince != null && modified.isAfter(ifUnmodifiedSince)) {
            throw S3Errors.preconditionFailed();
        }
        if (ifNoneMatch != null && matches(ifNoneMatch, eTag)) {
            throw S3Errors.s3(304, "NotModified", "Not Modified");
        }
        if (ifNoneMatch == null && ifModifiedSince != null && !modified.isAfter(ifModifiedSince)) {
            throw S3Errors.s3(304, "NotModified", "Not Modified");
        }
    }

    /** The same for the source of a copy, where every unmet condition is 412. */
    void checkCopySource(Blob object) {
        try {
            checkRead(object);
        } catch (software.amazon.awssdk.awscore.exception.AwsServiceException e) {
            throw e.statusCode() == 304 ? S3Errors.preconditionFailed() : e;
        }
    }

    /** Throws unless the key may be written: If-None-Match: * and If-Match with an ETag. */
    void checkWrite(Optional<Blob> present) {
        if (ifNoneMatch != null) {
            if (!ifNoneMatch.strip().equals("*")) {
                throw S3Errors.s3(
                        501,
                        "NotImplemented",
                        "A header you provided implies functionality that is not implemented");
            }
            if (present.isPresent()) {
                throw S3Errors.preconditionFailed();
            }
        }
        if (ifMatch != null) {
            if (present.isEmpty()) {
                throw S3Errors.noSuchKey();
            }
            if (!matches(ifMatch, StoredObject.eTag(present.get()))) {
                throw S3Errors.preconditionFailed();
            }
        }
    }

    static Conditions forWrite(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        return new Conditions(ifMatch, ifNoneMatch, null, null);
    }

    private static boolean matches(String header, String eTag) {
        return Arrays.stream(header.split(",", -1))
                .map(String::strip)
                .anyMatch(one -> one.equals("*") || unquoted(one).equals(unquoted(eTag)));
    }

    static String unquoted(String eTag) {
        return eTag.replace("\"", "");
    }
}
