package dev.kinescope.producer.wire;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A server on this machine that speaks HTTP byte by byte, so that it can break off anywhere; one
 * request a connection.
 */
public final class WireServer implements AutoCloseable {
    private final ServerSocket socket;
    private final Answerer answerer;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * A request, with the parameters of its query decoded and the names of its headers in lower
     * case.
     */
    public record Request(
            String method,
            String path,
            Map<String, String> query,
            Map<String, String> headers,
            String body) {}

    /** Answers a request; the connection ends when it returns. */
    public interface Answerer {
        void answer(Request request, Wire wire) throws IOException;
    }

    /** Starts on a free port. */
    public WireServer(Answerer answerer) throws IOException {
        this.answerer = answerer;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    /** Where it is, such as {@code http://127.0.0.1:12345}. */
    public URI uri(String scheme) {
        return URI.create(scheme + "://127.0.0.1:" + socket.getLocalPort());
    }

    /** What was asked so far. */
    public List<Request> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket connection = socket.accept();
                open.add(connection);
                Thread.ofVirtual().start(() -> serve(connection));
            } catch (IOException _) {
                return; // Closed.
            }
        }
    }

    private void serve(Socket connection) {
        try (connection) {
            connection.setTcpNoDelay(true);
            var in = new BufferedInputStream(connection.getInputStream());
            Request request = read(in);
            requests.add(request);
            answerer.answer(request, new Wire(connection, in));
        } catch (IOException _) {
            // The client has gone, as it may.
            open.remove(connection);
        }
    }

    private static Request read(InputStream in) throws IOException {
        String[] start = line(in).split(" ");
        var headers = new HashMap<String, String>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.put(
                    line.substring(0, colon).toLowerCase(Locale.ROOT),
                    line.substring(colon + 1).strip());
        }
        int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
        var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
        URI uri = URI.create(start[1]);
        return new Request(start[0], uri.getPath(), query(uri.getRawQuery()), headers, body);
    }

    private static String line(InputStream in) throws IOException {
        var line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("the client broke off");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8).strip();
    }

    private static Map<String, String> query(String raw) {
        var query = new HashMap<String, String>();
        if (raw != null) {
            for (String item : raw.split("&")) {
                String[] pair = item.split("=", 2);
                query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    @Override
    public void close() throws IOException {
        socket.close();
        for (Socket connection : open) {
            connection.close();
        }
    }

    /** The server's end of a connection. */
    public static final class Wire {
        private final Socket socket;
        private final InputStream in;

        private Wire(Socket socket, InputStream in) {
            this.socket = socket;
            this.in = in;
        }

        /** Sends bytes at once. */
        public void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }

        /** Sends text at once. */
        public void send(String text) throws IOException {
            send(text.getBytes(StandardCharsets.UTF_8));
        }

        /** A whole answer with a body. */
        public void answer(int status, String headers, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            send(
                    "HTTP/1.1 %d Status\r\nContent-Type: application/json\r\nConnection: close\r\n"
                                    .formatted(status)
                            + "Content-Length: %d\r\n%s\r\n".formatted(bytes.length, headers));
            send(bytes);
        }

        /** Breaks off without a farewell. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Says nothing until the other side has gone. */
        public void awaitGone() throws IOException {
            byte[] ignored = new byte[256];
            while (in.read(ignored) >= 0) {
                // What the client still says does not matter.
            }
        }
    }
}
