package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A record on its way through a delivery stream.
 *
 * @param id what the transform function must answer with
 * @param kinesis where it came from; null if it was put directly
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
public record SourceRecord(String id, byte[] data, Instant arrival, @Nullable Origin kinesis) {
    private static final String ZEROS = "000000";

    /**
     * A record's place in its Kinesis stream.
     *
     * @param subsequenceNumber its index in an aggregated record, otherwise 0
     */
    public record Origin(
            String shardId, String sequenceNumber, int subsequenceNumber, String partitionKey) {}

    /** A record read from a Kinesis stream. */
    public static SourceRecord of(Origin origin, byte[] data, Instant arrival) {
        return new SourceRecord(
                origin.sequenceNumber() + sixDigits(origin.subsequenceNumber()),
                data,
                arrival,
                origin);
    }

    /** Not by a format, which would be most of what reading a record costs. */
    private static String sixDigits(int number) {
        String digits = Integer.toString(number);
        return digits.length() < ZEROS.length()
                ? ZEROS.substring(digits.length()) + digits
                : digits;
    }
}
