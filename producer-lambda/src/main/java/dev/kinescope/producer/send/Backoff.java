package dev.kinescope.producer.send;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential backoff with full jitter: a random wait between zero and a doubling, capped bound.
 */
public final class Backoff {
    private final Duration base;
    private final Duration cap;
    private final RandomGenerator random;

    public Backoff(Duration base, Duration cap, RandomGenerator random) {
        this.base = base;
        this.cap = cap;
        this.random = random;
    }

    /** How long to wait after the given number of failed tries, which is at least 1. */
    Duration after(int tries) {
        long bound = base.toMillis() << Math.min(tries - 1, 20);
        return Duration.ofMillis(random.nextLong(Math.min(bound, cap.toMillis()) + 1));
    }
}
