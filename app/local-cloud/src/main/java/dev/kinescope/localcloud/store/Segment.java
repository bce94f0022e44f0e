package dev.kinescope.localcloud.store;

import org.jspecify.annotations.Nullable;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.CRC32;

/**
 * One file of a record log: entries one after the other, each with its length and checksum before
 * it, so that an entry cut off by a crash is noticed. Where every 64th entry stands is kept in
 * memory.
 *
 * <p>{@code RandomAccessFile} is used rather than a channel because interrupting a thread closes
 * the channel it uses, and the log with it.
 */
final class Segment {
    private static final int STEP = 64;
    private static final int HEAD = 2 * Integer.BYTES;
    private static final int FIXED = Long.BYTES + Short.BYTES;
    private static final int LARGEST_ENTRY = 64 * 1024 * 1024;

    private final Path file;
    private final long base;
    private final long firstArrival;
    private long[] offsets = new long[16];
    private long[] arrivals = new long[16];
    private long count;
    private long size;
    private boolean known;

    private Segment(Path file, long base, long firstArrival) {
        this.file = file;
        this.base = base;
        this.firstArrival = firstArrival;
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
        String[] parts = file.getFileName().toString().replace(".log", "").split("-", 2);
        return new Segment(file, Long.parseLong(parts[0]), Long.parseLong(parts[1]));
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

    synchronized long end() throws IOException {
        scan();
        return base + count;
    }

    synchronized long size() {
        return size;
    }

    /** Entries as they are written. */
    static byte[] encode(List<LogEntry> entries) {
        int length = 0;
        for (LogEntry entry : entries) {
            length += HEAD + FIXED + entry.size();
        }
        ByteBuffer out = ByteBuffer.allocate(length);
        var crc = new CRC32();
        for (LogEntry entry : entries) {
            int start = out.position();
            out.position(start + HEAD);
            out.putLong(entry.arrivalMillis());
            out.putShort((short) entry.keyBytes().length);
            out.put(entry.keyBytes()).put(entry.data());
            int body = out.position() - start - HEAD;
            crc.reset();
            crc.update(out.array(), start + HEAD, body);
            out.putInt(start, body).putInt(start + Integer.BYTES, (int) crc.getValue());
        }
        return out.array();
    }

    /** Notes that entries have been written at the end. */
    synchronized void written(List<LogEntry> entries) {
        for (LogEntry entry : entries) {
            note(size, entry.arrivalMillis());
            size += HEAD + FIXED + entry.size();
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

    /** Reads the whole file once to learn where entries stand; stops at the first broken one. */
    private void scan() throws IOException {
        if (known) {
            return;
        }
        known = true;
        try (var in =
                new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
            for (LogEntry entry = next(in); entry != null; entry = next(in)) {
                note(size, entry.arrivalMillis());
                size += HEAD + FIXED + entry.size();
            }
        }
    }

    /** Where to begin looking. */
    private record Start(long index, long offset, long size) {}

    private synchronized Start before(long index) throws IOException {
        scan();
        int slot = (int) (Math.min(index - base, Math.max(0, count - 1)) / STEP);
        return new Start(base + (long) slot * STEP, offsets[slot], size);
    }

    private synchronized Start beforeArrival(long arrival) throws IOException {
        scan();
        int slots = (int) ((count + STEP - 1) / STEP);
        int slot = 0;
        while (slot + 1 < slots && arrivals[slot + 1] < arrival) {
            slot++;
        }
        return new Start(base + (long) slot * STEP, offsets[slot], size);
    }

    /** Takes entries; answers whether it wants more. */
    @FunctionalInterface
    interface Visitor {
        boolean visit(long index, LogEntry entry);
    }

    /** Shows the entries from an index on; whether the visitor wants those of the next segment. */
    boolean visitFrom(long index, Visitor visitor) throws IOException {
        return visit(before(index), (at, entry) -> at < index || visitor.visit(at, entry));
    }

    /** The first entry that arrived at or after a time; {@link #end} if there is none. */
    long indexAt(long arrival) throws IOException {
        var found = new long[] {end()};
        visit(
                beforeArrival(arrival),
                (at, entry) -> {
                    if (entry.arrivalMillis() >= arrival) {
                        found[0] = at;
                        return false;
                    }
                    return true;
                });
        return found[0];
    }

    private boolean visit(Start start, Visitor visitor) throws IOException {
        if (start.offset() >= start.size()) {
            return true;
        }
        try (var raw = new RandomAccessFile(file.toFile(), "r")) {
            raw.seek(start.offset());
            InputStream plain = new BufferedInputStream(new Tail(raw), 1 << 16);
            var in = new DataInputStream(plain);
            long index = start.index();
            long offset = start.offset();
            while (offset < start.size()) {
                LogEntry entry = next(in);
                if (entry == null) {
                    throw new IOException("The entry at " + offset + " of " + file + " is broken.");
                }
                offset += HEAD + FIXED + entry.size();
                if (!visitor.visit(index++, entry)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The next entry, or null if there is no whole and sound one. */
    private static @Nullable LogEntry next(DataInputStream in) throws IOException {
        try {
            int length = in.readInt();
            int sum = in.readInt();
            if (length < FIXED || length > LARGEST_ENTRY) {
                return null;
            }
            var body = new byte[length];
            in.readFully(body);
            var crc = new CRC32();
            crc.update(body);
            if ((int) crc.getValue() != sum) {
                return null;
            }
            ByteBuffer buffer = ByteBuffer.wrap(body);
            long arrival = buffer.getLong();
            var key = new byte[Short.toUnsignedInt(buffer.getShort())];
            buffer.get(key);
            var data = new byte[buffer.remaining()];
            buffer.get(data);
            return new LogEntry(arrival, key, data);
        } catch (EOFException e) {
            return null;
        }
    }

    /** A file from where it stands, as a stream. */
    private static final class Tail extends InputStream {
        private final RandomAccessFile file;

        Tail(RandomAccessFile file) {
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            return file.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            return file.read(bytes, offset, length);
        }
    }
}
