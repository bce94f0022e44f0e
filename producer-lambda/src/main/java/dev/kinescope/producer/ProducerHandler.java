package dev.kinescope.producer;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.producer.send.Backoff;
import dev.kinescope.producer.send.BatchSender;
import dev.kinescope.producer.send.Pacer;
import dev.kinescope.producer.send.RecordSink;
import dev.kinescope.producer.send.Sleeper;
import dev.kinescope.producer.send.StreamRefusedException;
import dev.kinescope.producer.source.PostSource;

import org.crac.Core;
import org.crac.Resource;

import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/** The producer function's entry: reads the event, runs the producer, writes the result. */
public final class ProducerHandler implements RequestStreamHandler {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Longer than a first call takes; a snapshot is not held up by a service that hangs. */
    private static final Duration REHEARSAL = Duration.ofSeconds(10);

    private final Function<String, RecordSink> streams;
    private final Sources sources;
    private final RandomGenerator random;
    private final Clock clock;
    private final Sleeper sleeper;

    /** Held here because the context it is registered with does not hold it. */
    @SuppressWarnings("unused")
    private final Snapshot snapshot;

    /**
     * Called by the Lambda runtime.
     *
     * @throws IllegalArgumentException when a variable of the environment has no value for it
     */
    public ProducerHandler() {
        this(Clients.kinesis(), System.getenv());
    }

    private ProducerHandler(KinesisClient kinesis, Map<String, String> environment) {
        this(
                stream -> new KinesisRecordSink(kinesis, stream),
                new Sources(
                        new PostFiles(Clients::s3),
                        new SecretToken(
                                Clients::secrets,
                                environment.getOrDefault(
                                        "X_TOKEN_SECRET", "kinescope/x-bearer-token")),
                        Places.of(environment),
                        Clock.systemUTC(),
                        Thread::sleep),
                // Differs in all functions that are restored from one snapshot (AWS documentation,
                // "Handling uniqueness with Lambda SnapStart").
                new SecureRandom(),
                Clock.systemUTC(),
                Thread::sleep,
                System.out,
                Core.getGlobalContext());
    }

    ProducerHandler(
            Function<String, RecordSink> streams,
            Sources sources,
            RandomGenerator random,
            Clock clock,
            Sleeper sleeper,
            PrintStream log,
            org.crac.Context<Resource> snapshots) {
        this.streams = streams;
        this.sources = sources;
        this.random = random;
        this.clock = clock;
        this.sleeper = sleeper;
        this.snapshot = new Snapshot(this::rehearse, log);
        snapshots.register(snapshot);
    }

    /** Sends a bundled post to a stream whose name no stream can have. */
    private void rehearse() throws IOException, InterruptedException {
        byte[] event =
                """
                {"delivery":"replay","duration":1,"count":1,"kinesis_stream_name":"!"}
                """
                        .getBytes(StandardCharsets.UTF_8);
        try {
            var result =
                    run(ProducerEvent.read(new ByteArrayInputStream(event)), REHEARSAL, _ -> {});
            JSON.writeValue(OutputStream.nullOutputStream(), result);
        } catch (StreamRefusedException _) {
            // As it should be: Kinesis was asked, and the answer understood.
            return;
        }
    }

    /**
     * Sends posts for at most the event's duration, always ending before the function's time-out.
     * {@link ProducerEvent} is what it reads, {@link ProducerResult} what it writes, both as JSON.
     */
    @Override
    public void handleRequest(InputStream input, OutputStream output, Context context)
            throws IOException {
        var event = ProducerEvent.read(input);
        var remaining = Duration.ofMillis(context.getRemainingTimeInMillis());
        try {
            JSON.writeValue(output, run(event, remaining, warningsTo(context.getLogger())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("The producer was interrupted", e);
        }
    }

    private ProducerResult run(ProducerEvent event, Duration remaining, Consumer<String> warnings)
            throws IOException, InterruptedException {
        var limits = TimeLimits.of(clock.instant(), event.duration(), remaining);
        var earlier = event.cursor().map(Cursor::decode);
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), random);
        var sink = streams.apply(event.stream());
        try (PostSource source = sources.open(event, earlier.map(Cursor::position), warnings);
                ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            return new ProducerRun(
                            source,
                            new BatchSender(sink, backoff, clock, sleeper, warnings),
                            new Pacer(event.rate(), earlier.map(Cursor::due).orElse(Instant.EPOCH)),
                            limits,
                            clock,
                            sleeper,
                            executor,
                            warnings)
                    .run();
        }
    }

    private static Consumer<String> warningsTo(LambdaLogger logger) {
        return message -> logger.log("WARN " + message + "\n", LogLevel.WARN);
    }
}
