package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Event invocations: one that was accepted is a document of the store until it is done or given up,
 * so that it survives a restart (AWS documentation, Lambda, Asynchronous invocation error
 * handling). While it waits, only its size is kept here.
 */
final class EventQueue {
    private static final Logger LOG = LoggerFactory.getLogger(EventQueue.class);
    private static final String KIND = "lambda-event";

    /** The longest that Lambda keeps an event. */
    private static final Duration MOST_AGE = Duration.ofHours(6);

    /** The longest pause before a further try of what Lambda itself could not do. */
    private static final Duration MOST_PAUSE = Duration.ofMinutes(5);

    private static final int MOST_EVENTS = 10_000;
    private static final long MOST_BYTES = 256L << 20;

    /** An accepted event for one version of a function. */
    private record Event(
            String function, String version, Instant accepted, Invoker.Invocation invocation) {

        byte[] toDocument() {
            ObjectNode document = Models.JSON.createObjectNode();
            document.put("function", function);
            document.put("version", version);
            document.put("accepted", accepted.toEpochMilli());
            document.put("arn", invocation.functionArn());
            document.put("clientContext", invocation.clientContext());
            document.put("payload", invocation.payload().asByteArrayUnsafe());
            try {
                return Models.JSON.writeValueAsBytes(document);
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a tree can always be written", e);
            }
        }

        static Event fromDocument(String requestId, byte[] bytes) throws IOException {
            JsonNode document = Models.JSON.readTree(bytes);
            return new Event(
                    document.path("function").asText(),
                    document.path("version").asText(),
                    Instant.ofEpochMilli(document.path("accepted").asLong()),
                    new Invoker.Invocation(
                            requestId,
                            SdkBytes.fromByteArrayUnsafe(document.path("payload").binaryValue()),
                            document.path("arn").asText(),
                            document.path("clientContext").textValue()));
        }
    }

    private final Functions functions;
    private final Invoker invoker;
    private final LambdaSettings settings;
    private final LambdaPorts ports;

    /** The sizes of all that are not done, by request id. */
    private final Map<String, Integer> waiting = new HashMap<>();

    private long waitingBytes;
    private volatile boolean closed;

    EventQueue(Functions functions, Invoker invoker, LambdaSettings settings, LambdaPorts ports) {
        this.functions = functions;
        this.invoker = invoker;
        this.settings = settings;
        this.ports = ports;
    }

    /** Goes on with what an earlier process had accepted. */
    void resume() {
        for (String requestId : ports.documents().names(KIND)) {
            int size = ports.documents().get(KIND, requestId).map(each -> each.length).orElse(0);
            synchronized (this) {
                waiting.put(requestId, size);
                waitingBytes += size;
            }
            again(requestId, 0, 0);
        }
    }

    /**
     * Keeps an event and runs it soon.
     *
     * @throws TooManyRequestsException when too many wait
     */
    void accept(Functions.Resolved resolved, Invoker.Invocation invocation) {
        String requestId = invocation.requestId();
        byte[] document =
                new Event(
                                resolved.function().functionName(),
                                resolved.function().version(),
                                ports.clock().instant(),
                                invocation)
                        .toDocument();
        synchronized (this) {
            if (waiting.size() >= MOST_EVENTS || waitingBytes + document.length > MOST_BYTES) {
                throw LambdaErrors.throttled();
            }
            waiting.put(requestId, document.length);
            waitingBytes += document.length;
        }
        try {
            ports.documents().put(KIND, requestId, document);
        } catch (RuntimeException e) {
            forget(requestId);
            throw e;
        }
        start(requestId, 0, 0);
    }

    private void start(String requestId, int failures, int delays) {
        Thread.ofVirtual().name("function-event").start(() -> run(requestId, failures, delays));
    }

    private synchronized void forget(String requestId) {
        Integer size = waiting.remove(requestId);
        waitingBytes -= size == null ? 0 : size;
    }

    /**
     * Runs it once.
     *
     * @param failures how often the function has failed with it
     * @param delays how often it could not be run at all
     */
    private void run(String requestId, int failures, int delays) {
        if (closed) {
            return;
        }
        @Nullable Event event = read(requestId);
        if (event == null) {
            return;
        }
        try {
            Functions.Resolved resolved =
                    functions.resolve(new FunctionName(event.function(), event.version()));
            Invoker.Result result =
                    functions.with(
                            resolved.function(),
                            deployment -> invoker.invoke(deployment, event.invocation()));
            if (result.functionError() == null) {
                done(requestId);
            } else if (failures + 1 > settings.retryDelays().size()) {
                giveUp(event, "failed " + (failures + 1) + " times; its log says why");
            } else {
                again(requestId, failures + 1, 0);
            }
        } catch (ResourceNotFoundException e) {
            giveUp(event, "has no function any more");
        } catch (RuntimeException e) {
            later(event, failures, delays, e);
        }
    }

    private void later(Event event, int failures, int delays, RuntimeException cause) {
        String requestId = event.invocation().requestId();
        Duration age = Duration.between(event.accepted(), ports.clock().instant());
        if (age.compareTo(MOST_AGE) > 0) {
            giveUp(event, "could not be run for six hours, at last: " + cause.getMessage());
            return;
        }
        if (cause instanceof TooManyRequestsException) {
            LOG.debug("The event {} waits: {}", requestId, cause.getMessage());
        } else if (!closed) {
            LOG.warn(
                    "The event {} for function {} could not be run and is tried again",
                    requestId,
                    event.function(),
                    cause);
        }
        again(requestId, failures, delays + 1);
    }

    private void again(String requestId, int failures, int delays) {
        // What was killed because this closes is done again by the next process.
        if (closed) {
            return;
        }
        List<Duration> pauses = settings.retryDelays();
        Duration pause =
                pauses.isEmpty() ? Duration.ofSeconds(1) : pauses.get(Math.max(0, failures - 1));
        Duration longer = pause.multipliedBy(1L << Math.clamp(delays - 1, 0, 16));
        ports.scheduler()
                .after(
                        longer.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : longer,
                        () -> start(requestId, failures, delays));
    }

    private @Nullable Event read(String requestId) {
        try {
            byte[] document = ports.documents().get(KIND, requestId).orElse(null);
            if (document == null) {
                forget(requestId);
                return null;
            }
            return Event.fromDocument(requestId, document);
        } catch (IOException | UncheckedIOException e) {
            LOG.error("The event {} cannot be read and is not run: {}", requestId, e.getMessage());
            return null;
        }
    }

    private void giveUp(Event event, String reason) {
        String requestId = event.invocation().requestId();
        if (closed) {
            return;
        }
        LOG.warn(
                "The event {} for function {} is given up: it {}",
                requestId,
                event.function(),
                reason);
        done(requestId);
    }

    private void done(String requestId) {
        forget(requestId);
        try {
            ports.documents().delete(KIND, requestId);
        } catch (UncheckedIOException e) {
            LOG.warn(
                    "The event {} is done but cannot be removed, a restart runs it again: {}",
                    requestId,
                    e.getMessage());
        }
    }

    /** Starts nothing more. */
    void close() {
        closed = true;
    }
}
