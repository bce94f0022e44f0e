package dev.kinescope.transform;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.transform.BatchAnswer.Entry;
import dev.kinescope.transform.sentiment.BatchScorer;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.SentimentScorer;
import dev.kinescope.transform.sentiment.Sleeper;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.random.RandomGenerator;

/**
 * The transform function's entry: reads Firehose's event, answers each record, reports the batch.
 */
public final class TransformHandler implements RequestStreamHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Transform transform;
    private final PrintStream log;

    /** Called by the Lambda runtime. */
    public TransformHandler() {
        this(
                new ComprehendScorer(Clients.comprehend()),
                fallbackLanguage(System.getenv()),
                RandomGenerator.getDefault(),
                Clock.systemUTC(),
                Thread::sleep,
                System.out);
    }

    TransformHandler(
            SentimentScorer scorer,
            Language fallback,
            RandomGenerator random,
            Clock clock,
            Sleeper sleeper,
            PrintStream log) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var batches = new BatchScorer(scorer, threads, clock, sleeper, random);
        this.transform = new Transform(batches, fallback, clock);
        this.log = log;
    }

    /**
     * Answers a transformation event of Firehose with each record id once, in order. A record that
     * cannot be answered well is ProcessingFailed; it never fails the others.
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = TransformEvent.read(input);
        Transform.Transformed transformed;
        try {
            var remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
            transformed = transform.apply(event, remaining);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The transform was interrupted", e);
        }
        warn(transformed.answer().entries(), context.getLogger());
        log.println(JSON.writeValueAsString(transformed.report()));
        transformed.answer().write(output);
    }

    /**
     * The language of a post that names none: {@code DEFAULT_LANGUAGE}, else English.
     *
     * @throws IllegalArgumentException when Comprehend does not know it
     */
    static Language fallbackLanguage(Map<String, String> environment) {
        var language = Language.of(environment.getOrDefault("DEFAULT_LANGUAGE", "en"));
        if (!language.isSupported()) {
            throw new IllegalArgumentException(
                    "DEFAULT_LANGUAGE %s is not one that Comprehend scores"
                            .formatted(language.code()));
        }
        return language;
    }

    private static void warn(List<Entry> entries, LambdaLogger logger) {
        for (Entry entry : entries) {
            if (entry.answer() instanceof Answer.Failed(String reason)) {
                logger.log(
                        "WARN record %s failed: %s%n".formatted(entry.recordId(), reason),
                        LogLevel.WARN);
            }
        }
    }
}
