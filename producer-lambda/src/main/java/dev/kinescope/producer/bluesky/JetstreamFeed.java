package dev.kinescope.producer.bluesky;

import dev.kinescope.producer.live.Feed;
import dev.kinescope.producer.live.Inbox;
import dev.kinescope.producer.live.Signal;
import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.SourceRefusedException;

import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Connections to Jetstream, each to the next of its hosts, and each from a little before the last
 * message handled (bluesky-social/jetstream, README).
 */
public final class JetstreamFeed implements Feed {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    /** How far a reconnect goes back, as hosts do not see messages at the same moment. */
    private static final long OVERLAP_MICROS = 5_000_000;

    /** No post comes near; a message that never ends must not fill the memory. */
    private static final int MAX_CHARACTERS = 1 << 20;

    private static final int TOO_MANY = 429;

    private final HttpClient http;
    private final List<URI> hosts;
    private final JetstreamMessages messages;
    private final AtomicInteger refusals = new AtomicInteger();
    private int next;

    /**
     * Connects to one host after the other.
     *
     * @param http on threads that may wait, as the listener does when the reader is slow
     * @param hosts such as {@code wss://jetstream2.us-east.bsky.network}
     * @param messages tell how far they have come
     */
    public JetstreamFeed(HttpClient http, List<URI> hosts, JetstreamMessages messages) {
        this.http = http;
        this.hosts = List.copyOf(hosts);
        this.messages = messages;
        this.next = messages.host();
    }

    @Override
    public Connection open(Inbox to) {
        int host = next++ % hosts.size();
        var opened = new Opened(host, to);
        opened.connect(uri(hosts.get(host), messages.last()));
        return opened;
    }

    private static URI uri(URI host, OptionalLong last) {
        String cursor = last.isPresent() ? "&cursor=" + (last.getAsLong() - OVERLAP_MICROS) : "";
        return URI.create(host + "/subscribe?wantedCollections=app.bsky.feed.post" + cursor);
    }

    private final class Opened implements Connection, WebSocket.Listener {
        private final int host;
        private final Inbox to;
        private final StringBuilder message = new StringBuilder();
        private boolean tooLong;
        private volatile @Nullable WebSocket socket;
        private volatile boolean closed;

        Opened(int host, Inbox to) {
            this.host = host;
            this.to = to;
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The listener hears of all that happens.
        void connect(URI uri) {
            http.newWebSocketBuilder()
                    .connectTimeout(CONNECT_TIMEOUT)
                    .buildAsync(uri, this)
                    .whenComplete((_, failure) -> {
                        if (failure != null) {
                            put(refusal(failure));
                        }
                    });
        }

        @Override
        public void close() {
            closed = true;
            WebSocket open = socket;
            if (open != null) {
                open.abort();
            }
        }

        @Override
        public void onOpen(WebSocket webSocket) {
            socket = webSocket;
            if (closed) {
                webSocket.abort();
                return;
            }
            refusals.set(0);
            messages.comeFrom(host);
            put(new Signal.Opened());
            webSocket.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(
                WebSocket webSocket, CharSequence data, boolean last) {
            tooLong |= message.length() + data.length() > MAX_CHARACTERS;
            if (!tooLong) {
                message.append(data);
            }
            if (last) {
                put(
                        tooLong
                                ? new Signal.BadMessage("longer than 1 MiB")
                                : new Signal.Message(message.toString()));
                message.setLength(0);
                tooLong = false;
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(
                WebSocket webSocket, ByteBuffer data, boolean last) {
            if (last) {
                put(new Signal.BadMessage("not text"));
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onPing(WebSocket webSocket, ByteBuffer data) {
            put(new Signal.KeepAlive());
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(
                WebSocket webSocket, int statusCode, String reason) {
            end("closed with code " + statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            end(error.getClass().getSimpleName());
        }

        private void end(String how) {
            if (!message.isEmpty()) {
                put(new Signal.CutOff());
            }
            put(new Signal.Ended(new Ending.Lost(how)));
        }

        private void put(Signal signal) {
            try {
                if (!to.put(signal)) {
                    close();
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Signal refusal(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : failure;
        if (!(cause instanceof WebSocketHandshakeException handshake)) {
            return new Signal.Ended(new Ending.Lost(cause.getClass().getSimpleName()));
        }
        int status = handshake.getResponse() == null ? 0 : handshake.getResponse().statusCode();
        if (status == TOO_MANY) {
            return new Signal.Ended(new Ending.Throttled(Optional.empty()));
        }
        // One host may be gone for good; the others are asked before it is a person's turn.
        return status >= 500 || status == 0 || refusals.incrementAndGet() < hosts.size()
                ? new Signal.Ended(new Ending.Unavailable(status))
                : new Signal.Failed(
                        new SourceRefusedException(
                                "Jetstream refused the connection with status %d: look at JETSTREAM_URL."
                                        .formatted(status)));
    }
}
