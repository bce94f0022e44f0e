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

    /** A record's place in its Kinesis stream. */
    public record Origin(String shardId, String sequenceNumber, String partitionKey) {}

    /** A record read from a Kinesis stream. */
    public static SourceRecord of(Origin origin, byte[] data, Instant arrival) {
        return new SourceRecord(origin.sequenceNumber() + "000000", data, arrival, origin);
    }
}
