package dev.kinescope.localcloud.store;

import java.util.Arrays;

/**
 * A part of a log in memory: entries one after the other in one array, so that the garbage
 * collector has a few large things to move and not many small ones.
 */
final class MemoryBlock {
    /** Where the next block begins; an entry that is larger has one of its own. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final int MOST_ENTRIES = 4096;

    private static final int FIRST_BYTES = 1024;
    private static final int FIRST_ENTRIES = 8;

    /** What an entry takes beside its bytes: when it arrived, and where its parts begin. */
    static final int OVERHEAD = Long.BYTES + 2 * Integer.BYTES;

    private final long base;
    private byte[] bytes = new byte[FIRST_BYTES];
    private long[] arrivals = new long[FIRST_ENTRIES];

    /** Of each entry, where its data begins and where it ends. */
    private int[] places = new int[2 * FIRST_ENTRIES];

    private int count;
    private int used;

    /** An empty block whose first entry will have that index. */
    MemoryBlock(long base) {
        this.base = base;
    }

    /** The index of the first entry. */
    long base() {
        return base;
    }

    /** The index behind the last entry. */
    long end() {
        return base + count;
    }

    /** What it takes, in bytes, as far as it is filled. */
    long cost() {
        return used + (long) count * OVERHEAD;
    }

    /** Whether an entry of that size goes in. */
    boolean takes(int size) {
        return count == 0 || (count < MOST_ENTRIES && used + size <= MOST_BYTES);
    }

    void add(LogEntry entry) {
        if (used + entry.size() > bytes.length) {
            int doubled = Math.min(2 * bytes.length, MOST_BYTES);
            bytes = Arrays.copyOf(bytes, Math.max(doubled, used + entry.size()));
        }
        if (count == arrivals.length) {
            arrivals = Arrays.copyOf(arrivals, 2 * count);
            places = Arrays.copyOf(places, 4 * count);
        }
        byte[] key = entry.keyBytes();
        byte[] data = entry.data();
        System.arraycopy(key, 0, bytes, used, key.length);
        System.arraycopy(data, 0, bytes, used + key.length, data.length);
        arrivals[count] = entry.arrivalMillis();
        places[2 * count] = used + key.length;
        used += entry.size();
        places[2 * count + 1] = used;
        count++;
    }

    /** Gives back what was kept free for more entries. */
    void seal() {
        if (used < bytes.length) {
            bytes = Arrays.copyOf(bytes, used);
        }
        arrivals = Arrays.copyOf(arrivals, count);
        places = Arrays.copyOf(places, 2 * count);
    }

    long arrivalMillis(long index) {
        return arrivals[(int) (index - base)];
    }

    /** Partition key and data of an entry, in bytes. */
    int size(long index) {
        int number = (int) (index - base);
        return places[2 * number + 1] - start(number);
    }

    LogEntry entry(long index) {
        int number = (int) (index - base);
        int data = places[2 * number];
        return new LogEntry(
                arrivals[number],
                Arrays.copyOfRange(bytes, start(number), data),
                Arrays.copyOfRange(bytes, data, places[2 * number + 1]));
    }

    private int start(int number) {
        return number == 0 ? 0 : places[2 * number - 1];
    }
}
