package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Sleeper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that moves only when somebody sleeps. */
public final class ManualClock extends Clock implements Sleeper {
    public static final Instant START = Instant.parse("2026-11-02T08:00:00Z");

    private Instant now = START;

    @Override
    public synchronized void sleep(Duration duration) {
        now = now.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** How far the clock has moved. */
    public Duration elapsed() {
        return Duration.between(START, instant());
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
