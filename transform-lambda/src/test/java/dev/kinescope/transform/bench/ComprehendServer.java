package dev.kinescope.transform.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers Comprehend's batch operations over HTTP, each call after a given time, and no more calls
 * a second than it is told to: every text is NEUTRAL and English.
 */
public final class ComprehendServer implements AutoCloseable {
    static {
        // Without it the JDK's server holds back the end of an answer for the client's delayed ACK.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String OPERATION_PREFIX = "Comprehend_20171127.";
    private static final int UNLIMITED = Integer.MAX_VALUE;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpServer server;
    private final Duration latency;
    private final int callsPerSecond;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicInteger throttles = new AtomicInteger();
    private double tokens;
    private long filled = System.nanoTime();

    private ComprehendServer(Duration latency, int callsPerSecond) throws IOException {
        this.latency = latency;
        this.callsPerSecond = callsPerSecond;
        this.tokens = callsPerSecond;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    /** Takes as many calls as come. */
    public static ComprehendServer start(Duration latency) throws IOException {
        return new ComprehendServer(latency, UNLIMITED);
    }

    /** Throttles what is more than so many calls a second, as many of them at once at most. */
    public static ComprehendServer limited(Duration latency, int callsPerSecond)
            throws IOException {
        return new ComprehendServer(latency, callsPerSecond);
    }

    /** Where it listens. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** Calls since the last time this was asked, throttled ones included. */
    public int takeCalls() {
        return calls.getAndSet(0);
    }

    /** Throttled calls since the last time this was asked. */
    public int takeThrottles() {
        return throttles.getAndSet(0);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void answer(HttpExchange exchange) throws IOException {
        JsonNode request = JSON.readTree(exchange.getRequestBody());
        String operation =
                exchange.getRequestHeaders()
                        .getFirst("X-Amz-Target")
                        .substring(OPERATION_PREFIX.length());
        calls.incrementAndGet();
        try {
            Thread.sleep(latency);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        }
        boolean taken = takeToken();
        byte[] body = JSON.writeValueAsBytes(taken ? results(operation, request) : throttled());
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(taken ? 200 : 400, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private synchronized boolean takeToken() {
        if (callsPerSecond == UNLIMITED) {
            return true;
        }
        long now = System.nanoTime();
        tokens = Math.min(callsPerSecond, tokens + (now - filled) / 1e9 * callsPerSecond);
        filled = now;
        if (tokens < 1) {
            throttles.incrementAndGet();
            return false;
        }
        tokens--;
        return true;
    }

    private static ObjectNode throttled() {
        return JSON.createObjectNode()
                .put("__type", "ThrottlingException")
                .put("message", "Rate exceeded");
    }

    private static ObjectNode results(String operation, JsonNode request) {
        ObjectNode answer = JSON.createObjectNode();
        var results = answer.putArray("ResultList");
        for (int i = 0; i < request.get("TextList").size(); i++) {
            ObjectNode result = results.addObject().put("Index", i);
            switch (operation) {
                case "BatchDetectSentiment" ->
                        result.put("Sentiment", "NEUTRAL")
                                .putObject("SentimentScore")
                                .put("Positive", 0.0123)
                                .put("Negative", 0.0234)
                                .put("Neutral", 0.9543)
                                .put("Mixed", 0.01);
                case "BatchDetectDominantLanguage" ->
                        result.putArray("Languages")
                                .addObject()
                                .put("LanguageCode", "en")
                                .put("Score", 0.99);
                case "BatchDetectEntities" -> result.putArray("Entities");
                default -> throw new IllegalArgumentException(operation);
            }
        }
        answer.putArray("ErrorList");
        return answer;
    }
}
