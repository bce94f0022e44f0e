package dev.kinescope.producer.send;

import java.util.ArrayList;
import java.util.List;

/** The records gathered for the next request, within the limits of PutRecords. */
public final class Batch {
    /** PutRecords takes no more (AWS documentation, PutRecords). */
    static final int MAX_RECORDS = 500;

    /** PutRecords takes no more, keys included (AWS documentation, PutRecords). */
    static final long MAX_BYTES = 10L << 20;

    private List<OutgoingRecord> records = new ArrayList<>();
    private long bytes;

    /** Whether the record fits beside those already here; an empty batch takes any record. */
    public boolean hasRoomFor(OutgoingRecord item) {
        return records.isEmpty()
                || (records.size() < MAX_RECORDS && bytes + item.bytes() <= MAX_BYTES);
    }

    /** Adds a record that there is room for. */
    public void add(OutgoingRecord item) {
        records.add(item);
        bytes += item.bytes();
    }

    public boolean isEmpty() {
        return records.isEmpty();
    }

    /** Hands over what was gathered and starts again empty. */
    public List<OutgoingRecord> take() {
        List<OutgoingRecord> taken = List.copyOf(records);
        records = new ArrayList<>();
        bytes = 0;
        return taken;
    }
}
