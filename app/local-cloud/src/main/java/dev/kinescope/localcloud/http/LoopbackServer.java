package dev.kinescope.localcloud.http;

import dev.kinescope.localcloud.wire.ClientGoneException;
import dev.kinescope.localcloud.wire.WireRequest;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.DirectHandler.EventType;
import io.helidon.http.Header;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.DirectHandlers;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.http1.Http1Config;
import io.helidon.webserver.http2.Http2Config;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** The HTTP/1.1 and h2c server on 127.0.0.1 that hands every request to an {@link Endpoint}. */
public final class LoopbackServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
    private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");
    private static final long LARGEST_REQUEST = 5L * 1024 * 1024 * 1024;
    private static final int LARGEST_HEADERS = 64 * 1024;
    private static final int HTTP2_WINDOW = 1024 * 1024;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final WebServer server;
    private final Stalls stalls;
    private final Answers answers;
    private final LongAdder requests = new LongAdder();
    private volatile @Nullable Endpoint endpoint;
    private volatile Dated lastDate = new Dated(Long.MIN_VALUE, "");

    /** A second as the header has it: all answers of it say the same. */
    private record Dated(long second, String text) {}

    private LoopbackServer(int port, Patience patience) {
        stalls = new Stalls(patience);
        answers = new Answers(stalls);
        HttpRouting.Builder routing = HttpRouting.builder().any(this::handle);
        server =
                WebServer.builder()
                        .address(LOOPBACK)
                        .port(port)
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ZERO)
                        .maxPayloadSize(LARGEST_REQUEST)
                        .idleConnectionTimeout(patience.idle())
                        .idleConnectionPeriod(patience.idle().dividedBy(4))
                        .connectionOptions(
                                new Door(
                                        SocketOptions.builder().tcpNoDelay(true).build(),
                                        stalls::arrived))
                        .contentEncoding(new ContentAsSent())
                        // Its own sockets write an answer in pieces of 8 KB.
                        .useNio(false)
                        .directHandlers(
                                DirectHandlers.builder()
                                        .addHandler(EventType.INTERNAL_ERROR, new BrokenRequests())
                                        .build())
                        .addProtocol(
                                Http1Config.builder()
                                        .validatePath(false)
                                        .maxPrologueLength(LARGEST_HEADERS)
                                        .maxHeadersSize(LARGEST_HEADERS)
                                        .addReceiveListener(stalls)
                                        .build())
                        .addProtocol(
                                Http2Config.builder()
                                        .validatePath(false)
                                        .initialWindowSize(HTTP2_WINDOW)
                                        .build())
                        .routing(routing)
                        .build();
    }

    /**
     * Binds the port; requests are answered with 503 until {@link #serve}.
     *
     * @param port 0 for any free one
     * @throws UncheckedIOException if the port is taken or may not be used
     */
    public static LoopbackServer bind(int port) {
        return bind(port, Patience.USUAL);
    }

    static LoopbackServer bind(int port, Patience patience) {
        // Asked first, since the server only logs it, with a stack trace, when it cannot bind.
        try (var probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(LOOPBACK, port));
        } catch (IOException e) {
            throw notListening(port, e);
        }
        var server = new LoopbackServer(port, patience);
        server.server.start();
        if (server.server.port() <= 0) {
            throw notListening(port, new IOException("The server did not start."));
        }
        return server;
    }

    private static UncheckedIOException notListening(int port, IOException cause) {
        return new UncheckedIOException(
                "The local cloud cannot listen on 127.0.0.1:"
                        + port
                        + ". Another program uses that port, or it may not be opened; stop that"
                        + " program or choose another port (0 takes any free one).",
                cause);
    }

    /** Starts to answer requests. */
    public void serve(Endpoint newEndpoint) {
        endpoint = newEndpoint;
    }

    /** How many requests have come in so far. */
    public long requests() {
        return requests.sum();
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    public void close() {
        server.stop();
        stalls.close();
        // The server's own timer keeps the server for good; the services need not stay with it.
        endpoint = null;
    }

    private void handle(ServerRequest request, ServerResponse response) {
        requests.increment();
        stalls.spoke(request.remotePeer().port());
        ThreadLocalRandom random = ThreadLocalRandom.current();
        String requestId = new UUID(random.nextLong(), random.nextLong()).toString();
        response.header("x-amzn-RequestId", requestId);
        String path = request.prologue().uriPath().rawPath();
        Map<String, List<String>> headers = headers(request);
        String host = headers.getOrDefault("host", List.of("")).getFirst();
        // Also of a request that is refused it is read to its end here, where stalls are watched.
        Optional<ClientContent> content =
                request.content().hasEntity()
                        ? Optional.of(new ClientContent(request.content().inputStream(), stalls))
                        : Optional.empty();
        try {
            answer(request, response, new Asked(requestId, host, path, headers), content);
            content.ifPresent(ClientContent::drain);
        } finally {
            content.ifPresent(ClientContent::end);
        }
    }

    /** What is known of a request before its body is read. */
    private record Asked(String id, String host, String path, Map<String, List<String>> headers) {}

    private void answer(
            ServerRequest request,
            ServerResponse response,
            Asked asked,
            Optional<ClientContent> content) {
        String method = request.prologue().method().text();
        var check = new HostCheck(server.port());
        Optional<String> served = check.path(asked.host(), asked.path());
        Endpoint current = endpoint;
        if (served.isEmpty()) {
            answers.refuse(
                    method,
                    response,
                    421,
                    "This endpoint does not answer to " + asked.host() + ". " + check.advice());
        } else if (current == null) {
            answers.refuse(method, response, 503, "The local cloud is starting.");
        } else if (current.isOpen() && OriginCheck.isOfAnotherSite(asked.host(), asked.headers())) {
            answers.refuse(
                    method,
                    response,
                    403,
                    "A web page may not use a local cloud that takes any keys. Start it without"
                            + " --open, or send the request from a program.");
        } else {
            response.header("Date", date(current.time()));
            var arrived =
                    new WireRequest(
                            method,
                            asked.path(),
                            request.query().rawValue(),
                            asked.headers(),
                            content.<InputStream>map(Function.identity())
                                    .orElseGet(InputStream::nullInputStream));
            serve(
                    current,
                    new Endpoint.Arrival(arrived, served.get(), asked.id()),
                    response,
                    () -> content.filter(ClientContent::isBroken).isPresent());
        }
    }

    private void serve(
            Endpoint current,
            Endpoint.Arrival arrival,
            ServerResponse response,
            BooleanSupplier broken) {
        var begun = new AtomicBoolean();
        // The response itself does not tell when its content is a stream over HTTP/2.
        var whole = new AtomicBoolean();
        try {
            current.serve(
                    arrival,
                    reply -> {
                        if (begun.getAndSet(true)) {
                            throw brokenOff();
                        }
                        if (broken.getAsBoolean()) {
                            // Where the next request would begin, nobody can tell.
                            response.header("Connection", "close");
                        }
                        answers.send(arrival.request().method(), reply, response);
                        whole.set(true);
                    });
        } catch (CloseConnectionException e) {
            throw e;
        } catch (ClientGoneException e) {
            LOG.debug("The client of request {} went away.", arrival.requestId(), e);
            throw brokenOff();
        } catch (RuntimeException e) {
            LOG.error("Request {} was not answered as it should be.", arrival.requestId(), e);
            if (begun.getAndSet(true)) {
                throw brokenOff();
            }
            answers.refuse(
                    arrival.request().method(),
                    response,
                    500,
                    "The local cloud failed while it answered the request.");
        }
        if (!begun.get()) {
            answers.refuse(
                    arrival.request().method(), response, 400, "The request could not be read.");
        } else if (!whole.get()) {
            throw brokenOff();
        }
    }

    private String date(Instant time) {
        Dated known = lastDate;
        if (known.second() != time.getEpochSecond()) {
            known = new Dated(time.getEpochSecond(), DATE.format(time));
            lastDate = known;
        }
        return known.text();
    }

    /** Half an answer cannot be taken back, nor be followed by another. */
    private static CloseConnectionException brokenOff() {
        return new CloseConnectionException("The answer was broken off.");
    }

    private static Map<String, List<String>> headers(ServerRequest request) {
        var headers = new HashMap<String, List<String>>();
        for (Header header : request.headers()) {
            headers.put(header.headerName().lowerCase(), header.allValues());
        }
        // HTTP/2 carries the host as :authority.
        headers.putIfAbsent("host", List.of(request.authority()));
        return headers;
    }
}
