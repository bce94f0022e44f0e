package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** All that an extended S3 destination is configured with. */
record DestinationSettings(
        S3Settings s3,
        @Nullable Processing processing,
        boolean backupEnabled,
        @Nullable S3Settings backup,
        String fileExtension,
        String timeZone,
        @Nullable Partitioning partitioning) {

    /** Dynamic partitioning, which is on. */
    record Partitioning(int retrySeconds) {}

    /** The processing configuration as it was given; an update replaces it whole. */
    record Processing(boolean enabled, List<ProcessorSettings> processors) {
        Processing {
            processors = List.copyOf(processors);
        }
    }

    /** The Lambda processor, if processing is on and there is one. */
    Optional<ProcessorSettings> lambda() {
        return processor(ProcessorSettings.LAMBDA);
    }

    /** The keys that the prefix asks of the function; empty without partitioning. */
    Set<String> partitionKeys() {
        String prefix = s3.prefix();
        return partitioning == null || prefix == null
                ? Set.of()
                : PrefixExpressions.lambdaKeys(prefix);
    }

    /** What is appended to each record; empty for nothing. */
    String delimiter() {
        return processor(ProcessorSettings.DELIMITER).map(ProcessorSettings::delimiter).orElse("");
    }

    private Optional<ProcessorSettings> processor(String type) {
        return processing == null || !processing.enabled()
                ? Optional.empty()
                : processing.processors().stream()
                        .filter(one -> one.type().equals(type))
                        .findFirst();
    }
}
