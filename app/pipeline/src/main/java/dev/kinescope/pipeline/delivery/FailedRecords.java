package dev.kinescope.pipeline.delivery;

import java.time.Instant;
import java.util.List;

/**
 * Records that Firehose wrote to the error prefix, put together by reason.
 *
 * @param unreadableLines lines of error objects that are not what AWS documents
 */
public record FailedRecords(
        long records, List<Reason> reasons, List<String> keys, long unreadableLines) {

    /**
     * Records that failed for one reason.
     *
     * @param code for example {@code Lambda.ProcessingFailedStatus}
     * @param attempts the most that were made for one of them
     */
    public record Reason(
            String code, String message, int attempts, long records, Instant lastArrival) {}
}
