package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.time.Duration;

/** A bucket as a destination, for results or for the raw backup, with all defaults filled in. */
record S3Settings(
        String roleArn,
        String bucketArn,
        @Nullable String prefix,
        @Nullable String errorPrefix,
        int bufferMebibytes,
        int bufferSeconds,
        String compression,
        @Nullable Logging logging) {
    static final int DEFAULT_MEBIBYTES = 5;
    static final int DEFAULT_SECONDS = 300;
    static final String UNCOMPRESSED = "UNCOMPRESSED";

    /** The error log that was asked for. */
    record Logging(boolean enabled, @Nullable String group, @Nullable String stream) {}

    long bufferBytes() {
        return bufferMebibytes * 1_048_576L;
    }

    Duration bufferInterval() {
        return Duration.ofSeconds(bufferSeconds);
    }

    /** Bucket, role and error log of another destination, and the rest as it is here. */
    S3Settings to(S3Settings other) {
        return new S3Settings(
                other.roleArn,
                other.bucketArn,
                prefix,
                errorPrefix,
                bufferMebibytes,
                bufferSeconds,
                compression,
                other.logging);
    }

    S3Settings withPrefixes(@Nullable String data, @Nullable String errors) {
        return new S3Settings(
                roleArn,
                bucketArn,
                data,
                errors,
                bufferMebibytes,
                bufferSeconds,
                compression,
                logging);
    }

    Compression format() {
        return Compression.of(compression);
    }
}
