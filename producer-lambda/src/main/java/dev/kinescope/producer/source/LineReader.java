package dev.kinescope.producer.source;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream into lines of bytes, holding no more than one bounded line in memory. */
final class LineReader implements AutoCloseable {
    /** No post comes near; without a bound one endless line would fill the memory. */
    static final int MAX_LINE_BYTES = 4 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private long offset;

    /** Reads from {@code in}, whose first byte is at {@code offset} of the file. */
    LineReader(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /** The bytes of a line without its end, or none of them when it is too long. */
    @SuppressWarnings("ArrayRecordComponent") // Handed from reader to parser, kept by nobody.
    record Line(byte[] bytes, boolean tooLong) {}

    /** The next line, or null at the end of the file. */
    @Nullable Line read() throws IOException {
        var line = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        boolean any = false;
        while (next < end || fill()) {
            any = true;
            int stop = next;
            while (stop < end && buffer[stop] != '\n') {
                stop++;
            }
            int length = stop - next;
            tooLong |= line.size() + length > MAX_LINE_BYTES;
            if (!tooLong) {
                line.write(buffer, next, length);
            }
            boolean complete = stop < end;
            int consumed = complete ? length + 1 : length;
            next += consumed;
            offset += consumed;
            if (complete) {
                break;
            }
        }
        return any ? new Line(tooLong ? new byte[0] : line.toByteArray(), tooLong) : null;
    }

    /** The offset in the file behind the last line read. */
    long offset() {
        return offset;
    }

    private boolean fill() throws IOException {
        next = 0;
        end = Math.max(in.read(buffer), 0);
        return end > 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
