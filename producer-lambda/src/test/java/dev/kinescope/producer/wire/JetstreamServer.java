package dev.kinescope.producer.wire;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.wire.WireServer.Request;
import dev.kinescope.producer.wire.WireServer.Wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;

/**
 * Speaks the wire format of Bluesky's Jetstream (bluesky-social/jetstream, README) over WebSocket
 * (RFC 6455), as a test scripts it connection by connection.
 */
public final class JetstreamServer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int FINAL = 0x80;

    private final WireServer server;
    private final Deque<Script> connections = new ArrayDeque<>();

    /** What the server does with one connection. */
    public interface Script {
        void play(Stream stream) throws IOException;
    }

    /** Starts on a free port. */
    public JetstreamServer() throws IOException {
        this.server = new WireServer(this::answer);
    }

    /** Where it is. */
    public URI uri() {
        return server.uri("ws");
    }

    /** What was asked so far. */
    public List<Request> requests() {
        return server.requests();
    }

    /** What happens on the next connection that has no script yet. */
    public synchronized JetstreamServer then(Script script) {
        connections.add(script);
        return this;
    }

    /** A commit that creates a post. */
    public static ObjectNode post(long timeMicros, String key, String text) {
        ObjectNode event = event(timeMicros, "commit");
        ObjectNode commit =
                event.putObject("commit")
                        .put("rev", "rev-" + key)
                        .put("operation", "create")
                        .put("collection", "app.bsky.feed.post")
                        .put("rkey", key)
                        .put("cid", "cid-" + key);
        commit.putObject("record")
                .put("$type", "app.bsky.feed.post")
                .put("createdAt", "2026-11-02T08:00:00.000Z")
                .put("text", text)
                .putArray("langs")
                .add("en");
        return event;
    }

    /** An event of a kind, without content. */
    public static ObjectNode event(long timeMicros, String kind) {
        return JSON.createObjectNode()
                .put("did", "did:plc:someone")
                .put("time_us", timeMicros)
                .put("kind", kind);
    }

    private void answer(Request request, Wire wire) throws IOException {
        Script script;
        synchronized (this) {
            script = connections.poll();
        }
        var stream = new Stream(request, wire);
        if (script == null) {
            stream.stall();
        } else {
            script.play(stream);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One connection. */
    public static final class Stream {
        private final Request request;
        private final Wire wire;
        private boolean begun;

        private Stream(Request request, Wire wire) {
            this.request = request;
            this.wire = wire;
        }

        /** Answers with an error instead of the handshake. */
        public void refuse(int status) throws IOException {
            wire.answer(status, "", "{}");
        }

        /** Sends a message. */
        public void send(ObjectNode message) throws IOException {
            text(message.toString());
        }

        /** Sends a text message. */
        public void text(String message) throws IOException {
            frame(FINAL | TEXT, message.getBytes(StandardCharsets.UTF_8));
        }

        /** Sends a text message in pieces. */
        public void pieces(String... pieces) throws IOException {
            for (int i = 0; i < pieces.length; i++) {
                int last = i == pieces.length - 1 ? FINAL : 0;
                frame(
                        last | (i == 0 ? TEXT : CONTINUATION),
                        pieces[i].getBytes(StandardCharsets.UTF_8));
            }
        }

        /** Begins a message that is never ended. */
        public void half(ObjectNode message) throws IOException {
            String text = message.toString();
            frame(TEXT, text.substring(0, text.length() / 2).getBytes(StandardCharsets.UTF_8));
        }

        /** Asks for a sign of life. */
        public void ping() throws IOException {
            frame(FINAL | PING, new byte[0]);
        }

        /** Says goodbye. */
        public void goodbye(int code) throws IOException {
            frame(FINAL | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        }

        /** Breaks off. */
        public void reset() throws IOException {
            begin();
            wire.reset();
        }

        /** Says nothing more until the other side has gone. */
        public void stall() throws IOException {
            begin();
            wire.awaitGone();
        }

        private void begin() throws IOException {
            if (begun) {
                return;
            }
            begun = true;
            wire.send(
                    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                            + "Connection: Upgrade\r\nSec-WebSocket-Accept: "
                            + accept(request.headers().get("sec-websocket-key"))
                            + "\r\n\r\n");
        }

        private static String accept(String key) {
            try {
                return Base64.getEncoder()
                        .encodeToString(
                                MessageDigest.getInstance("SHA-1")
                                        .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every JDK knows SHA-1", e);
            }
        }

        private void frame(int head, byte[] payload) throws IOException {
            begin();
            var frame = new ByteArrayOutputStream();
            frame.write(head);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else if (payload.length < 1 << 16) {
                frame.write(126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            } else {
                frame.write(127);
                for (int shift = 56; shift >= 0; shift -= 8) {
                    frame.write((int) ((long) payload.length >> shift));
                }
            }
            frame.write(payload);
            wire.send(frame.toByteArray());
        }
    }
}
