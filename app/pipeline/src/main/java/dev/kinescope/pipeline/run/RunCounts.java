package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;

import java.time.Instant;

/**
 * How many records are where, counted since the run started.
 *
 * @param sent distinct records the producer tried
 * @param failed not accepted by Kinesis even after resending
 * @param bytes accepted
 * @param read by Firehose from the stream
 * @param ok answered so by the transform
 * @param dropped on purpose by the transform
 * @param processingFailed written to the error prefix by Firehose
 * @param lines read in delivered objects, broken ones included
 * @param errorRecords found in error objects, to check {@code processingFailed} against
 */
public record RunCounts(
        long sent,
        long accepted,
        long failed,
        long resent,
        long bytes,
        long malformedInput,
        Measured<Long> read,
        Measured<Long> ok,
        Measured<Long> dropped,
        Measured<Long> processingFailed,
        long lines,
        long objects,
        long brokenLines,
        long repeatedIds,
        long errorRecords) {

    /** Before anything was sent. */
    public static RunCounts none(Instant at) {
        return new RunCounts(
                0,
                0,
                0,
                0,
                0,
                0,
                Measured.noData(Source.CLOUDWATCH, at),
                Measured.noData(Source.FUNCTION_LOG, at),
                Measured.noData(Source.FUNCTION_LOG, at),
                Measured.noData(Source.FUNCTION_LOG, at),
                0,
                0,
                0,
                0,
                0);
    }

    /** Accepted but not yet read by Firehose, as far as is known; never negative. */
    public long unread() {
        return Math.max(0, accepted - Math.max(known(read), transformed()));
    }

    /** Answered by the transform in whatever way, as far as is known. */
    public long transformed() {
        return known(ok) + known(dropped) + known(processingFailed);
    }

    /** Ok but not yet in a delivered object; never negative. */
    public long buffered() {
        return Math.max(0, known(ok) - lines);
    }

    /** The value, taking no data for nothing seen yet. */
    static long known(Measured<Long> measured) {
        return measured.value().orElse(0L);
    }
}
