package dev.kinescope.localcloud.kinesis;

import java.time.Clock;

/** So much per second, with so much saved up while nothing happens. */
final class RateLimit {
    private static final long NANOS = 1_000_000_000L;

    private final Clock clock;
    private final long most;
    private final long perSecond;
    private double saved;
    private long lastNanos;

    /** A rate of which one second's worth is saved up. */
    RateLimit(Clock clock, long perSecond) {
        this(clock, perSecond, perSecond);
    }

    /**
     * A rate.
     *
     * @param most how much is saved up
     */
    RateLimit(Clock clock, long most, long perSecond) {
        this.clock = clock;
        this.most = most;
        this.perSecond = perSecond;
        this.saved = most;
        this.lastNanos = now();
    }

    /** Whether that much is free now; something larger than the limit needs all of it. */
    boolean free(long amount) {
        long now = now();
        if (now > lastNanos) {
            saved = Math.min((double) most, saved + (double) (now - lastNanos) * perSecond / NANOS);
        }
        // Also where the clock was set back: nothing waits until it has caught up.
        lastNanos = now;
        return saved >= Math.min(amount, most);
    }

    /** Uses it up, or gives it back; what goes beyond the limit is paid off first. */
    void take(long amount) {
        saved -= amount;
    }

    private long now() {
        var instant = clock.instant();
        return instant.getEpochSecond() * NANOS + instant.getNano();
    }
}
