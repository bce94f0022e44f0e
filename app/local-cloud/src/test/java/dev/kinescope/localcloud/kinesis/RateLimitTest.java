package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

class RateLimitTest {
    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-22T10:00:00Z"));
    private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);

    @Test
    void aClockThatIsSetBackHoldsNobodyUp() {
        var limit = new RateLimit(clock, 5);
        limit.take(5);
        now.updateAndGet(instant -> instant.minus(Duration.ofHours(1)));
        assertThat(limit.free(1)).isFalse();

        now.updateAndGet(instant -> instant.plusMillis(200));

        assertThat(limit.free(1)).isTrue();
    }
}
