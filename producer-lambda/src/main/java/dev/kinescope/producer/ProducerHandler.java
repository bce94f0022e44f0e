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
import dev.kinescope.producer.source.PostSource;

import software.amazon.awssdk.services.kinesis.KinesisClient;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
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

    private final Function<String, RecordSink> streams;
    private final Sources sources;
    private final RandomGenerator random;
    private final Clock clock;
    private final Sleeper sleeper;

    /** Called by the Lambda runtime. */
    public ProducerHandler() {
        this(Clients.kinesis());
    }

    private ProducerHandler(KinesisClient kinesis) {
        this(
                stream -> new KinesisRecordSink(kinesis, stream),
                new Sources(
                        new PostFiles(Clients::s3),
                        new SecretToken(Clients::secrets, tokenSecret(System.getenv())),
                        Places.of(System.getenv()),
                        Clock.systemUTC(),
                        Thread::sleep),
                RandomGenerator.getDefault(),
                Clock.systemUTC(),
                Thread::sleep);
    }

    ProducerHandler(
            Function<String, RecordSink> streams,
            Sources sources,
            RandomGenerator random,
            Clock clock,
            Sleeper sleeper) {
        this.streams = streams;
        this.sources = sources;
        this.random = random;
        this.clock = clock;
        this.sleeper = sleeper;
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

    private static String tokenSecret(Map<String, String> environment) {
        return environment.getOrDefault("X_TOKEN_SECRET", "kinescope/x-bearer-token");
    }

    private static Consumer<String> warningsTo(LambdaLogger logger) {
        return message -> logger.log("WARN " + message + "\n", LogLevel.WARN);
    }
}
