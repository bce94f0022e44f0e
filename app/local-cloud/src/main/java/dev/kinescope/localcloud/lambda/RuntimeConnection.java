package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * One connection of a child to its Runtime API: as much of HTTP/1.1 as runtimes speak, with bodies
 * read into arrays of their length and written from where they are.
 */
final class RuntimeConnection implements Closeable {
    private static final int MAX_HEAD = 1 << 16;
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** A request: its headers by lower-case name; of a longer body only the bound and one more. */
    record Request(String method, String path, Map<String, String> headers, SdkBytes body) {

        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final int mostBody;
    private int headLeft;
    private boolean last;

    /** For bodies up to a bound. */
    RuntimeConnection(Socket socket, int mostBody) throws IOException {
        this.socket = socket;
        this.mostBody = mostBody;
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        // A payload larger than this goes out from its own array.
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 13);
    }

    /**
     * The next request, or null when there are no more.
     *
     * @throws IOException when the peer is gone in the middle, or does not speak HTTP
     */
    @Nullable Request read() throws IOException {
        headLeft = MAX_HEAD;
        String first = last ? null : line();
        if (first == null) {
            return null;
        }
        String[] words = first.split(" ", -1);
        if (words.length != 3) {
            throw new IOException("no HTTP request");
        }
        var headers = new TreeMap<String, String>();
        for (String header = more(); !header.isEmpty(); header = more()) {
            int colon = header.indexOf(':');
            if (colon < 0) {
                throw new IOException("no HTTP header");
            }
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        String wanted = headers.getOrDefault("connection", "").toLowerCase(Locale.ROOT);
        last = wanted.contains("close") || words[2].equals("HTTP/1.0");
        if (headers.getOrDefault("expect", "").equalsIgnoreCase("100-continue")) {
            out.write(CONTINUE);
            out.flush();
        }
        return new Request(
                words[0], words[1], headers, SdkBytes.fromByteArrayUnsafe(body(headers)));
    }

    private byte[] body(Map<String, String> headers) throws IOException {
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(Locale.ROOT)
                .contains("chunked")) {
            return chunks();
        }
        long length = number(headers.getOrDefault("content-length", "0"), 10);
        byte[] body = new byte[(int) Math.min(length, mostBody + 1L)];
        fill(body, 0, body.length);
        in.skipNBytes(length - body.length);
        return body;
    }

    private byte[] chunks() throws IOException {
        byte[] body = new byte[0];
        int size = 0;
        for (long chunk = chunk(); chunk > 0; chunk = chunk()) {
            int kept = (int) Math.min(chunk, mostBody + 1L - size);
            if (size + kept > body.length) {
                body = Arrays.copyOf(body, Math.max(size + kept, Math.min(2 * size, mostBody + 1)));
            }
            fill(body, size, kept);
            size += kept;
            in.skipNBytes(chunk - kept);
            more();
        }
        String trailer = more();
        while (!trailer.isEmpty()) {
            trailer = more();
        }
        return body.length == size ? body : Arrays.copyOf(body, size);
    }

    private long chunk() throws IOException {
        headLeft = MAX_HEAD;
        return number(more().split(";", 2)[0].strip(), 16);
    }

    private static long number(String text, int radix) throws IOException {
        try {
            long number = Long.parseLong(text, radix);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IOException("no length: " + text, e);
        }
        throw new IOException("no length: " + text);
    }

    private void fill(byte[] target, int from, int length) throws IOException {
        if (in.readNBytes(target, from, length) < length) {
            throw new EOFException("the connection was closed in a body");
        }
    }

    private String more() throws IOException {
        String line = line();
        if (line == null) {
            throw new EOFException("the connection was closed in a request");
        }
        return line;
    }

    private @Nullable String line() throws IOException {
        var line = new StringBuilder(64);
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                if (line.isEmpty()) {
                    return null;
                }
                throw new EOFException("the connection was closed in a request");
            }
            if (--headLeft < 0) {
                throw new IOException("a request's head is too long");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }

    /** Answers; further headers are whole lines with their ends. */
    void answer(String status, String headers, byte[] body) throws IOException {
        out.write(
                ascii(
                        "HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n%s%s\r\n"
                                .formatted(
                                        status,
                                        body.length,
                                        last ? "Connection: close\r\n" : "",
                                        headers)));
        out.write(body);
        out.flush();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Ends the connection, also while another thread reads or writes. */
    @Override
    public void close() throws IOException {
        socket.close();
    }
}
