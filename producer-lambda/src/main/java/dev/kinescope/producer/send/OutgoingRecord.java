package dev.kinescope.producer.send;

import java.nio.charset.StandardCharsets;

/**
 * One record ready for the stream.
 *
 * @param partitionKey 1 to 256 characters, spreads the records over the shards
 * @param data the record's bytes; not copied, and not changed by anyone
 */
@SuppressWarnings("ArrayRecordComponent") // Copying every payload would double the work; see above.
public record OutgoingRecord(String partitionKey, byte[] data) {
    /** The most a record may hold, key included (AWS documentation, Kinesis quotas: 1 MiB). */
    public static final int MAX_BYTES = 1 << 20;

    /** Its share of the stream's limits: payload plus partition key, in bytes. */
    public int bytes() {
        return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
