package dev.kinescope.transform.bench;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.kinescope.transform.FakeContext;
import dev.kinescope.transform.Wired;
import dev.kinescope.transform.sentiment.Entity;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Reply;
import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.TextService;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Measures the transform, one line of JSON for each case: {@code app/docs/benchmarks-functions.md}
 * says what each is.
 */
public final class Bench {
    private static final Duration LATENCY = Duration.ofMillis(40);
    private static final int RECORDS = 500;
    private static final int WARMUP = 10;

    /** A server with a limit has its whole allowance again for each batch. */
    private static final Duration REST = Duration.ofMillis(1_100);

    private static final int CALLS_PER_SECOND = 10;
    private static final String[] LANGUAGES = {"en", "de", "es", "fr", "it", "pt", "ja"};

    private final int rounds;

    private Bench(int rounds) {
        this.rounds = rounds;
    }

    /** Runs all cases; {@code bench.rounds} says how many batches the median is of. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String given = System.getProperty("bench.rounds", "");
        new Bench(given.isEmpty() ? 7 : Integer.parseInt(given)).run();
    }

    private void run() throws IOException, InterruptedException {
        try (ComprehendServer server = ComprehendServer.start(LATENCY)) {
            double ours = batches("ours", server, _ -> "en");
            batches("ours, seven languages", server, i -> LANGUAGES[i % LANGUAGES.length]);
            batches("ours, languages to detect", server, _ -> "und");
            oneCallPerRecord(server, ours);
        }
        try (ComprehendServer server = ComprehendServer.limited(LATENCY, CALLS_PER_SECOND)) {
            batches("ours, 10 calls a second", server, _ -> "en");
        }
        try (ComprehendServer server = ComprehendServer.start(Duration.ZERO)) {
            rate("ours, no latency", Wired.handler(Wired.service(server.endpoint())));
        }
        rate("ours, no service", Wired.handler(new Nothing()));
    }

    /** The median of the batches' milliseconds. */
    private double batches(String name, ComprehendServer server, IntFunction<String> language)
            throws IOException, InterruptedException {
        RequestStreamHandler handler = Wired.handler(Wired.service(server.endpoint()));
        byte[] event = Batches.event(RECORDS, language);
        for (int i = 0; i < WARMUP; i++) {
            invoke(handler, event);
        }
        server.takeCalls();
        server.takeThrottles();
        var millis = new ArrayList<Double>();
        int lost = 0;
        for (int i = 0; i < rounds; i++) {
            Thread.sleep(REST);
            long start = System.nanoTime();
            byte[] answer = invoke(handler, event);
            millis.add((System.nanoTime() - start) / 1e6);
            lost += Batches.lost(answer, RECORDS);
        }
        new Line(name)
                .with("batches", rounds)
                .with("calls_per_batch", (double) server.takeCalls() / rounds)
                .with("throttles_per_batch", (double) server.takeThrottles() / rounds)
                .with("wall_ms", median(millis))
                .with("lost", lost)
                .print();
        return median(millis);
    }

    /** The way it was done before: one text a call, one call after the other. */
    private void oneCallPerRecord(ComprehendServer server, double ours) {
        TextService service = Wired.service(server.endpoint());
        var english = new Language("en");
        server.takeCalls();
        int lost = 0;
        long start = System.nanoTime();
        for (int i = 0; i < RECORDS; i++) {
            if (!(service.sentiments(List.of(Batches.text(i)), english)
                    instanceof Reply.Verdicts)) {
                lost++;
            }
        }
        double millis = (System.nanoTime() - start) / 1e6;
        new Line("one call per record")
                .with("batches", 1)
                .with("calls_per_batch", server.takeCalls())
                .with("wall_ms", millis)
                .with("lost", lost)
                .with("of_ours", millis / ours)
                .print();
    }

    private void rate(String name, RequestStreamHandler handler) throws IOException {
        byte[] event = Batches.event(RECORDS, _ -> "en");
        long warm = System.nanoTime() + 10_000_000_000L;
        while (System.nanoTime() < warm) {
            invoke(handler, event);
        }
        var rates = new ArrayList<Double>();
        for (int round = 0; round < rounds; round++) {
            int batches = 0;
            long start = System.nanoTime();
            while (System.nanoTime() - start < 1_000_000_000L) {
                invoke(handler, event);
                batches++;
            }
            rates.add(batches * RECORDS / ((System.nanoTime() - start) / 1e9));
        }
        new Line(name).with("records_per_second", median(rates)).print();
    }

    private static byte[] invoke(RequestStreamHandler handler, byte[] event) throws IOException {
        var answer = new ByteArrayOutputStream(1 << 20);
        handler.handleRequest(
                new ByteArrayInputStream(event), answer, new FakeContext(Duration.ofMinutes(1)));
        return answer.toByteArray();
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    /** Costs nothing. */
    private static final class Nothing implements TextService {
        private static final Sentiment NEUTRAL =
                new Sentiment("NEUTRAL", 0.01f, 0.02f, 0.96f, 0.01f);

        @Override
        public Reply<Language> languages(List<String> texts) {
            return all(texts, new Language("en"));
        }

        @Override
        public Reply<Sentiment> sentiments(List<String> texts, Language language) {
            return all(texts, NEUTRAL);
        }

        @Override
        public Reply<List<Entity>> entities(List<String> texts, Language language) {
            return all(texts, List.of());
        }

        private static <T> Reply<T> all(List<String> texts, T found) {
            return new Reply.Verdicts<>(
                    Collections.nCopies(texts.size(), new Reply.Verdict.Found<>(found)));
        }
    }
}
