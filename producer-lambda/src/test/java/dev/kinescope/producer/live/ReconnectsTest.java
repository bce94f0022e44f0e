package dev.kinescope.producer.live;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.producer.source.Ending;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

class ReconnectsTest {
    private static final Instant NOW = Instant.parse("2026-11-02T08:00:00Z");

    private final Reconnects reconnects = new Reconnects();

    @Test
    void aLostConnectionWaitsAQuarterOfASecondMoreEachTimeUpToSixteen() {
        assertThat(waits(3, () -> new Ending.Lost("reset"))).containsExactly(250L, 500L, 750L);
        assertThat(waits(100, Ending.Stalled::new)).endsWith(16_000L).contains(15_750L);
    }

    @Test
    void anErrorOfTheServiceWaitsFiveSecondsAndDoublesUpToThreeHundredAndTwenty() {
        assertThat(waits(9, () -> new Ending.Unavailable(503)))
                .containsExactly(
                        5_000L, 10_000L, 20_000L, 40_000L, 80_000L, 160_000L, 320_000L, 320_000L,
                        320_000L);
    }

    @Test
    void tooManyRequestsWaitAMinuteAndDouble() {
        assertThat(waits(6, () -> new Ending.Throttled(Optional.empty())))
                .containsExactly(60_000L, 120_000L, 240_000L, 480_000L, 960_000L, 960_000L);
    }

    @Test
    void theTimeTheServiceNamesIsWaitedForIfItIsLater() {
        assertThat(waits(1, () -> new Ending.Throttled(Optional.of(NOW.plusSeconds(900)))))
                .containsExactly(900_000L);
        assertThat(waits(1, () -> new Ending.Throttled(Optional.of(NOW.plusSeconds(3)))))
                .containsExactly(120_000L);
    }

    @Test
    void aQuotaIsNotTriedAgainInTheSameCall() {
        assertThat(waits(1, () -> new Ending.Quota("used up")))
                .containsExactly(Duration.ofDays(1).toMillis());
    }

    @Test
    void postsThatComeAgainEndTheTrouble() {
        waits(5, () -> new Ending.Lost("reset"));
        waits(5, () -> new Ending.Unavailable(503));
        waits(5, () -> new Ending.Throttled(Optional.empty()));
        reconnects.well();

        assertThat(waits(1, Ending.Stalled::new)).containsExactly(250L);
        assertThat(waits(1, () -> new Ending.Unavailable(500))).containsExactly(5_000L);
        assertThat(waits(1, () -> new Ending.Throttled(Optional.empty()))).containsExactly(60_000L);
    }

    private List<Long> waits(int times, Supplier<Ending> ending) {
        return IntStream.range(0, times)
                .mapToObj(
                        _ -> Duration.between(NOW, reconnects.after(ending.get(), NOW)).toMillis())
                .toList();
    }
}
