package dev.kinescope.localcloud.lambda.child;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The function's side of the Lambda Runtime API over one kept connection; plain sockets, because
 * the JDK's HTTP client alone would double the time of a cold start.
 */
final class RuntimeApiClient {
    private static final String BASE = "/2018-06-01/runtime/";

    /** An answer: its status, its headers by lower-case name, and its body. */
    record Reply(int status, Map<String, String> headers, InputStream body) {}

    private final String authority;
    private final InputStream in;
    private final OutputStream out;

    /**
     * Connects to the Runtime API.
     *
     * @param authority {@code host:port}, the value of AWS_LAMBDA_RUNTIME_API
     */
    @SuppressWarnings("AddressSelection") // The address is a loopback literal, not a name.
    RuntimeApiClient(String authority) throws IOException {
        this.authority = authority;
        int colon = authority.lastIndexOf(':');
        var socket =
                new Socket(
                        authority.substring(0, colon),
                        Integer.parseInt(authority.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        // A larger body goes out from its own array.
        this.out = new BufferedOutputStream(socket.getOutputStream(), 1 << 13);
    }

    /** Waits for the next event. */
    Reply next() throws IOException {
        Reply reply = exchange("GET", "invocation/next", Map.of(), new byte[0]);
        if (reply.status() != 200) {
            throw new IOException("the Runtime API ended the poll with status " + reply.status());
        }
        return reply;
    }

    /** Answers with the first bytes of an array. */
    void respond(String requestId, byte[] payload, int length) throws IOException {
        exchange("POST", "invocation/" + requestId + "/response", Map.of(), payload, length);
    }

    void fail(String requestId, ErrorReport error) throws IOException {
        exchange("POST", "invocation/" + requestId + "/error", error.headers(), error.body());
    }

    void failInit(ErrorReport error) throws IOException {
        exchange("POST", "init/error", error.headers(), error.body());
    }

    private Reply exchange(String method, String path, Map<String, String> headers, byte[] body)
            throws IOException {
        return exchange(method, path, headers, body, body.length);
    }

    private Reply exchange(
            String method, String path, Map<String, String> headers, byte[] body, int length)
            throws IOException {
        var head = new StringBuilder(256);
        head.append(method).append(' ').append(BASE).append(path).append(" HTTP/1.1\r\n");
        head.append("Host: ").append(authority).append("\r\n");
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        if (method.equals("POST")) {
            head.append("Content-Type: application/json\r\n");
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        out.write(head.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
        out.write(body, 0, length);
        out.flush();
        return read();
    }

    private Reply read() throws IOException {
        String status = line();
        var headers = new TreeMap<String, String>();
        for (String header = line(); !header.isEmpty(); header = line()) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        byte[] body = new byte[length];
        if (in.readNBytes(body, 0, length) < length) {
            throw new EOFException("the Runtime API closed the connection");
        }
        return new Reply(
                Integer.parseInt(status.split(" ", 3)[1]), headers, new ByteArrayInputStream(body));
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("the Runtime API closed the connection");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
