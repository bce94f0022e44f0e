package dev.kinescope.localcloud.firehose;

import java.time.Duration;

/**
 * How long the things take that AWS takes its time for.
 *
 * @param creating from CREATING to ACTIVE
 * @param deleting from DELETING to gone
 * @param poll between two reads of a shard that has been read to its tip
 * @param catchUp between two reads of a shard that is behind
 * @param retry before the first repetition of what failed; doubled each time
 * @param functionRetry the same for the function, of which the attempts are counted
 * @param longestRetry where the doubling ends
 */
public record FirehoseTiming(
        Duration creating,
        Duration deleting,
        Duration poll,
        Duration catchUp,
        Duration retry,
        Duration functionRetry,
        Duration longestRetry) {

    /** One read a second, as AWS documents it, and a creation that can be watched. */
    public static final FirehoseTiming AWS =
            new FirehoseTiming(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMinutes(1));

    /**
     * Two of the five reads a second that a shard allows, four while it is behind: a person sees
     * results soon, and other readers, such as a view of the shards, are not throttled.
     */
    public static final FirehoseTiming LOCAL =
            new FirehoseTiming(
                    Duration.ofMillis(300),
                    Duration.ofMillis(200),
                    Duration.ofMillis(500),
                    Duration.ofMillis(250),
                    Duration.ofMillis(200),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(10));

    /** The same with another delay until ACTIVE. */
    public FirehoseTiming withCreating(Duration delay) {
        return new FirehoseTiming(
                delay, deleting, poll, catchUp, retry, functionRetry, longestRetry);
    }

    /** The wait before the n-th repetition, from 1. */
    Duration backoff(int repetition) {
        return backoff(retry, repetition);
    }

    /** The wait before the n-th repetition of a function's call, from 1. */
    Duration functionBackoff(int repetition) {
        return backoff(functionRetry, repetition);
    }

    private Duration backoff(Duration first, int repetition) {
        Duration wait = first.multipliedBy(1L << Math.min(repetition - 1, 20));
        return wait.compareTo(longestRetry) > 0 ? longestRetry : wait;
    }
}
