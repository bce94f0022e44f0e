package dev.kinescope.localcloud.firehose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a batch: every record is delivered, failed or dropped.
 *
 * @param delivered data for the destination
 * @param failed error objects, for the error prefix
 */
record Outcome(List<Item> delivered, List<Item> failed, int dropped) {

    /** Bytes to be written to an object, and when the record they came from arrived. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
    record Item(byte[] data, Instant arrival) {}

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
