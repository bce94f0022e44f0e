package dev.kinescope.producer.source;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/** Cuts a stream into lines of bytes, holding no more than one bounded line in memory. */
public final class LineReader implements AutoCloseable {
    /** No post comes near; without a bound one endless line would fill the memory. */
    public static final int MAX_LINE_BYTES = 4 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private int next;
    private int end;
    private long offset;
    private boolean withinLine;

    /** Reads from {@code in}, whose first byte is at {@code offset} of the file. */
    public LineReader(InputStream in, long offset) {
        this.in = in;
        this.offset = offset;
    }

    /**
     * A line without its end.
     *
     * @param bytes none of them when it is too long
     * @param cutOff whether the stream ended before the line did
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed from reader to parser, kept by nobody.
    public record Line(byte[] bytes, boolean tooLong, boolean cutOff) {}

    /** The next line, or null at the end of the stream. */
    public @Nullable Line read() throws IOException {
        var line = new ByteArrayOutputStream(512);
        boolean tooLong = false;
        boolean any = false;
        boolean complete = false;
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
            complete = stop < end;
            withinLine = !complete;
            int consumed = complete ? length + 1 : length;
            next += consumed;
            offset += consumed;
            if (complete) {
                break;
            }
        }
        return any
                ? new Line(tooLong ? new byte[0] : line.toByteArray(), tooLong, !complete)
                : null;
    }

    /** Whether the last bytes read are the beginning of a line, as when reading has failed. */
    public boolean isWithinLine() {
        return withinLine;
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
