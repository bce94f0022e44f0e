package dev.kinescope.pipeline.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.functions.Functions;
import dev.kinescope.pipeline.functions.Invocation;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One run of the producer: invokes the function in slices of a few seconds until all is sent. */
public final class ProducerRun {
    /** Short enough for live counts and a quick stop, long enough that starting costs little. */
    private static final Duration SLICE = Duration.ofSeconds(3);

    /** X allows 50 connections in 15 minutes, and what comes between two is missed. */
    private static final Duration LIVE_SLICE = Duration.ofSeconds(30);

    /** A file that cannot be read on leads to slices without a post; this many are no accident. */
    private static final int IDLE_SLICES = 5;

    private static final String DOING = "Send posts with";

    private final Functions functions;
    private final Clock clock;
    private final ProducerSettings settings;
    private final AtomicBoolean stopped = new AtomicBoolean();

    public ProducerRun(AwsSession session, Clock clock, ProducerSettings settings) {
        this.functions = new Functions(session, clock);
        this.clock = clock;
        this.settings = settings;
    }

    /**
     * Runs to the end on the calling thread.
     *
     * @param listener hears every slice
     * @return the totals; {@code done} is false if it was stopped, ran out of time, or the source
     *     gives nothing more for now, which {@code notice} then tells
     * @throws ProblemException if the function fails; what was sent before is sent
     * @throws InterruptedException when cancelled; the present slice still ends by itself
     */
    public ProducerTotals run(Consumer<ProducerProgress> listener) throws InterruptedException {
        Instant start = clock.instant();
        ProducerTotals totals = ProducerTotals.NONE;
        Optional<String> cursor = Optional.empty();
        int slices = 0;
        int idle = 0;
        boolean more = true;
        while (more && !stopped.get()) {
            Duration left = settings.duration().minus(Duration.between(start, clock.instant()));
            if (left.compareTo(Duration.ofSeconds(1)) < 0 && slices > 0) {
                break;
            }
            if (Thread.interrupted()) {
                throw new InterruptedException("Sending posts was cancelled");
            }
            Duration longest = settings.delivery() == Delivery.REPLAY ? SLICE : LIVE_SLICE;
            ProducerReply reply = slice(left.compareTo(longest) < 0 ? left : longest, cursor);
            totals = totals.plus(reply.totals());
            slices++;
            idle = mustGiveSomething() && reply.totals().seen() == 0 ? idle + 1 : 0;
            if (idle == IDLE_SLICES && !reply.totals().done()) {
                throw new ProblemException(
                        new AwsProblem(
                                DOING,
                                settings.functionName(),
                                "NoProgress",
                                "It found no post in " + idle + " slices, but says there are more.",
                                "Look at its log in Functions, and at " + settings.posts() + ".",
                                ""),
                        null);
            }
            cursor = reply.cursor();
            more =
                    !reply.totals().done()
                            && cursor.isPresent()
                            && (settings.delivery() == Delivery.REPLAY
                                    || reply.totals().notice().isEmpty());
            double seconds = Math.max(0.001, reply.elapsed().toMillis() / 1000.0);
            listener.accept(
                    new ProducerProgress(
                            totals,
                            slices,
                            Duration.between(start, clock.instant()),
                            reply.totals().accepted() / seconds));
        }
        return totals;
    }

    private boolean mustGiveSomething() {
        return settings.delivery() == Delivery.REPLAY && settings.rate().isEmpty();
    }

    /** Ends after the present slice; from any thread. */
    public void stop() {
        stopped.set(true);
    }

    private ProducerReply slice(Duration duration, Optional<String> cursor) {
        Invocation answer;
        try {
            answer =
                    functions.invoke(
                            settings.functionName(),
                            ProducerReply.event(settings, duration, cursor));
        } catch (SdkException failure) {
            if (AwsProblem.isCancellation(failure)) {
                throw failure;
            }
            throw ProblemException.of(DOING, settings.functionName(), failure);
        }
        if (answer.failed()) {
            throw problem(
                    errorOf(answer.payload()),
                    "Correct the settings, or look at the log in Functions.",
                    answer);
        }
        try {
            return ProducerReply.parse(answer.payload());
        } catch (JsonProcessingException | IllegalArgumentException unknown) {
            throw problem(
                    "The function's answer is not a producer's.",
                    "Deploy the producer again in Functions.",
                    answer);
        }
    }

    private static String errorOf(String payload) {
        try {
            return new ObjectMapper()
                    .readTree(payload)
                    .path("errorMessage")
                    .asText("The function failed.");
        } catch (JsonProcessingException notJson) {
            return "The function failed.";
        }
    }

    private ProblemException problem(String reason, String next, Invocation answer) {
        return new ProblemException(
                new AwsProblem(
                        DOING,
                        settings.functionName(),
                        answer.functionError().orElse("UnexpectedAnswer"),
                        reason,
                        next,
                        String.join("\n", answer.logTail())),
                null);
    }
}
