package dev.kinescope.localcloud.store;

import java.util.List;

/**
 * The records of one shard in the order they were accepted. Each has an index: the first ever is 0,
 * none is used twice, and trimming leaves the others as they are.
 */
public interface RecordLog {

    /**
     * Adds entries in this order. When it returns they outlive the process, as far as the
     * implementation keeps anything at all.
     *
     * @throws java.io.UncheckedIOException if they could not be written; then none of them counts
     */
    void append(List<LogEntry> entries);

    /**
     * The entries from an index on: at least one if there is one, and no more than fit.
     *
     * @param from the first index wanted; one that is trimmed means the first there is
     * @param count the most entries returned
     * @param bytes the most bytes of partition keys and data returned, except for the first entry
     */
    List<IndexedEntry> read(long from, int count, long bytes);

    /** The index of the oldest entry that is kept; equals {@link #end()} if there is none. */
    long first();

    /** The index that the next entry will get. */
    long end();

    /** The index of the first entry that arrived at or after that time, in epoch milliseconds. */
    long indexAt(long arrivalMillis);

    /** May forget entries that arrived before that time, in epoch milliseconds. */
    void trim(long arrivalMillis);

    /** Forgets everything, for good. */
    void delete();

    /** An entry and its index. */
    record IndexedEntry(long index, LogEntry entry) {}
}
