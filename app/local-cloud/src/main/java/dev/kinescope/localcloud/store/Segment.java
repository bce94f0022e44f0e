package dev.kinescope.localcloud.store;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * One file of a record log: {@link Entries} one after the other. Where every 64th entry stands is
 * kept in memory.
 *
 * <p>{@code RandomAccessFile} is used rather than a channel because interrupting a thread closes
 * the channel it uses, and the log with it.
 */
final class Segment {
    private static final Logger LOG = LoggerFactory.getLogger(Segment.class);
    private static final String SET_ASIDE = ".damaged";
    private static final long LONGEST_PAUSE = Duration.ofDays(3650).toMillis();
    private static final int STEP = 64;
    private static final int LEAST_CHUNK = 64 * 1024;
    private static final int MOST_CHUNK = 1024 * 1024;

    /** What may be wrong with the end of a file. */
    private enum Tail {
        /** The file that was written to when the process ended: an entry may be cut off. */
        MAY_BE_TORN,
        /** A file that was full before the next was begun. */
        WHOLE
    }

    private final Path file;
    private final long base;
    private final long firstArrival;
    private long[] offsets = new long[16];
    private long[] arrivals = new long[16];
    private long count;
    private long size;
    private boolean known;

    /** When the latest entry arrived that was learned of. */
    private long newest;

    private Segment(Path file, long base, long firstArrival) {
        this.file = file;
        this.base = base;
        this.firstArrival = firstArrival;
        this.newest = firstArrival;
    }

    /** A segment that is still to be written; its name tells its first index and arrival. */
    static Segment begin(Path directory, long base, long firstArrival) {
        String name = String.format(Locale.ROOT, "%020d-%d.log", base, firstArrival);
        var segment = new Segment(directory.resolve(name), base, firstArrival);
        segment.known = true;
        return segment;
    }

