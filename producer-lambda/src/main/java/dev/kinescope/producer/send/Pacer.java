package dev.kinescope.producer.send;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalDouble;

/** Spaces posts evenly at a rate; without one, every post may go at once. */
public final class Pacer {
    /** How far a delay is caught up with; more would turn a pause into a flood. */
    private static final Duration MAX_LAG = Duration.ofSeconds(1);

    private final Duration interval;
    private Instant due;

    /**
     * Starts pacing.
     *
     * @param rate posts per second, above 0; empty for as fast as possible
     * @param due when the next post may go, {@link Instant#EPOCH} for at once
     */
    public Pacer(OptionalDouble rate, Instant due) {
        this.interval =
                rate.isPresent()
                        ? Duration.ofNanos(Math.round(1e9 / rate.getAsDouble()))
                        : Duration.ZERO;
        this.due = due;
    }

    /** How long the next post has to wait at {@code now}; zero when it may go. */
    public Duration waitAt(Instant now) {
        return interval.isZero() || !due.isAfter(now) ? Duration.ZERO : Duration.between(now, due);
    }

    /** Notes that a post went at {@code now}. */
    public void went(Instant now) {
        if (!interval.isZero()) {
            Instant earliest = now.minus(MAX_LAG);
            due = (due.isBefore(earliest) ? now : due).plus(interval);
        }
    }

    /** When the next post may go. */
    public Instant due() {
        return due;
    }
}
