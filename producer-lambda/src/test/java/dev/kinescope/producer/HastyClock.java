package dev.kinescope.producer;

import dev.kinescope.producer.send.Sleeper;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by itself, as servers and sockets need it, and leaps over every sleep. */
public final class HastyClock extends Clock implements Sleeper {
    private Duration leapt = Duration.ZERO;

    @Override
    public synchronized void sleep(Duration duration) {
        leapt = leapt.plus(duration);
    }

    @Override
    public synchronized Instant instant() {
        return Instant.now().plus(leapt);
    }

    /** How long was slept in all. */
    public synchronized Duration slept() {
        return leapt;
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
