package dev.kinescope.transform;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;

import dev.kinescope.transform.BatchAnswer.Entry;
import dev.kinescope.transform.Transform.Transformed;
import dev.kinescope.transform.sentiment.BatchScorer;
import dev.kinescope.transform.sentiment.RenewableRandom;
import dev.kinescope.transform.sentiment.Sleeper;
import dev.kinescope.transform.sentiment.TextService;

import org.crac.Core;
import org.crac.Resource;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * The transform function's entry: reads Firehose's event, answers each record, reports the batch.
 */
public final class TransformHandler implements RequestStreamHandler {
    private final Transform transform;
    private final PrintStream log;

    /** Held here because the context it is registered with does not hold it. */
    @SuppressWarnings("unused")
    private final Snapshot snapshot;

    /**
     * Called by the Lambda runtime.
     *
     * @throws IllegalArgumentException when a variable of the environment has no value for it
     */
    public TransformHandler() {
        this(
                Settings.of(System.getenv()),
                new ComprehendService(Clients.comprehend().build()),
                new RenewableRandom(),
                Clock.systemUTC(),
                Thread::sleep,
                System.out,
                Core.getGlobalContext());
    }

    TransformHandler(
            Settings settings,
            TextService service,
            RenewableRandom random,
            Clock clock,
            Sleeper sleeper,
            PrintStream log,
            org.crac.Context<Resource> snapshots) {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        var batches = new BatchScorer(service, settings.detail(), threads, clock, sleeper, random);
        this.transform = new Transform(batches, settings.defaultLanguage(), clock);
        this.log = log;
        this.snapshot = new Snapshot(transform, random, log);
        snapshots.register(snapshot);
    }

    /**
     * Answers a transformation event of Firehose with each record id once, in order. A record that
     * cannot be answered well is ProcessingFailed; it never fails the others.
     *
     * @throws IOException when the event cannot be read, the answer not be written, or the thread
     *     was interrupted
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = TransformEvent.read(input);
        Transformed transformed;
        try {
            var remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
            transformed = transform.apply(event, remaining);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The transform was interrupted", e);
        }
        warn(transformed, context.getLogger());
        log.println(transformed.report().line(context.getFunctionName()));
        transformed.answer().write(output);
    }

    private static void warn(Transformed transformed, LambdaLogger logger) {
        for (Entry entry : transformed.answer().entries()) {
            if (entry.answer() instanceof Answer.Failed(String reason)) {
                logger.log(
                        "WARN record %s failed: %s%n".formatted(entry.recordId(), reason),
                        LogLevel.WARN);
            }
        }
        transformed
                .withoutEntities()
                .forEach((reason, records) ->
                        logger.log(
                                "WARN entities are missing in %d records: %s%n"
                                        .formatted(records, reason),
                                LogLevel.WARN));
    }
}
