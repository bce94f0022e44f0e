package dev.kinescope.transform.sentiment;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Lets the calls of a batch through, a bounded number at a time, and counts them. When the service
 * throttles, all of them pause and then go on with half as many at a time, since it counts the
 * account's calls, not the chunk's; each that passes afterwards widens the gate again.
 */
final class CallGate {
    /** Enough to hide the service's latency; more only meets its rate limit sooner. */
    static final int MAX_PARALLEL_CALLS = 8;

    /** One at a time a large batch would not end in time when calls are throttled by chance. */
    static final int MIN_PARALLEL_CALLS = 3;

    private final Clock clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private int limit = MAX_PARALLEL_CALLS;
    private int running;
    private int passedSinceChange;
    private int pauses;
    private int pausesInARow;
    private Instant pausedUntil = Instant.MIN;
    private int calls;
    private int throttles;

    CallGate(Clock clock, Sleeper sleeper, RandomGenerator random) {
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
    }

    /**
     * Makes a call when its turn comes; nothing is returned, and no call made, when that would be
     * after the deadline.
     */
    <T> Optional<Reply<T>> call(Instant deadline, Supplier<Reply<T>> call)
            throws InterruptedException {
        int pausesBefore = enter(deadline);
        if (pausesBefore < 0) {
            return Optional.empty();
        }
        Reply<T> reply = null;
        try {
            reply = call.get();
            return Optional.of(reply);
        } finally {
            leave(pausesBefore, reply);
        }
    }

    synchronized int calls() {
        return calls;
    }

    synchronized int throttles() {
        return throttles;
    }

    /** Waits for a place and returns how many pauses there have been, or -1 past the deadline. */
    private int enter(Instant deadline) throws InterruptedException {
        while (true) {
            Duration pause;
            synchronized (this) {
                while (running >= limit) {
                    wait();
                }
                Instant now = clock.instant();
                if (now.isAfter(deadline)) {
                    return -1;
                }
                if (!pausedUntil.isAfter(now)) {
                    running++;
                    calls++;
                    return pauses;
                }
                if (pausedUntil.isAfter(deadline)) {
                    return -1;
                }
                pause = Duration.between(now, pausedUntil);
            }
            sleeper.sleep(pause);
        }
    }

    private synchronized <T> void leave(int pausesBefore, @Nullable Reply<T> reply) {
        running--;
        if (reply instanceof Reply.Throttled<T>) {
            throttles++;
            if (pausesBefore == pauses) { // Else it was under way when the pause was decided.
                pauses++;
                limit = Math.max(MIN_PARALLEL_CALLS, limit / 2);
                passedSinceChange = 0;
                pausedUntil = clock.instant().plus(Backoff.pause(pausesInARow++, random));
            }
        } else if (reply instanceof Reply.Verdicts<T>) {
            pausesInARow = 0;
            if (limit < MAX_PARALLEL_CALLS && ++passedSinceChange >= 4 * limit) {
                limit++;
                passedSinceChange = 0;
            }
        }
        notifyAll();
    }
}
