package dev.kinescope.localcloud.store;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.zip.CRC32;

/**
 * How entries lie in a segment file: length and checksum of the body, then arrival, key length, key
 * and data.
 */
final class Entries {
    static final int HEAD = 2 * Integer.BYTES;
    static final int LARGEST = 64 * 1024 * 1024;
    private static final int FIXED = Long.BYTES + Short.BYTES;

    /** What an entry without key and data takes. */
    static final int SMALLEST = HEAD + FIXED;

    /** What stands at a place in a file. */
    sealed interface Found {
        /** A whole and sound entry. */
        record Sound(LogEntry entry, int length) implements Found {}

        /** The beginning of what may be an entry; it takes so many bytes, head included. */
        record Cut(int needed) implements Found {}

        /** Bytes that are no entry. */
        record Broken() implements Found {}
    }

    private Entries() {}

    /** How many bytes an entry takes in the file. */
    static int length(LogEntry entry) {
        return HEAD + FIXED + entry.size();
    }

    /** Entries as they are written. */
    static byte[] encode(List<LogEntry> entries) {
        long length = 0;
        for (LogEntry entry : entries) {
            length += length(entry);
        }
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(length));
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

    /** What begins at the buffer's position, which stays where it is. */
    static Found at(ByteBuffer bytes) {
        int start = bytes.position();
        if (bytes.remaining() < HEAD) {
            return new Found.Cut(HEAD);
        }
        int length = bytes.getInt(start);
        if (length < FIXED || length > LARGEST) {
            return new Found.Broken();
        }
        if (bytes.remaining() < HEAD + length) {
            return new Found.Cut(HEAD + length);
        }
        var crc = new CRC32();
        crc.update(bytes.array(), bytes.arrayOffset() + start + HEAD, length);
        int keyLength = Short.toUnsignedInt(bytes.getShort(start + HEAD + Long.BYTES));
        if ((int) crc.getValue() != bytes.getInt(start + Integer.BYTES)
                || keyLength > length - FIXED) {
            return new Found.Broken();
        }
        var key = new byte[keyLength];
        var data = new byte[length - FIXED - keyLength];
        int keyAt = start + HEAD + FIXED;
        bytes.get(keyAt, key).get(keyAt + keyLength, data);
        return new Found.Sound(new LogEntry(bytes.getLong(start + HEAD), key, data), HEAD + length);
    }
}
