package dev.kinescope.transform.sentiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.transform.ManualClock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

class CallGateTest {
    private static final Reply<String> ANSWER = new Reply.Verdicts<>(List.of());
    private static final Reply<String> THROTTLED = new Reply.Throttled<>();
    private static final Instant LATER = ManualClock.START.plusSeconds(60);

    private final ManualClock clock = new ManualClock();
    private final CallGate gate = new CallGate(clock, clock, new Random(5));
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    @AfterEach
    void stop() {
        executor.shutdownNow();
    }

    @Test
    void aCallThatPassesCostsNoWait() throws InterruptedException {
        assertThat(call(ANSWER)).contains(ANSWER);
        assertThat(call(ANSWER)).contains(ANSWER);

        assertThat(clock.elapsed()).isZero();
        assertThat(gate.calls()).isEqualTo(2);
    }

    @Test
    void afterAThrottledCallTheNextOneWaitsLongerEachTime() throws InterruptedException {
        call(THROTTLED);
        assertThat(clock.elapsed()).isZero();

        call(THROTTLED);
        assertThat(clock.elapsed()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));

        Instant second = clock.instant();
        call(ANSWER);
        assertThat(Duration.between(second, clock.instant()))
                .isBetween(Duration.ofMillis(100), Duration.ofMillis(200));

        Instant third = clock.instant();
        call(ANSWER);
        assertThat(clock.instant()).isEqualTo(third);
        assertThat(gate.throttles()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void throttlingAtRandomDoesNotMakeTheWaitsPileUp(long seed) throws InterruptedException {
        var random = new Random(seed);
        int passed = 0;
        while (passed < 100) {
            Reply<String> reply = random.nextInt(10) < 4 ? THROTTLED : ANSWER;
            call(reply);
            passed += reply == ANSWER ? 1 : 0;
        }

        assertThat(clock.elapsed()).isBetween(Duration.ofSeconds(4), Duration.ofSeconds(12));
    }

    @Test
    void pastTheDeadlineNoCallIsMade() throws InterruptedException {
        call(THROTTLED);

        assertThat(gate.call(clock.instant().plusMillis(10), () -> ANSWER)).isEmpty();
        assertThat(gate.calls()).isEqualTo(1);
    }

    @Test
    void callsThatWereThrottledTogetherHalveTheGateOnce() throws InterruptedException {
        var started = new Semaphore(0);
        var gone = new CountDownLatch(1);
        var ended = new CountDownLatch(8);
        for (int i = 0; i < 8; i++) {
            executor.submit(() -> {
                call(started, gone, THROTTLED);
                ended.countDown();
                return null;
            });
        }
        started.acquire(8);
        gone.countDown();
        ended.await();

        assertThat(gate.throttles()).isEqualTo(8);
        assertThat(mostAtOnce()).isEqualTo(4);
        assertThat(clock.elapsed()).isPositive();
    }

    @Test
    void itWidensAgainAsCallsPass() throws InterruptedException {
        call(THROTTLED);
        for (int i = 0; i < 200; i++) {
            call(ANSWER);
        }

        assertThat(mostAtOnce()).isEqualTo(CallGate.MAX_PARALLEL_CALLS);
    }

    private Optional<Reply<String>> call(Reply<String> reply) throws InterruptedException {
        return gate.call(LATER, () -> reply);
    }

    private void call(Semaphore started, CountDownLatch gone, Reply<String> reply)
            throws InterruptedException {
        gate.call(
                LATER.plusSeconds(600),
                () -> {
                    started.release();
                    awaitQuietly(gone);
                    return reply;
                });
    }

    /** How many of twelve calls are let through while none of them ends. */
    private int mostAtOnce() {
        var started = new AtomicInteger();
        var gone = new CountDownLatch(1);
        IntStream.range(0, 12)
                .forEach(_ ->
                        executor.submit(() ->
                                gate.call(
                                        LATER.plusSeconds(600),
                                        () -> {
                                            started.incrementAndGet();
                                            awaitQuietly(gone);
                                            return THROTTLED;
                                        })));
        await().during(Duration.ofMillis(200)).until(started::get, is -> is > 0);
        int most = started.get();
        gone.countDown();
        return most;
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
