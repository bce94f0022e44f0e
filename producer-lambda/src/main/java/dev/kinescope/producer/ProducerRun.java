package dev.kinescope.producer;

import dev.kinescope.producer.ProducerResult.End;
import dev.kinescope.producer.ProducerResult.Why;
import dev.kinescope.producer.send.Batch;
import dev.kinescope.producer.send.BatchOutcome;
import dev.kinescope.producer.send.BatchSender;
import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.send.Pacer;
import dev.kinescope.producer.send.Sleeper;
import dev.kinescope.producer.send.StreamRefusedException;
import dev.kinescope.producer.source.PostSource;
import dev.kinescope.producer.source.PostSource.Item;
import dev.kinescope.producer.source.PostSource.Pause;
import dev.kinescope.producer.source.SourceRefusedException;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * One call of the producer: reads posts at the wanted pace, sends them in batches, a few at a time,
 * stops in time and waits until everything read is accepted or counted as failed. The order of the
 * posts on the stream is not kept.
 */
final class ProducerRun {
    /** Enough to keep the stream busy while answers travel; more would only be throttled sooner. */
    private static final int MAX_IN_FLIGHT = 4;

    /** A batch goes after so long, full or not, so that a slow source looks alive. */
    private static final Duration LINGER = Duration.ofMillis(200);

    private final PostSource source;
    private final BatchSender sender;
    private final Pacer pacer;
    private final TimeLimits limits;
    private final Clock clock;
    private final Sleeper sleeper;
    private final ExecutorService executor;
    private final Consumer<String> warnings;

    private final Tally tally = new Tally();
    private final Batch batch = new Batch();
    private final Deque<Future<BatchOutcome>> inFlight = new ArrayDeque<>();
    private Instant batchStarted = Instant.EPOCH;
    private @Nullable StreamRefusedException refused;

    ProducerRun(
            PostSource source,
            BatchSender sender,
            Pacer pacer,
            TimeLimits limits,
            Clock clock,
            Sleeper sleeper,
            ExecutorService executor,
            Consumer<String> warnings) {
        this.source = source;
        this.sender = sender;
        this.pacer = pacer;
        this.limits = limits;
        this.clock = clock;
        this.sleeper = sleeper;
        this.executor = executor;
        this.warnings = warnings;
    }

    /**
     * Runs to the end of the posts, of the time or of the stream's patience.
     *
     * @throws IOException when the source broke off and gave nothing at all; once it has given
     *     something, the result's cursor leads on from there
     * @throws SourceRefusedException the same, when no retry can help
     * @throws StreamRefusedException when the stream cannot be written to
     */
    ProducerResult run() throws IOException, InterruptedException {
        Instant start = clock.instant();
        End end;
        try {
            end = end(read());
            flush();
        } catch (IOException | SourceRefusedException e) {
            flush();
            if (tally.isEmpty()) {
                throw e;
            }
            warnings.accept("The posts broke off, the cursor leads on: " + e.getMessage());
            end = end(Why.PAUSED, e.getMessage());
        }
        if (refused != null) {
            throw new StreamRefusedException(
                    "%s %d posts of this call had been accepted."
                            .formatted(refused.getMessage(), tally.accepted()),
                    refused);
        }
        return tally.result(end, Duration.between(start, clock.instant()).toMillis());
    }

    private End end(Why ended) {
        return end(
                ended, ended == Why.PAUSED ? source.pause().map(Pause::reason).orElse(null) : null);
    }

    private End end(Why ended, @Nullable String notice) {
        boolean done = ended == Why.COMPLETE;
        String position = source.position();
        return new End(
                done,
                ended,
                notice,
                done && !source.goesOn() ? null : new Cursor(pacer.due(), position).encode(),
                source.connections().orElse(null));
    }

    /** Reads and dispatches until the source has nothing more, or not in time. */
    private Why read() throws IOException, InterruptedException {
        while (refused == null) {
            Instant now = clock.instant();
            if (!now.isBefore(limits.readUntil())) {
                return handOver();
            }
            if (!batch.isEmpty() && !now.isBefore(batchStarted.plus(LINGER))) {
                dispatch();
            }
            Duration left = Duration.between(now, limits.readUntil());
            Duration patience = shorter(left, batch.isEmpty() ? left : LINGER);
            Duration wait = pacer.waitAt(now);
            if (wait.isPositive()) {
                sleeper.sleep(shorter(wait, patience));
                continue;
            }
            Item item = source.next(patience);
            if (item == null) {
                return Why.COMPLETE;
            }
            take(item, clock.instant());
            if (item instanceof Item.Quiet && pausesTooLong()) {
                source.stop();
                return Why.PAUSED;
            }
        }
        return Why.TIME;
    }

    /** Sends what a live source has already received, at no pace. */
    private Why handOver() throws IOException, InterruptedException {
        source.stop();
        while (refused == null && clock.instant().isBefore(limits.giveUpAt())) {
            Item item = source.next(Duration.ZERO);
            if (item == null) {
                return Why.TIME;
            }
            take(item, clock.instant());
        }
        warnings.accept("There was no time to send all posts that had come.");
        return Why.TIME;
    }

    private boolean pausesTooLong() {
        return source.pause().filter(p -> !p.until().isBefore(limits.readUntil())).isPresent();
    }

    private void take(Item item, Instant now) throws InterruptedException {
        switch (item) {
            case Item.Quiet() -> {}
            case Item.Filtered() -> tally.filtered();
            case Item.Skipped(var reason) -> tally.skipped(reason);
            case Item.Malformed malformed -> tally.malformed(malformed);
            case Item.Found(OutgoingRecord post) -> {
                if (!batch.hasRoomFor(post)) {
                    dispatch();
                }
                if (batch.isEmpty()) {
                    batchStarted = now;
                }
                batch.add(post);
                pacer.went(now);
            }
        }
    }

    private void dispatch() throws InterruptedException {
        if (inFlight.size() == MAX_IN_FLIGHT) {
            await(inFlight.removeFirst());
        }
        List<OutgoingRecord> records = batch.take();
        inFlight.addLast(executor.submit(() -> sender.send(records, limits.giveUpAt())));
    }

    private void flush() throws InterruptedException {
        if (!batch.isEmpty()) {
            dispatch();
        }
        while (!inFlight.isEmpty()) {
            await(inFlight.removeFirst());
        }
    }

    private void await(Future<BatchOutcome> sending) throws InterruptedException {
        try {
            tally.add(sending.get());
        } catch (ExecutionException e) {
            refused =
                    switch (e.getCause()) {
                        case StreamRefusedException r -> r;
                        case InterruptedException i -> throw i;
                        case null, default ->
                                throw new IllegalStateException("A batch was not sent", e);
                    };
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
