package dev.kinescope.pipeline.streams;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** One record read from a shard; the array is this record's own. */
@SuppressWarnings("ArrayRecordComponent") // The payload is bytes; nobody compares whole records.
public record StreamRecord(
        String shardId, String sequenceNumber, String partitionKey, Instant arrival, byte[] data) {

    /** The payload as text, whatever it is. */
    public String text() {
        return new String(data, StandardCharsets.UTF_8);
    }

    /** Bytes that count against the shard's limit: payload and partition key. */
    public int size() {
        return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
