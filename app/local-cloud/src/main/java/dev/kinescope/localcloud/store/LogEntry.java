package dev.kinescope.localcloud.store;

import java.nio.charset.StandardCharsets;

/** One record as it is kept: when it arrived (never earlier than the one before), key and data. */
public final class LogEntry {
    private final long arrivalMillis;
    private final byte[] partitionKey;
    private final byte[] data;

    /** The arrays are not copied: who makes an entry gives them away. */
    public LogEntry(long arrivalMillis, byte[] partitionKey, byte[] data) {
        this.arrivalMillis = arrivalMillis;
        this.partitionKey = partitionKey;
        this.data = data;
    }

    public long arrivalMillis() {
        return arrivalMillis;
    }

    public String partitionKey() {
        return new String(partitionKey, StandardCharsets.UTF_8);
    }

    /** The data itself, not a copy; not to be changed. */
    public byte[] data() {
        return data;
    }

    byte[] keyBytes() {
        return partitionKey;
    }

    /** Partition key and data together, in bytes: what Kinesis counts against its limits. */
    public int size() {
        return partitionKey.length + data.length;
    }
}
