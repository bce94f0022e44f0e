package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.PostJson;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * X's API over HTTP: sends the app's token, and tells errors that pass from those that do not (X
 * API documentation, "Response codes", "Rate limits").
 */
public final class XApi {
    /**
     * Until the answer is there, or the head of it where a stream goes on; well below what a call
     * keeps back for its end.
     */
    private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);

    private static final int MAX_BODY_BYTES = 4 << 20;
    private static final int MAX_WORDS = 300;
    private static final int OK = 200;
    private static final int UNAUTHORIZED = 401;
    private static final int PAYMENT_REQUIRED = 402;
    private static final int TOO_MANY = 429;

    private static final HttpResponse.BodyHandler<byte[]> WHOLE =
            HttpResponse.BodyHandlers.limiting(
                    HttpResponse.BodyHandlers.ofByteArray(), MAX_BODY_BYTES);

    private final HttpClient http;
    private final URI base;
    private final BearerToken token;
    private final Clock clock;

    /**
     * Talks to the API at {@code base}.
     *
     * @param base such as {@code https://api.x.com}
     */
    public XApi(HttpClient http, URI base, BearerToken token, Clock clock) {
        this.http = http;
        this.base = base;
        this.token = token;
        this.clock = clock;
    }

    /** Asks for a JSON answer. */
    Reply get(String path, Map<String, String> query) throws InterruptedException {
        return answer(HttpRequest.newBuilder(uri(path, query)).GET());
    }

    /** Posts JSON. */
    Reply post(String path, ObjectNode body) throws InterruptedException {
        return answer(
                HttpRequest.newBuilder(uri(path, Map.of()))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    }

    /**
     * Asks for a stream.
     *
     * @param flow takes what flows, if it does: the reply is then {@link Reply.Flowing}
     */
    Reply stream(
            String path,
            Map<String, String> query,
            Supplier<HttpResponse.BodySubscriber<byte[]>> flow)
            throws InterruptedException {
        try {
            HttpResponse<byte[]> response =
                    send(
                            HttpRequest.newBuilder(uri(path, query)).GET(),
                            head -> head.statusCode() == OK ? flow.get() : WHOLE.apply(head));
            return response.statusCode() == OK
                    ? new Reply.Flowing()
                    : failure(response, text(response.body()));
        } catch (IOException e) {
            return lost(e);
        }
    }

    private Reply answer(HttpRequest.Builder request) throws InterruptedException {
        try {
            HttpResponse<byte[]> response = send(request, WHOLE);
            return response.statusCode() / 100 == 2
                    ? new Reply.Answered(PostJson.read(text(response.body())), pause(response))
                    : failure(response, text(response.body()));
        } catch (PostJson.NotAnObjectException e) {
            return new Reply.Failed(new Ending.Lost("the answer is " + e.reason()));
        } catch (IOException e) {
            return lost(e);
        }
    }

    private HttpResponse<byte[]> send(
            HttpRequest.Builder request, HttpResponse.BodyHandler<byte[]> body)
            throws IOException, InterruptedException {
        HttpResponse<byte[]> response = send(request, token.value(), body);
        return response.statusCode() == UNAUTHORIZED
                ? send(request, token.renewed(), body)
                : response;
    }

    /** Waits for the body too, where it is wanted whole; a request's own time-out does not. */
    private HttpResponse<byte[]> send(
            HttpRequest.Builder request, String bearer, HttpResponse.BodyHandler<byte[]> body)
            throws IOException, InterruptedException {
        CompletableFuture<HttpResponse<byte[]>> answer =
                http.sendAsync(
                        request.setHeader("Authorization", "Bearer " + bearer)
                                .setHeader("User-Agent", "kinescope-producer")
                                .build(),
                        body);
        try {
            return answer.get(ANSWER_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw new IllegalStateException("a request could not be made", e.getCause());
        }
    }

    private Reply failure(HttpResponse<?> response, String body) {
        int status = response.statusCode();
        JsonNode problem;
        try {
            problem = PostJson.read(body);
        } catch (PostJson.NotAnObjectException _) {
            // Not X itself, such as a proxy: its status says enough.
            problem = PostJson.object();
        }
        if (status == PAYMENT_REQUIRED || isQuota(problem)) {
            return new Reply.Failed(new Ending.Quota(words(problem, status)));
        }
        if (status == TOO_MANY) {
            return new Reply.Failed(new Ending.Throttled(reset(response)));
        }
        if (status >= 500) {
            return new Reply.Failed(new Ending.Unavailable(status));
        }
        if (status == UNAUTHORIZED) {
            return new Reply.Refused(
                    status,
                    "X does not take the bearer token (status 401): put a valid one into "
                            + token.place()
                            + ".");
        }
        return new Reply.Refused(
                status,
                "X refused the request (status %d): %s.".formatted(status, words(problem, status)));
    }

    /** Whether a problem says that the posts of the month or the credits are used up. */
    private static boolean isQuota(JsonNode problem) {
        return problem.path("type").asText("").endsWith("/usage-capped")
                || problem.path("title").asText("").equals("UsageCapExceeded");
    }

    /** X's own words on a problem: they name the request, never a post or the token. */
    static String words(JsonNode problem, int status) {
        JsonNode first = problem.path("errors").path(0);
        String words =
                Stream.of(
                                problem.path("title").asText(""),
                                problem.path("detail").asText(""),
                                first.path("title").asText(""),
                                first.path("message").asText(""),
                                first.path("detail")
                                        .asText(first.path("details").path(0).asText("")))
                        .filter(part -> !part.isBlank())
                        .distinct()
                        .collect(Collectors.joining(": "));
        if (words.isEmpty()) {
            return "status " + status;
        }
        return words.length() > MAX_WORDS ? words.substring(0, MAX_WORDS) + "…" : words;
    }

    private Optional<Instant> pause(HttpResponse<?> response) {
        return response.headers().firstValue("x-rate-limit-remaining").equals(Optional.of("0"))
                ? reset(response)
                : Optional.empty();
    }

    private Optional<Instant> reset(HttpResponse<?> response) {
        return response.headers()
                .firstValue("x-rate-limit-reset")
                .filter(seconds -> seconds.matches("\\d{1,12}"))
                .map(seconds -> Instant.ofEpochSecond(Long.parseLong(seconds)))
                .filter(clock.instant()::isBefore);
    }

    private static Reply lost(IOException e) {
        // The class says enough, and a message could quote what was read.
        return new Reply.Failed(new Ending.Lost(e.getClass().getSimpleName()));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }

    private URI uri(String path, Map<String, String> query) {
        String parameters =
                query.entrySet().stream()
                        .map(item -> item.getKey() + "=" + encoded(item.getValue()))
                        .sorted()
                        .collect(Collectors.joining("&"));
        return URI.create(base + path + (parameters.isEmpty() ? "" : "?" + parameters));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
