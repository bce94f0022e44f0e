package dev.kinescope.pipeline.delivery;

import java.time.Instant;
import java.util.Optional;

/**
 * A delivery stream as Firehose describes it.
 *
 * @param status CREATING, ACTIVE, DELETING, CREATING_FAILED, DELETING_FAILED
 * @param failure why creating failed; else empty
 * @param readsFrom when it started to read; older records are never delivered
 * @param processor the transform it calls, if any
 */
public record DeliveryStatus(
        String name,
        String arn,
        String status,
        String failure,
        String version,
        String sourceStream,
        Optional<Instant> readsFrom,
        String bucket,
        String prefix,
        String errorPrefix,
        int bufferMiB,
        int bufferSeconds,
        String compression,
        boolean rawBackup,
        Optional<Processor> processor,
        Optional<Instant> lastChanged,
        Instant at) {

    /**
     * The Lambda processor.
     *
     * @param bufferMB and {@code bufferSeconds}: Firehose's defaults (1 MB, 60 s) where not given
     */
    public record Processor(String functionArn, double bufferMB, int bufferSeconds, int retries) {}
}
