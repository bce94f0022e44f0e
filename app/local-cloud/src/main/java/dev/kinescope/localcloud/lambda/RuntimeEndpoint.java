package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * The Lambda Runtime API of one child on a loopback port of its own, so that the pending poll of a
 * dead child can never swallow another's event (AWS documentation, Lambda runtime API).
 */
final class RuntimeEndpoint implements AutoCloseable {
    /** 6 MB and a little, the bound that Lambda's own message names. */
    static final int MAX_ANSWER = 6_291_556;

    private static final String BASE = "/2018-06-01/runtime/";
    private static final int BACKLOG = 16;
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] OK = "{\"status\":\"OK\"}\n".getBytes(StandardCharsets.UTF_8);

    private static final SdkBytes ANSWER_TOO_LARGE =
            SdkBytes.fromUtf8String(
                    "{\"errorMessage\":\"Response payload size exceeded maximum allowed payload"
                            + " size (6291556"
                            + " bytes).\",\"errorType\":\"Function.ResponseSizeTooLarge\"}");

    /** Hears what the child does. */
    interface Listener {
        void polled();

        /** The child has been sent its event. */
        default void taken(String requestId) {}

        void answered(String requestId, SdkBytes payload);

        /** The function failed; the type is the one that the child names. */
        void failed(String requestId, SdkBytes error, String errorType);

        void initFailed(SdkBytes error);
    }

    /** An event as the poll hands it out; the deadline is in milliseconds since the epoch. */
    record Event(
            String requestId,
            SdkBytes payload,
            String functionArn,
            long deadlineMillis,
            @Nullable String clientContext) {

        String headers() {
            return "Lambda-Runtime-Aws-Request-Id: %s\r\nLambda-Runtime-Deadline-Ms: %d\r\nLambda-Runtime-Invoked-Function-Arn: %s\r\n%s"
                    .formatted(
                            requestId,
                            deadlineMillis,
                            functionArn,
                            clientContext == null
                                    ? ""
                                    : "Lambda-Runtime-Client-Context: " + clientContext + "\r\n");
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(RuntimeEndpoint.class);
    private static final long ACCEPT_PAUSE_NANOS = 50_000_000;

    private final Listener listener;
    private final ServerSocket server;
    private final String authority;
    private final Set<RuntimeConnection> connections = new HashSet<>();

    /** What no poll has taken yet. */
    private final Deque<Event> events = new ArrayDeque<>();

    /** Where the child waits for its next event. */
    private @Nullable RuntimeConnection polling;

    private boolean connected;
    private boolean closed;

    RuntimeEndpoint(Listener listener) throws IOException {
        this(listener, new ServerSocket(0, BACKLOG, InetAddress.ofLiteral("127.0.0.1")));
    }

    /** Listens where the socket does, and closes it. */
    RuntimeEndpoint(Listener listener, ServerSocket server) {
        this.listener = listener;
        this.server = server;
        this.authority = "127.0.0.1:" + server.getLocalPort();
        Thread.ofVirtual().name("runtime-api").start(this::accept);
    }

    /** {@code host:port}, the value of AWS_LAMBDA_RUNTIME_API. */
    String authority() {
        return authority;
    }

    /** Whether anybody has ever connected. */
    synchronized boolean wasReached() {
        return connected;
    }

    /** Whether the child waits for its next event. */
    synchronized boolean isPolled() {
        return polling != null;
    }

    /** Hands an event to the child's pending or next poll. */
    void offer(Event event) {
        RuntimeConnection poll;
        synchronized (this) {
            poll = polling;
            polling = null;
            if (poll == null) {
                events.addLast(event);
                return;
            }
        }
        deliver(poll, event);
    }

    /** To a poll; when that has been given up, the next one gets the event. */
    private void deliver(RuntimeConnection poll, Event event) {
        @Nullable RuntimeConnection next = poll;
        while (next != null) {
            try {
                next.answer("200 OK", event.headers(), event.payload().asByteArrayUnsafe());
                listener.taken(event.requestId());
                return;
            } catch (IOException e) {
                LOG.debug("A poll for {} was given up: {}", event.requestId(), e.getMessage());
                end(next);
            }
            synchronized (this) {
                next = polling;
                polling = null;
                if (next == null) {
                    events.addFirst(event);
                }
            }
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                Thread.ofVirtual().name("runtime-api").start(() -> serve(socket));
            } catch (IOException e) {
                if (server.isClosed()) {
                    LOG.debug("The Runtime API at {} ends: {}", authority, e.getMessage());
                } else {
                    // As when there are too many open files: that passes.
                    LOG.warn("The Runtime API at {} goes on after: {}", authority, e.getMessage());
                    LockSupport.parkNanos(ACCEPT_PAUSE_NANOS);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var connection = new RuntimeConnection(socket, MAX_ANSWER)) {
            if (!add(connection)) {
                return;
            }
            try {
                for (RuntimeConnection.Request request = connection.read();
                        request != null && !isPolling(connection);
                        request = connection.read()) {
                    serve(connection, request);
                }
            } finally {
                end(connection);
            }
        } catch (IOException e) {
            LOG.debug("A connection to {} ended: {}", authority, e.getMessage());
        }
    }

    private synchronized boolean add(RuntimeConnection connection) {
        connected = true;
        return !closed && connections.add(connection);
    }

    /** Who sends more before its poll is answered gets nothing. */
    private synchronized boolean isPolling(RuntimeConnection connection) {
        return polling == connection;
    }

    /** Also while its poll is pending, which then must not take an event. */
    private void end(RuntimeConnection connection) {
        synchronized (this) {
            connections.remove(connection);
            if (polling == connection) {
                polling = null;
            }
        }
        close(connection);
    }

    private static void close(Closeable connection) {
        try {
            connection.close();
        } catch (IOException e) {
            LOG.debug("A connection did not close: {}", e.getMessage());
        }
    }

    private void serve(RuntimeConnection connection, RuntimeConnection.Request request)
            throws IOException {
        // A web page must not take events or answer them: not by DNS rebinding, nor by a form.
        if (!request.header("host").equals(authority) || request.headers().containsKey("origin")) {
            connection.answer("403 Forbidden", "", NOTHING);
            return;
        }
        String path =
                request.path().startsWith(BASE) ? request.path().substring(BASE.length()) : "";
        String[] parts = path.split("/", -1);
        boolean get = request.method().equals("GET");
        boolean post = request.method().equals("POST");
        if (get && path.equals("invocation/next")) {
            next(connection);
        } else if (post && path.equals("init/error")) {
            listener.initFailed(request.body());
            connection.answer("202 Accepted", "", OK);
        } else if (post && parts.length == 3 && parts[0].equals("invocation")) {
            invocation(connection, parts[1], parts[2], request);
        } else {
            connection.answer("404 Not Found", "", NOTHING);
        }
    }

    private void invocation(
            RuntimeConnection connection, String id, String what, RuntimeConnection.Request request)
            throws IOException {
        switch (what) {
            case "response" -> {
                if (request.body().asByteArrayUnsafe().length > MAX_ANSWER) {
                    listener.failed(id, ANSWER_TOO_LARGE, "Function.ResponseSizeTooLarge");
                    connection.answer("413 Content Too Large", "", OK);
                } else {
                    listener.answered(id, request.body());
                    connection.answer("202 Accepted", "", OK);
                }
            }
            case "error" -> {
                String type = request.header("lambda-runtime-function-error-type");
                listener.failed(id, request.body(), type);
                connection.answer("202 Accepted", "", OK);
            }
            default -> connection.answer("404 Not Found", "", NOTHING);
        }
    }

    /** A poll takes the place of an earlier one: a child waits for one event at a time. */
    private void next(RuntimeConnection connection) throws IOException {
        listener.polled();
        @Nullable Event event;
        @Nullable RuntimeConnection earlier = null;
        synchronized (this) {
            event = events.pollFirst();
            if (event == null) {
                earlier = polling;
                polling = connection;
            }
        }
        if (earlier != null) {
            end(earlier);
        }
        if (event != null) {
            deliver(connection, event);
        }
    }

    /** Ends all connections; the child then knows that there are no more events. */
    @Override
    public void close() {
        List<RuntimeConnection> open;
        synchronized (this) {
            closed = true;
            open = List.copyOf(connections);
            connections.clear();
            polling = null;
        }
        close(server);
        open.forEach(RuntimeEndpoint::close);
    }
}
