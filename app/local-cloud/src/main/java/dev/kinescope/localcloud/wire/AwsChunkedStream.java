package dev.kinescope.localcloud.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * The content inside aws-chunked framing: chunks with their size and signature before them, and
 * trailers after the last (AWS documentation, SigV4 multiple-chunk uploads). The signatures of the
 * chunks are not checked: the request as a whole is signed, and it never leaves this machine.
 */
final class AwsChunkedStream extends InputStream {
    private static final int LONGEST_LINE = 8 * 1024;

    private final InputStream in;
    private final Map<String, String> trailers;
    private long left;
    private boolean started;
    private boolean ended;

    /**
     * Reads from framed bytes.
     *
     * @param trailers where the trailers are put once the content has been read to its end
     */
    AwsChunkedStream(InputStream in, Map<String, String> trailers) {
        this.in = in;
        this.trailers = trailers;
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0 && !ended) {
            nextChunk();
        }
        if (ended) {
            return -1;
        }
        int count = in.read(bytes, offset, (int) Math.min(length, left));
        if (count < 0) {
            throw new EOFException("The body ended within a chunk.");
        }
        left -= count;
        return count;
    }

    private void nextChunk() throws IOException {
        if (started) {
            line();
        }
        started = true;
        String size = line().split(";", 2)[0].strip();
        try {
            left = Long.parseLong(size, 16);
        } catch (NumberFormatException e) {
            throw new IOException("A chunk does not begin with its size.", e);
        }
        if (left < 0) {
            throw new IOException("A chunk has a negative size.");
        }
        if (left == 0) {
            ended = true;
            for (String line = line(); !line.isEmpty(); line = line()) {
                String[] pair = line.split(":", 2);
                if (pair.length == 2) {
                    trailers.put(pair[0].strip().toLowerCase(Locale.ROOT), pair[1].strip());
                }
            }
        }
    }

    /** A line without its end; empty at the end of the body. */
    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) {
            if (line.size() > LONGEST_LINE) {
                throw new IOException("A line of the chunk framing is too long.");
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.UTF_8);
    }
}
