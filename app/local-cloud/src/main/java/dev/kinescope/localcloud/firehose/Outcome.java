package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What became of a batch: every record is delivered, failed or dropped.
 *
 * @param delivered data for the destination
 * @param failed error objects, for the error prefix
 */
record Outcome(List<Item> delivered, List<Item> failed, int dropped) {

    /**
     * Bytes to be written to an object, and when the record they came from arrived.
     *
     * @param partition the partition keys that the prefix asks for; empty without partitioning
     * @param asFailed the error object instead, should there be no partition for it
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
    record Item(
            byte[] data,
            Instant arrival,
            Map<String, String> partition,
            @Nullable Supplier<byte[]> asFailed) {
        Item(byte[] data, Instant arrival) {
            this(data, arrival, Map.of(), null);
        }

        Item failed() {
            if (asFailed == null) {
                throw new IllegalStateException("Only a partition can be refused");
            }
            return new Item(asFailed.get(), arrival);
        }
    }

    /** Records that pass untransformed. */
    static Outcome untouched(List<SourceRecord> records, byte[] delimiter) {
        var items = new ArrayList<Item>(records.size());
        for (SourceRecord record : records) {
            items.add(new Item(delimited(record.data(), delimiter), record.arrival()));
        }
        return new Outcome(items, List.of(), 0);
    }

    static byte[] delimited(byte[] data, byte[] delimiter) {
        if (delimiter.length == 0) {
            return data;
        }
        byte[] both = new byte[data.length + delimiter.length];
        System.arraycopy(data, 0, both, 0, data.length);
        System.arraycopy(delimiter, 0, both, data.length, delimiter.length);
        return both;
    }
}