    /** A segment that was written before. */
    static Segment existing(Path file) {
        String name = file.getFileName().toString().replace(SET_ASIDE, "");
        String[] parts = name.replace(".log", "").split("-", 2);
        return new Segment(file, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    /** Whether a file is a damaged segment that somebody renamed to go on without it. */
    static boolean setAside(Path file) {
        return file.getFileName().toString().endsWith(".log" + SET_ASIDE);
    }

    Path file() {
        return file;
    }

    long base() {
        return base;
    }

    long firstArrival() {
        return firstArrival;
    }

    /** The index behind the last entry. */
    synchronized long end() throws IOException {
        learn(Tail.WHOLE);
        return base + count;
    }

    /** The bytes of whole entries, once they are known. */
    synchronized long size() {
        return size;
    }

    /**
     * Learns what a file holds that may have been written to when the process was killed. An entry
     * that the kill cut off is left out of {@link #size}: nobody was told that it is kept.
     *
     * @throws DamagedFileException if something else is wrong with it
     */
    synchronized void recover() throws IOException {
        learn(Tail.MAY_BE_TORN);
    }

    /** Notes that entries have been written at the end. */
    synchronized void written(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            note(size, entry.arrivalMillis());
            size += Entries.length(entry);
        }
    }

    private void note(long offset, long arrival) {
        if (count % STEP == 0) {
            int slot = (int) (count / STEP);
            if (slot == offsets.length) {
                offsets = Arrays.copyOf(offsets, slot * 2);
                arrivals = Arrays.copyOf(arrivals, slot * 2);
            }
            offsets[slot] = offset;
            arrivals[slot] = arrival;
        }
        count++;
    }

    /** Reads the whole file once to learn where entries stand. */
    private void learn(Tail tail) throws IOException {
        if (known) {
            return;
        }
        count = 0;
        size = 0;
        long length = Files.size(file);
        try (var in = new EntryReader(file, 0, length, MOST_CHUNK)) {
            for (LogEntry entry = in.next(); entry != null; entry = in.next()) {
                note(size, entry.arrivalMillis());
                size += Entries.length(entry);
                newest = Math.max(newest, entry.arrivalMillis());
            }
        }
        if (size < length) {
            if (tail == Tail.WHOLE || damaged(length)) {
                throw new DamagedFileException(file, size);
            }
            LOG.info(
                    "An entry of {} bytes at {} of {} was being written when the local cloud was"
                            + " ended, and is left out; its writer was not told that it is kept.",
                    length - size,
                    size,
                    file);
        }
        known = true;
    }

    /** Whether what stands behind the last sound entry is more than the beginning of another. */
    private boolean damaged(long length) throws IOException {
        byte[] rest = new byte[Math.toIntExact(length - size)];
        try (var raw = new RandomAccessFile(file.toFile(), "r")) {
            raw.seek(size);
            raw.readFully(rest);
        }
        ByteBuffer bytes = ByteBuffer.wrap(rest);
        if (Entries.at(bytes) instanceof Entries.Found.Broken) {
            // A file system may have made room that was not filled any more.
            return !Arrays.equals(rest, new byte[rest.length]);
        }
        // The length itself may be what is wrong: then sound entries follow that came later.
        long since = newest;
        if (rest.length >= Entries.SMALLEST && plausible(bytes.getLong(Entries.HEAD), newest)) {
            since = bytes.getLong(Entries.HEAD);
        }
        for (int at = 1; at + Entries.SMALLEST <= rest.length; at++) {
            // So hardly anything is looked at closely, and entries that a record quotes are not
            // taken for its successors.
            if (plausible(bytes.getLong(at + Entries.HEAD), since)
                    && Entries.at(bytes.position(at)) instanceof Entries.Found.Sound) {
                return true;
            }
        }
        return false;
    }

    private static boolean plausible(long arrival, long since) {
        return arrival >= since && arrival - since < LONGEST_PAUSE;
    }

    /** Where to begin looking. */
    private record Start(long index, long offset, long size, long entrySize) {}

    /** How much is wanted at most, so that not much more is read. */
    record Wanted(long count, long bytes) {
        static final Wanted LITTLE = new Wanted(1, 1);

        int chunk(long entrySize) {
            long entries = (count + STEP) * entrySize;
            return Math.clamp(Math.min(bytes, entries), LEAST_CHUNK, MOST_CHUNK);
        }
    }

    private synchronized Start before(long index) throws IOException {
        learn(Tail.WHOLE);
        int slot = (int) (Math.min(index - base, Math.max(0, count - 1)) / STEP);
        return new Start(base + (long) slot * STEP, offsets[slot], size, size / Math.max(1, count));
    }

    private synchronized Start beforeArrival(long arrival) throws IOException {
        learn(Tail.WHOLE);
        int slots = (int) ((count + STEP - 1) / STEP);
        int slot = 0;
        while (slot + 1 < slots && arrivals[slot + 1] < arrival) {
            slot++;
        }
        return new Start(base + (long) slot * STEP, offsets[slot], size, size / Math.max(1, count));
    }

    /** Takes entries; answers whether it wants more. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(long index, LogEntry entry);
    }

    /**
     * Shows the entries from an index on; whether the visitor wants those of the next segment.
     *
     * @param wanted about how much it may take
     */
    boolean visitFrom(long index, Wanted wanted, Visitor visitor) throws IOException {
        return visit(before(index), wanted, (at, entry) -> at < index || visitor.visit(at, entry));
    }

    /** The first entry that arrived at or after a time; {@link #end} if there is none. */
    long indexAt(long arrival) throws IOException {
        var found = new long[] {end()};
        visit(
                beforeArrival(arrival),
                Wanted.LITTLE,
                (at, entry) -> {
                    if (entry.arrivalMillis() >= arrival) {
                        found[0] = at;
                        return false;
                    }
                    return true;
                });
        return found[0];
    }

    private boolean visit(Start start, Wanted wanted, Visitor visitor) throws IOException {
        if (start.offset() >= start.size()) {
            return true;
        }
        int chunk = wanted.chunk(start.entrySize());
        try (var in = new EntryReader(file, start.offset(), start.size(), chunk)) {
            long index = start.index();
            for (LogEntry entry = in.next(); entry != null; entry = in.next()) {
                if (!visitor.visit(index++, entry)) {
                    return false;
                }
            }
            if (in.offset() < start.size()) {
                throw new DamagedFileException(file, in.offset());
            }
        }
        return true;
    }
}
