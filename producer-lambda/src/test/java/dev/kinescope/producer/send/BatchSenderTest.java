package dev.kinescope.producer.send;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.producer.FakeStream;
import dev.kinescope.producer.ManualClock;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

class BatchSenderTest {
    private static final Instant LATE = ManualClock.START.plus(Duration.ofMinutes(10));

    private final ManualClock clock = new ManualClock();
    private final FakeStream stream = new FakeStream();
    private final List<String> warnings = new ArrayList<>();
    private final BatchSender sender =
            new BatchSender(
                    stream,
                    new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(5)),
                    clock,
                    clock,
                    warnings::add);

    @Test
    void whatIsAcceptedAtOnceIsSentOnce() throws InterruptedException {
        BatchOutcome outcome = sender.send(records(3), LATE);

        assertThat(outcome)
                .isEqualTo(
                        new BatchOutcome(
                                3,
                                0,
                                0,
                                3 * (2 + 4),
                                new TreeMap<>(
                                        java.util.Map.of(
                                                "shardId-000000000000", 1L,
                                                "shardId-000000000001", 2L))));
        assertThat(stream.keys()).containsExactly("k0", "k1", "k2");
        assertThat(clock.elapsed()).isZero();
    }

    @Test
    void onlyRejectedRecordsAreResent() throws InterruptedException {
        stream.next(records -> stream.acceptEvery(2, records))
                .next(records -> stream.acceptEvery(3, records));

        BatchOutcome outcome = sender.send(records(10), LATE);

        assertThat(stream.requests()).containsExactly(10, 5, 3);
        assertThat(stream.keys())
                .containsExactly("k0", "k2", "k4", "k6", "k8", "k1", "k7", "k3", "k5", "k9");
        assertThat(outcome.accepted()).isEqualTo(10);
        assertThat(outcome.resent()).isEqualTo(8);
        assertThat(outcome.failed()).isZero();
        assertThat(clock.elapsed()).isPositive();
    }

    @Test
    void anUnavailableStreamIsOfferedEverythingAgain() throws InterruptedException {
        stream.next(_ -> new RecordSink.Answer.Unavailable("connection lost"));

        BatchOutcome outcome = sender.send(records(4), LATE);

        assertThat(stream.requests()).containsExactly(4, 4);
        assertThat(outcome.accepted()).isEqualTo(4);
        assertThat(outcome.resent()).isEqualTo(4);
    }

    @Test
    void afterTheLastTryTheRestHasFailedAndIsWarnedAbout() throws InterruptedException {
        for (int i = 0; i < BatchSender.MAX_TRIES; i++) {
            stream.next(_ -> new RecordSink.Answer.Unavailable("connection lost"));
        }

        BatchOutcome outcome = sender.send(records(4), LATE);

        assertThat(outcome).isEqualTo(new BatchOutcome(0, 4, 11 * 4, 0, new TreeMap<>()));
        assertThat(warnings)
                .containsExactly("4 records were not accepted after 12 tries: connection lost");
    }

    @Test
    void noWaitGoesBeyondTheTimeToGiveUp() throws InterruptedException {
        stream.next(_ -> new RecordSink.Answer.Unavailable("throttled"))
                .next(_ -> new RecordSink.Answer.Unavailable("throttled"))
                .next(_ -> new RecordSink.Answer.Unavailable("throttled"))
                .next(_ -> new RecordSink.Answer.Unavailable("throttled"));
        Instant soon = ManualClock.START.plusMillis(150);

        BatchOutcome outcome = sender.send(records(2), soon);

        assertThat(outcome.failed()).isEqualTo(2);
        assertThat(clock.instant()).isBeforeOrEqualTo(soon);
    }

    @Test
    void aRefusingStreamIsNotAskedAgain() {
        stream.next(_ -> {
            throw new StreamRefusedException("no such stream", new RuntimeException());
        });

        assertThatThrownBy(() -> sender.send(records(1), LATE))
                .isInstanceOf(StreamRefusedException.class);
        assertThat(stream.requests()).containsExactly(1);
    }

    @Test
    void waitsGrowFromTheBaseToTheCapAndAreSpread() {
        var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2), new Random(1));

        for (int tries = 1; tries < 60; tries++) {
            int bound = Math.min(2000, 100 << Math.min(tries - 1, 10));
            assertThat(backoff.after(tries)).isBetween(Duration.ZERO, Duration.ofMillis(bound));
        }
        assertThat(IntStream.range(0, 50).mapToObj(_ -> backoff.after(5)).distinct().count())
                .isGreaterThan(10);
    }

    @Test
    void aBatchHasRoomForFiveHundredRecordsOrTenMebibytes() {
        var byCount = new Batch();
        for (OutgoingRecord item : records(500)) {
            assertThat(byCount.hasRoomFor(item)).isTrue();
            byCount.add(item);
        }
        var byBytes = new Batch();
        var big = new OutgoingRecord("k", new byte[(1 << 20) - 1]);
        for (int i = 0; i < 10; i++) {
            assertThat(byBytes.hasRoomFor(big)).isTrue();
            byBytes.add(big);
        }

        assertThat(byCount.hasRoomFor(records(1).getFirst())).isFalse();
        assertThat(byBytes.hasRoomFor(records(1).getFirst())).isFalse();
        assertThat(byCount.take()).hasSize(500);
        assertThat(byCount.isEmpty()).isTrue();
    }

    private static List<OutgoingRecord> records(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new OutgoingRecord("k" + i, "data".getBytes(StandardCharsets.UTF_8)))
                .toList();
    }
}
