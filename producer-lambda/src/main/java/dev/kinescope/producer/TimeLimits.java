package dev.kinescope.producer;

import java.time.Duration;
import java.time.Instant;

/**
 * When a call stops reading, and when it stops resending.
 *
 * @param readUntil no post is read after it
 * @param giveUpAt no wait for another try goes beyond it
 */
record TimeLimits(Instant readUntil, Instant giveUpAt) {
    private static final Duration FLUSH_RESERVE = Duration.ofSeconds(10);
    private static final Duration ANSWER_RESERVE = Duration.ofSeconds(3);

    /**
     * Divides the time a call has: the duration asked for, but never the last part of what the
     * function's time-out leaves, which flushing and answering need.
     */
    static TimeLimits of(Instant start, Duration duration, Duration remaining) {
        Duration answer = shorter(ANSWER_RESERVE, remaining.dividedBy(10));
        Duration flush = shorter(FLUSH_RESERVE, remaining.dividedBy(3));
        return new TimeLimits(
                start.plus(shorter(duration, remaining.minus(answer).minus(flush))),
                start.plus(remaining).minus(answer));
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
