package dev.kinescope.producer.live;

import dev.kinescope.producer.source.Ending;

import java.time.Duration;
import java.time.Instant;

/**
 * When the next connection may be tried, by X's rules for its streams, which suit other sources as
 * well (X API documentation, "Handling disconnections"): a lost connection waits 250 ms more each
 * time up to 16 s; an error of the service 5 s, doubled up to 320 s; too many requests 1 minute,
 * doubled, and never less than until the time the service named.
 */
public final class Reconnects {
    private static final Duration LOST_STEP = Duration.ofMillis(250);
    private static final Duration LOST_MOST = Duration.ofSeconds(16);
    private static final Duration UNAVAILABLE_FIRST = Duration.ofSeconds(5);
    private static final Duration UNAVAILABLE_MOST = Duration.ofSeconds(320);
    private static final Duration THROTTLED_FIRST = Duration.ofMinutes(1);
    private static final Duration THROTTLED_MOST = Duration.ofMinutes(16);

    /** Nobody knows for how long; longer than any call lasts. */
    private static final Duration QUOTA = Duration.ofDays(1);

    private int lost;
    private int unavailable;
    private int throttled;

    /** Notes that the source gives posts again: the next trouble is the first one. */
    public void well() {
        lost = 0;
        unavailable = 0;
        throttled = 0;
    }

    /** When to try again after a connection or request that ended so at {@code now}. */
    public Instant after(Ending ending, Instant now) {
        return switch (ending) {
            case Ending.Lost _, Ending.Stalled() ->
                    now.plus(shorter(LOST_STEP.multipliedBy(++lost), LOST_MOST));
            case Ending.Unavailable _ ->
                    now.plus(doubled(UNAVAILABLE_FIRST, unavailable++, UNAVAILABLE_MOST));
            case Ending.Throttled(var reset) -> {
                Instant backoff = now.plus(doubled(THROTTLED_FIRST, throttled++, THROTTLED_MOST));
                yield reset.filter(backoff::isBefore).orElse(backoff);
            }
            case Ending.Quota _ -> now.plus(QUOTA);
        };
    }

    private static Duration doubled(Duration first, int times, Duration most) {
        return shorter(first.multipliedBy(1L << Math.min(times, 10)), most);
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
