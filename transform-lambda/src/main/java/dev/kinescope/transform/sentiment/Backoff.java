package dev.kinescope.transform.sentiment;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: exponentially longer, with jitter. */
final class Backoff {
    private static final long BASE_MILLIS = 100;
    private static final long CAP_MILLIS = 5_000;

    private Backoff() {}

    /** From nothing to the whole wait, so that chunks that failed together do not return so. */
    static Duration anywhere(int waits, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(bound(waits) + 1));
    }

    /** At least half of it, for a pause of all chunks together. */
    static Duration atLeastHalf(int waits, RandomGenerator random) {
        long half = bound(waits) / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    private static long bound(int waits) {
        return Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(waits, 20));
    }
}
