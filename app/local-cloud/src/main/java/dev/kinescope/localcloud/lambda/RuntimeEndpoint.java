package dev.kinescope.localcloud.lambda;

import io.helidon.common.socket.SocketOptions;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * The Lambda Runtime API of one child on a loopback port of its own, so that the pending poll of a
 * dead child can never swallow another's event (AWS documentation, Lambda runtime API).
 */
final class RuntimeEndpoint implements AutoCloseable {
    /** 6 MB and a little, the bound that Lambda's own message names. */
    static final int MAX_ANSWER = 6_291_556;

    private static final String BASE = "/2018-06-01/runtime/";
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

        void failed(String requestId, SdkBytes error);

        void initFailed(SdkBytes error);
    }

    /** An event as the poll hands it out; the deadline is in milliseconds since the epoch. */
    record Event(
            String requestId,
            SdkBytes payload,
            String functionArn,
            long deadlineMillis,
            @Nullable String clientContext) {}

    private final BlockingQueue<Optional<Event>> queue = new LinkedBlockingQueue<>();
    private final Listener listener;
    private final WebServer server;

    RuntimeEndpoint(Listener listener) {
        this.listener = listener;
        this.server =
                WebServer.builder()
                        .host("127.0.0.1")
                        .port(0)
                        .shutdownHook(false)
                        .shutdownGracePeriod(Duration.ZERO)
                        .idleConnectionTimeout(Duration.ofDays(1))
                        .connectionOptions(SocketOptions.builder().tcpNoDelay(true).build())
                        .routing(routing ->
                                routing.addFilter(this::refuseStrangers)
                                        .get(BASE + "invocation/next", this::next)
                                        .post(BASE + "invocation/{id}/response", this::response)
                                        .post(BASE + "invocation/{id}/error", this::error)
                                        .post(BASE + "init/error", this::initError))
                        .build()
                        .start();
    }

    /** {@code host:port}, the value of AWS_LAMBDA_RUNTIME_API. */
    String authority() {
        return "127.0.0.1:" + server.port();
    }

    /** Hands an event to the child's pending or next poll. */
    void offer(Event event) {
        queue.add(Optional.of(event));
    }

    @Override
    public void close() {
        queue.add(Optional.empty());
        server.stop();
    }

    /** A web page must not take events or answer them: not by DNS rebinding, nor by a form. */
    private void refuseStrangers(
            FilterChain chain, RoutingRequest request, RoutingResponse response) {
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        if (host.equals(authority()) && !request.headers().contains(HeaderNames.ORIGIN)) {
            chain.proceed();
        } else {
            response.status(Status.FORBIDDEN_403).send();
        }
    }

    private void next(ServerRequest request, ServerResponse response) throws InterruptedException {
        listener.polled();
        Optional<Event> next = queue.take();
        if (next.isEmpty()) {
            queue.add(Optional.empty());
            response.status(Status.GONE_410).send();
            return;
        }
        Event event = next.get();
        response.header("Lambda-Runtime-Aws-Request-Id", event.requestId());
        response.header("Lambda-Runtime-Deadline-Ms", Long.toString(event.deadlineMillis()));
        response.header("Lambda-Runtime-Invoked-Function-Arn", event.functionArn());
        if (event.clientContext() != null) {
            response.header("Lambda-Runtime-Client-Context", event.clientContext());
        }
        response.header(HeaderNames.CONTENT_TYPE, "application/json");
        response.send(event.payload().asByteArrayUnsafe());
        listener.taken(event.requestId());
    }

    private void response(ServerRequest request, ServerResponse response) throws IOException {
        String id = request.path().pathParameters().get("id");
        SdkBytes payload = body(request);
        if (payload.asByteArrayUnsafe().length > MAX_ANSWER) {
            listener.failed(id, ANSWER_TOO_LARGE);
            response.status(Status.REQUEST_ENTITY_TOO_LARGE_413).send(OK);
            return;
        }
        listener.answered(id, payload);
        accept(response);
    }

    private void error(ServerRequest request, ServerResponse response) throws IOException {
        listener.failed(request.path().pathParameters().get("id"), body(request));
        accept(response);
    }

    private void initError(ServerRequest request, ServerResponse response) throws IOException {
        listener.initFailed(body(request));
        accept(response);
    }

    private static void accept(ServerResponse response) {
        response.status(Status.ACCEPTED_202)
                .header(HeaderNames.CONTENT_TYPE, "application/json")
                .send(OK);
    }

    private static SdkBytes body(ServerRequest request) throws IOException {
        if (!request.content().hasEntity()) {
            return SdkBytes.fromByteArray(new byte[0]);
        }
        try (InputStream in = request.content().inputStream()) {
            byte[] kept = in.readNBytes(MAX_ANSWER + 1);
            in.transferTo(OutputStream.nullOutputStream());
            return SdkBytes.fromByteArrayUnsafe(kept);
        }
    }
}
