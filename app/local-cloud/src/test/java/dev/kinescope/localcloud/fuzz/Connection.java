package dev.kinescope.localcloud.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A connection on which anything can be said. */
final class Connection implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private boolean usable = true;

    /** What came back. */
    sealed interface Answer {
        record Answered(int status, String requestId, byte[] body) implements Answer {}

        /** The server closed the connection without a word. */
        record Closed() implements Answer {}

        /** Nothing came in time: what must never happen. */
        record Hung() implements Answer {}
    }

    Connection(URI endpoint) throws IOException {
        socket = new Socket(endpoint.getHost(), endpoint.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Whether a further request can be sent. */
    boolean usable() {
        return usable;
    }

    void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        } catch (IOException e) {
            // The server may answer, and close, before it has read all.
            usable = false;
        }
    }

    /** Says that nothing more will be sent. */
    void finish() {
        usable = false;
        try {
            socket.shutdownOutput();
        } catch (IOException e) {
            // Closed already by the other side: reading shows it.
            usable = false;
        }
    }

    /** The answer to what was written. */
    Answer read(boolean withBody) {
        try {
            String line = line();
            if (line.startsWith("HTTP/1.1 100")) {
                line();
                line = line();
            }
            int status = Integer.parseInt(line.split(" ")[1]);
            long length = -1;
            boolean chunked = false;
            String requestId = "";
            for (String header = line(); !header.isEmpty(); header = line()) {
                String[] pair = header.split(":", 2);
                String name = pair[0].toLowerCase(Locale.ROOT);
                String value = pair.length > 1 ? pair[1].strip() : "";
                switch (name) {
                    case "content-length" -> length = Long.parseLong(value);
                    case "transfer-encoding" -> chunked = true;
                    case "x-amzn-requestid" -> requestId = value;
                    case "connection" -> usable &= !value.equalsIgnoreCase("close");
                    default -> {}
                }
            }
            byte[] body = withBody ? body(length, chunked, status) : new byte[0];
            return new Answer.Answered(status, requestId, body);
        } catch (SocketTimeoutException e) {
            usable = false;
            return new Answer.Hung();
        } catch (IOException | ArrayIndexOutOfBoundsException | NumberFormatException e) {
            usable = false;
            return new Answer.Closed();
        }
    }

    private byte[] body(long length, boolean chunked, int status) throws IOException {
        if (chunked) {
            var all = new ByteArrayOutputStream();
            for (int size = chunk(); size > 0; size = chunk()) {
                all.write(in.readNBytes(size));
                line();
            }
            line();
            return all.toByteArray();
        }
        if (length < 0 && (status == 204 || status == 304)) {
            return new byte[0];
        }
        return length < 0 ? new byte[0] : in.readNBytes((int) length);
    }

    private int chunk() throws IOException {
        return Integer.parseInt(line().strip(), 16);
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                throw new EOFException();
            }
            if (b != '\r') {
                line.write(b);
            }
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() {
        usable = false;
        try {
            socket.close();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
