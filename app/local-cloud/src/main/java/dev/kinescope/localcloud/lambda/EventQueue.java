package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
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

    /** Where a document is kept that is none of an event. */
    private static final String DAMAGED = "lambda-event-damaged";

    /** The longest that Lambda keeps an event. */
    private static final Duration MOST_AGE = Duration.ofHours(6);

    /** The longest pause before a further try of what Lambda itself could not do. */
    private static final Duration MOST_PAUSE = Duration.ofMinutes(5);

    private static final int MOST_EVENTS = 10_000;
    private static final long MOST_BYTES = 256L << 20;

    private final Functions functions;
    private final Invoker invoker;
    private final LambdaSettings settings;
    private final LambdaPorts ports;
    private final EventLines lines;

    /** The sizes of all that are not done, by request id. */
    private final Map<String, Integer> waiting = new HashMap<>();

    private long waitingBytes;
    private volatile boolean closed;

    EventQueue(Functions functions, Invoker invoker, LambdaSettings settings, LambdaPorts ports) {
        this.functions = functions;
        this.invoker = invoker;
        this.settings = settings;
        this.ports = ports;
        this.lines = new EventLines(ports.scheduler(), this::mostAtWork, this::run);
    }

    private int mostAtWork(FunctionName function) {
        FunctionEntry entry = functions.find(function.name());
        Integer reserved = entry == null ? null : entry.reservedConcurrency();
        return reserved == null
                ? settings.maxChildren()
                : Math.min(reserved, settings.maxChildren());
    }

    /** Goes on with what an earlier process had accepted. */
    void resume() {
        ports.documents().names(KIND).forEach(requestId -> resume(requestId, 0));
    }

    private void resume(String requestId, int delays) {
        try {
            byte[] document = ports.documents().get(KIND, requestId).orElse(null);
            if (document == null) {
                return;
            }
            FunctionName function = AcceptedEvent.fromDocument(requestId, document).function();
            synchronized (this) {
                waiting.put(requestId, document.length);
                waitingBytes += document.length;
            }
            again(new EventLines.Waiting(requestId, function, 0, 0));
        } catch (UncheckedIOException e) {
            unreadable(requestId, e);
            after(
                    pause(0, delays + 1),
                    () -> Thread.startVirtualThread(() -> resume(requestId, delays + 1)));
        } catch (IOException e) {
            setAside(requestId, e);
        }
    }

    /**
     * Keeps an event and runs it soon.
     *
     * @throws TooManyRequestsException when too many wait
     * @throws UncheckedIOException when it cannot be kept, or there is no room for it
     */
    void accept(Functions.Resolved resolved, Invoker.Invocation invocation) {
        String requestId = invocation.requestId();
        var function =
                new FunctionName(resolved.function().functionName(), resolved.function().version());
        byte[] document =
                new AcceptedEvent(function, ports.clock().instant(), invocation).toDocument();
        synchronized (this) {
            if (waiting.size() >= MOST_EVENTS || waitingBytes + document.length > MOST_BYTES) {
                throw LambdaErrors.throttled();
            }
            waiting.put(requestId, document.length);
            waitingBytes += document.length;
        }
        try {
            ports.documents().putIfRoom(KIND, requestId, document);
        } catch (RuntimeException e) {
            forget(requestId);
            throw e;
        }
        lines.add(new EventLines.Waiting(requestId, function, 0, 0));
    }

    private synchronized void forget(String requestId) {
        Integer size = waiting.remove(requestId);
        waitingBytes -= size == null ? 0 : size;
    }

    /** Runs it once, unless there is no room for it now: then the answer is false. */
    private boolean run(EventLines.Waiting waiting) {
        String requestId = waiting.requestId();
        if (closed) {
            return true;
        }
        try {
            byte[] document = ports.documents().get(KIND, requestId).orElse(null);
            if (document == null) {
                forget(requestId);
                return true;
            }
            return run(waiting, AcceptedEvent.fromDocument(requestId, document));
        } catch (UncheckedIOException e) {
            unreadable(requestId, e);
            again(waiting.delayed());
        } catch (IOException e) {
            setAside(requestId, e);
        }
        return true;
    }

    private boolean run(EventLines.Waiting waiting, AcceptedEvent event) {
        try {
            Functions.Resolved resolved = functions.resolve(event.function());
            Invoker.Result result =
                    functions.with(
                            resolved.function(),
                            deployment -> invoker.invoke(deployment, event.invocation()));
            if (result.functionError() == null) {
                done(waiting.requestId());
            } else if (waiting.failures() + 1 > settings.retryDelays().size()) {
                giveUp(event, "failed " + (waiting.failures() + 1) + " times; its log says why");
            } else {
                again(waiting.failed());
            }
        } catch (ResourceNotFoundException e) {
            giveUp(event, "has no function any more");
        } catch (TooManyRequestsException e) {
            LOG.debug("The event {} waits: {}", waiting.requestId(), e.getMessage());
            return gaveUpOld(event, e);
        } catch (RuntimeException e) {
            if (!gaveUpOld(event, e)) {
                later(waiting, e);
            }
        }
        return true;
    }

    private boolean gaveUpOld(AcceptedEvent event, RuntimeException cause) {
        Duration age = Duration.between(event.accepted(), ports.clock().instant());
        if (age.compareTo(MOST_AGE) <= 0) {
            return false;
        }
        giveUp(event, "could not be run for six hours, at last: " + cause.getMessage());
        return true;
    }

    private void later(EventLines.Waiting waiting, RuntimeException cause) {
        if (!closed) {
            LOG.warn(
                    "The event {} for function {} could not be run and is tried again",
                    waiting.requestId(),
                    waiting.function().name(),
                    cause);
        }
        again(waiting.delayed());
    }

    private void again(EventLines.Waiting waiting) {
        after(pause(waiting.failures(), waiting.delays()), () -> lines.add(waiting));
    }

    private void after(Duration pause, Runnable work) {
        // What was killed because this closes is done again by the next process.
        if (!closed) {
            ports.scheduler().after(pause, work);
        }
    }

    private Duration pause(int failures, int delays) {
        List<Duration> pauses = settings.retryDelays();
        Duration pause =
                pauses.isEmpty() ? Duration.ofSeconds(1) : pauses.get(Math.max(0, failures - 1));
        Duration longer = pause.multipliedBy(1L << Math.clamp(delays - 1, 0, 16));
        return longer.compareTo(MOST_PAUSE) > 0 ? MOST_PAUSE : longer;
    }

    private static void unreadable(String requestId, UncheckedIOException e) {
        LOG.warn(
                "The event {} could not be read and is tried again: {}", requestId, e.getMessage());
    }

    /** What is not an event's document is kept for people to look at; nobody can run it. */
    private void setAside(String requestId, IOException cause) {
        // The message of the cause may show what the event holds.
        LOG.error(
                "The event {} is damaged and is not run; its document is kept as {}: {}",
                requestId,
                DAMAGED,
                cause.getClass().getSimpleName());
        forget(requestId);
        try {
            ports.documents()
                    .get(KIND, requestId)
                    .ifPresent(
                            document -> ports.documents().putIfRoom(DAMAGED, requestId, document));
            ports.documents().delete(KIND, requestId);
        } catch (UncheckedIOException e) {
            LOG.warn("The document of event {} stays where it is: {}", requestId, e.getMessage());
        }
    }

    private void giveUp(AcceptedEvent event, String reason) {
        String requestId = event.invocation().requestId();
        if (closed) {
            return;
        }
        LOG.warn(
                "The event {} for function {} is given up: it {}",
                requestId,
                event.function().name(),
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
        lines.close();
    }
}
