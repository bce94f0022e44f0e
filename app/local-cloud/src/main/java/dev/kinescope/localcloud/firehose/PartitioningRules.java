package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.firehose.model.DynamicPartitioningConfiguration;
import software.amazon.awssdk.services.firehose.model.RetryOptions;

/**
 * What dynamic partitioning asks of a destination (AWS documentation, Dynamic partitioning and
 * Buffering hints); where no message of AWS's is known the words are ours.
 */
final class PartitioningRules {
    private static final int DEFAULT_RETRY_SECONDS = 300;
    private static final int LEAST_SECONDS = 60;
    private static final int LEAST_MEBIBYTES = 64;

    private PartitioningRules() {}

    static void constrain(
            Constraints constraints, String path, DynamicPartitioningConfiguration asked) {
        RetryOptions retry = asked.retryOptions();
        constraints.between(
                path + ".dynamicPartitioningConfiguration.retryOptions.durationInSeconds",
                retry == null ? null : retry.durationInSeconds(),
                0,
                7_200);
    }

    /** The settings that follow: it is switched on at creation, or never, and not off again. */
    static DestinationSettings.@Nullable Partitioning over(
            DynamicPartitioningConfiguration asked,
            DestinationSettings.@Nullable Partitioning before,
            boolean creation) {
        boolean on = Boolean.TRUE.equals(asked.enabled());
        if (!creation && on != (before != null)) {
            throw FirehoseErrors.invalidArgument(
                    "Dynamic Partitioning can only be enabled or disabled when the delivery stream"
                            + " is created.");
        }
        RetryOptions retry = asked.retryOptions();
        Integer seconds = retry == null ? null : retry.durationInSeconds();
        int was = before == null ? DEFAULT_RETRY_SECONDS : before.retrySeconds();
        return on ? new DestinationSettings.Partitioning(seconds == null ? was : seconds) : null;
    }

    static void check(DestinationSettings settings) {
        if (settings.partitioning() == null) {
            return;
        }
        S3Settings s3 = settings.s3();
        if (settings.partitionKeys().isEmpty()) {
            refuse(
                    "Prefix must contain a Dynamic Partitioning Namespace when Dynamic Partitioning"
                            + " is enabled.");
        }
        if (settings.lambda().isEmpty()) {
            refuse(
                    "Dynamic Partitioning needs a Lambda processor that returns the partition keys:"
                            + " MetadataExtraction is not offered by the local cloud.");
        }
        if (s3.bufferSeconds() < LEAST_SECONDS) {
            refuse(
                    "BufferingHints.IntervalInSeconds must be at least %d when Dynamic Partitioning is enabled."
                            .formatted(LEAST_SECONDS));
        }
        if (s3.bufferMebibytes() < LEAST_MEBIBYTES) {
            refuse(
                    "BufferingHints.SizeInMBs must be at least %d when Dynamic Partitioning is enabled."
                            .formatted(LEAST_MEBIBYTES));
        }
    }

    private static void refuse(String message) {
        throw FirehoseErrors.invalidArgument(message);
    }
}
