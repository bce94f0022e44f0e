package dev.kinescope.localcloud.lambda;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.core.exception.SdkException;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Base64;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One child's log stream, and the tail of what was written since the last invocation's end. */
final class FunctionLog {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionLog.class);
    private static final int TAIL_BYTES = 4096;
    private static final long MARK_MILLIS = 1_000;

    private final LogSink sink;
    private final String group;
    private final String stream;
    private final Clock clock;
    private final Deque<String> tail = new ArrayDeque<>();
    private int tailBytes;
    private final Map<String, CompletableFuture<Void>> ends = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();

    FunctionLog(LogSink sink, String group, String stream, Clock clock) {
        this.sink = sink;
        this.group = group;
        this.stream = stream;
        this.clock = clock;
    }

    String group() {
        return group;
    }

    String stream() {
        return stream;
    }

    /** Writes one line to the stream and the tail. */
    synchronized void write(String line) {
        tail.addLast(line);
        tailBytes += size(line);
        while (tail.size() > 1 && tailBytes - size(tail.getFirst()) >= TAIL_BYTES) {
            tailBytes -= size(tail.removeFirst());
        }
        try {
            sink.append(group, stream, clock.instant(), line);
        } catch (SdkException e) {
            LOG.warn("A log line for {} in {} was not stored: {}", stream, group, e.getMessage());
        }
    }

    /** The child says that all output of an invocation is written. */
    void marked(String mark) {
        if (mark.startsWith("end ")) {
            end(mark.substring(4)).complete(null);
        }
    }

    /** The child's output has come to its end. */
    void closed() {
        closed.complete(null);
    }

    /**
     * Waits, for a bounded time, until the invocation's output is here: function output and answers
     * come on different ways.
     */
    void awaitEnd(String requestId) throws InterruptedException {
        try {
            CompletableFuture.anyOf(end(requestId), closed).get(MARK_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            LOG.debug("The output of invocation {} did not end in time", requestId);
        } catch (ExecutionException e) {
            throw new IllegalStateException("the mark is never completed with an error", e);
        } finally {
            ends.remove(requestId);
        }
    }

    /** The last 4 KB since the last call, in base64, as LogType Tail answers. */
    synchronized String takeTail() {
        byte[] bytes = (String.join("\n", tail) + "\n").getBytes(StandardCharsets.UTF_8);
        tail.clear();
        tailBytes = 0;
        int from = Math.max(0, bytes.length - TAIL_BYTES);
        return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }

    private CompletableFuture<Void> end(String requestId) {
        return ends.computeIfAbsent(requestId, _ -> new CompletableFuture<>());
    }

    private static int size(String line) {
        return line.getBytes(StandardCharsets.UTF_8).length + 1;
    }
}
