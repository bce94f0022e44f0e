package dev.kinescope.localcloud.store;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/** Reads a stretch of a segment file, many entries with one call of the operating system. */
final class EntryReader implements AutoCloseable {
    private final RandomAccessFile file;
    private final long end;
    private final int chunk;
    private long offset;
    private ByteBuffer bytes = ByteBuffer.allocate(0);

    /**
     * Reads from an offset to an end.
     *
     * @param chunk how many bytes are read at a time, if no entry is larger
     */
    EntryReader(Path file, long offset, long end, int chunk) throws IOException {
        this.file = new RandomAccessFile(file.toFile(), "r");
        this.offset = offset;
        this.end = end;
        this.chunk = chunk;
    }

    /** The next entry, or null if no whole and sound one stands at {@link #offset}. */
    @Nullable LogEntry next() throws IOException {
        while (true) {
            switch (Entries.at(bytes)) {
                case Entries.Found.Sound(LogEntry entry, int length) -> {
                    bytes.position(bytes.position() + length);
                    offset += length;
                    return entry;
                }
                case Entries.Found.Cut(int needed) -> {
                    if (offset + needed > end) {
                        return null;
                    }
                    fill(needed);
                }
                case Entries.Found.Broken() -> {
                    return null;
                }
            }
        }
    }

    /** How far it has read, in bytes from the beginning of the file. */
    long offset() {
        return offset;
    }

    private void fill(int needed) throws IOException {
        var next = new byte[(int) Math.min(end - offset, Math.max(needed, chunk))];
        file.seek(offset);
        file.readFully(next);
        bytes = ByteBuffer.wrap(next);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
