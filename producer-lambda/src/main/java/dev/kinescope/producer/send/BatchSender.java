package dev.kinescope.producer.send;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Gets one batch onto the stream: offers it, then offers again only the records that were not
 * accepted, until all are or it gives up.
 */
public final class BatchSender {
    /** With the waits of {@link Backoff} between them: about ten seconds of a stream saying no. */
    static final int MAX_TRIES = 12;

    private static final Duration LONGEST_PUT = Duration.ofSeconds(10);

    /** However late it is, a put has the time that it usually takes. */
    private static final Duration SHORTEST_PUT = Duration.ofSeconds(1);

    private final RecordSink sink;
    private final Backoff backoff;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Consumer<String> warnings;

    public BatchSender(
            RecordSink sink,
            Backoff backoff,
            Clock clock,
            Sleeper sleeper,
            Consumer<String> warnings) {
        this.sink = sink;
        this.backoff = backoff;
        this.clock = clock;
        this.sleeper = sleeper;
        this.warnings = warnings;
    }

    /**
     * Sends a batch. Records that are still not accepted after the last try, or when the next wait
     * would pass {@code giveUpAt}, are counted as failed and warned about.
     *
     * @throws StreamRefusedException when no retry can help
     */
    public BatchOutcome send(List<OutgoingRecord> batch, Instant giveUpAt)
            throws InterruptedException {
        var outcome = new BatchOutcome.Builder();
        List<OutgoingRecord> pending = batch;
        for (int tries = 1; ; tries++) {
            var missed = new ArrayList<OutgoingRecord>();
            String reason = offer(pending, missed, patience(giveUpAt), outcome);
            if (missed.isEmpty()) {
                return outcome.build();
            }
            Duration wait = backoff.after(tries);
            if (tries == MAX_TRIES || clock.instant().plus(wait).isAfter(giveUpAt)) {
                outcome.failed(missed.size());
                warnings.accept(
                        "%d records were not accepted after %d tries: %s"
                                .formatted(missed.size(), tries, reason));
                return outcome.build();
            }
            sleeper.sleep(wait);
            outcome.resent(missed.size());
            pending = missed;
        }
    }

    private Duration patience(Instant giveUpAt) {
        Duration left = Duration.between(clock.instant(), giveUpAt);
        if (left.compareTo(SHORTEST_PUT) < 0) {
            return SHORTEST_PUT;
        }
        return left.compareTo(LONGEST_PUT) < 0 ? left : LONGEST_PUT;
    }

    private String offer(
            List<OutgoingRecord> pending,
            List<OutgoingRecord> missed,
            Duration patience,
            BatchOutcome.Builder outcome) {
        return switch (sink.put(pending, patience)) {
            case RecordSink.Answer.Unavailable(String reason) -> {
                missed.addAll(pending);
                yield reason;
            }
            case RecordSink.Answer.PerRecord(List<RecordSink.Outcome> outcomes) -> {
                String reason = "";
                for (int i = 0; i < pending.size(); i++) {
                    switch (outcomes.get(i)) {
                        case RecordSink.Outcome.Accepted(String shardId) ->
                                outcome.accepted(pending.get(i), shardId);
                        case RecordSink.Outcome.Rejected(String errorCode) -> {
                            missed.add(pending.get(i));
                            reason = errorCode;
                        }
                    }
                }
                yield reason;
            }
        };
    }
}
