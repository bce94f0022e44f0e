package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.BufferingHints;
import software.amazon.awssdk.services.firehose.model.CloudWatchLoggingOptions;
import software.amazon.awssdk.services.firehose.model.EncryptionConfiguration;
import software.amazon.awssdk.services.firehose.model.S3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.S3DestinationUpdate;

import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;

/** The members that every kind of S3 destination has, in creations and in updates alike. */
record S3Members(
        @Nullable String roleArn,
        @Nullable String bucketArn,
        @Nullable String prefix,
        @Nullable String errorPrefix,
        @Nullable BufferingHints hints,
        @Nullable String compression,
        @Nullable EncryptionConfiguration encryption,
        @Nullable CloudWatchLoggingOptions logging) {
    private static final Pattern ARN = Pattern.compile("arn:.*");
    private static final Pattern BUCKET = Pattern.compile("arn:.*:s3:::[\\w\\.\\-]{1,255}");
    private static final int MAX_PREFIX = 1_024;

    /** Whether the prefix may have partition keys. */
    enum Prefixes {
        PLAIN,
        PARTITIONED
    }

    static S3Members of(S3DestinationConfiguration asked) {
        return new S3Members(
                asked.roleARN(),
                asked.bucketARN(),
                asked.prefix(),
                asked.errorOutputPrefix(),
                asked.bufferingHints(),
                asked.compressionFormatAsString(),
                asked.encryptionConfiguration(),
                asked.cloudWatchLoggingOptions());
    }

    static S3Members of(S3DestinationUpdate asked) {
        return new S3Members(
                asked.roleARN(),
                asked.bucketARN(),
                asked.prefix(),
                asked.errorOutputPrefix(),
                asked.bufferingHints(),
                asked.compressionFormatAsString(),
                asked.encryptionConfiguration(),
                asked.cloudWatchLoggingOptions());
    }

    /** Adds what single members break; {@code path} is the member that holds them. */
    void constrain(Constraints constraints, String path) {
        constraints
                .matches(path + ".roleARN", roleArn, ARN)
                .matches(path + ".bucketARN", bucketArn, BUCKET)
                .lengthAtMost(path + ".prefix", prefix, MAX_PREFIX)
                .lengthAtMost(path + ".errorOutputPrefix", errorPrefix, MAX_PREFIX)
                .oneOf(path + ".compressionFormat", compression, Compression.NAMES);
        if (hints != null) {
            constraints
                    .between(path + ".bufferingHints.sizeInMBs", hints.sizeInMBs(), 1, 128)
                    .between(
                            path + ".bufferingHints.intervalInSeconds",
                            hints.intervalInSeconds(),
                            0,
                            900);
        }
    }

    void require(Constraints constraints, String path) {
        constraints.required(path + ".roleARN", roleArn).required(path + ".bucketARN", bucketArn);
    }

    /** Settings of these members over earlier ones, or over the defaults. */
    S3Settings over(@Nullable S3Settings before, Prefixes prefixes) {
        checkOffered();
        Integer size = hints == null ? null : hints.sizeInMBs();
        Integer seconds = hints == null ? null : hints.intervalInSeconds();
        if ((size == null) != (seconds == null)) {
            throw FirehoseErrors.invalidArgument(
                    "BufferingHints must specify both SizeInMBs and IntervalInSeconds, or"
                            + " neither.");
        }
        var merged =
                new S3Settings(
                        or(roleArn, before == null ? "" : before.roleArn()),
                        or(bucketArn, before == null ? "" : before.bucketArn()),
                        prefix != null || before == null ? prefix : before.prefix(),
                        errorPrefix != null || before == null ? errorPrefix : before.errorPrefix(),
                        or(
                                size,
                                before == null
                                        ? S3Settings.DEFAULT_MEBIBYTES
                                        : before.bufferMebibytes()),
                        or(
                                seconds,
                                before == null
                                        ? S3Settings.DEFAULT_SECONDS
                                        : before.bufferSeconds()),
                        or(
                                compression,
                                before == null ? S3Settings.UNCOMPRESSED : before.compression()),
                        logging != null
                                ? new S3Settings.Logging(
                                        Boolean.TRUE.equals(logging.enabled()),
                                        logging.logGroupName(),
                                        logging.logStreamName())
                                : before == null ? null : before.logging());
        checkPrefixes(merged, prefixes);
        return merged;
    }

    private void checkOffered() {
        if (encryption != null && encryption.kmsEncryptionConfig() != null) {
            throw FirehoseErrors.invalidArgument(
                    "KMSEncryptionConfig is not offered by the local cloud. Use NoEncryption.");
        }
    }

    private static void checkPrefixes(S3Settings merged, Prefixes prefixes) {
        String prefix = merged.prefix() == null ? "" : merged.prefix();
        String errors = merged.errorPrefix() == null ? "" : merged.errorPrefix();
        if ((prefixes == Prefixes.PLAIN && PrefixExpressions.hasPartitionKeys(prefix))
                || PrefixExpressions.hasPartitionKeys(errors)) {
            throw FirehoseErrors.invalidArgument(
                    prefixes == Prefixes.PLAIN
                            ? "Dynamic Partitioning Namespaces can only be part of a prefix"
                                    + " expression when Dynamic Partitioning is enabled."
                            : "Dynamic Partitioning Namespaces cannot be part of an"
                                    + " ErrorOutputPrefix.");
        }
        PrefixExpressions.check("Prefix", prefix);
        PrefixExpressions.check("ErrorOutputPrefix", errors);
        checkLength("Prefix", prefix);
        checkLength("ErrorOutputPrefix", errors);
        if (PrefixExpressions.hasErrorType(prefix)) {
            throw FirehoseErrors.invalidArgument(
                    "Prefix cannot contain !{firehose:error-output-type}.");
        }
        if (PrefixExpressions.has(prefix) && errors.isEmpty()) {
            throw FirehoseErrors.invalidArgument(
                    "ErrorOutputPrefix can't be null when Prefix contains expressions");
        }
        if (PrefixExpressions.has(errors) && !PrefixExpressions.hasErrorType(errors)) {
            throw FirehoseErrors.invalidArgument(
                    "ErrorOutputPrefix must contain !{firehose:error-output-type} when it contains"
                            + " expressions.");
        }
    }

    /** Without partition keys, which each record brings; an object would never be taken. */
    private static void checkLength(String member, String prefix) {
        if (!PrefixExpressions.fits(prefix, Map.of(), Instant.EPOCH, "UTC")) {
            throw FirehoseErrors.invalidArgument(
                    "%s must not be longer than %d characters when it is evaluated."
                            .formatted(member, PrefixExpressions.LONGEST));
        }
    }

    private static <T> T or(@Nullable T first, T second) {
        return first != null ? first : second;
    }
}
