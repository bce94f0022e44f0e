package dev.kinescope.transform.sentiment;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long to wait before the next try: longer each time, with jitter. */
final class Backoff {
    private static final long BASE_MILLIS = 100;
    private static final long CAP_MILLIS = 5_000;
    private static final long PAUSE_CAP_MILLIS = 2_000;

    private Backoff() {}

    /** From nothing to the whole wait, so that chunks that failed together do not return so. */
    static Duration anywhere(int waits, RandomGenerator random) {
        return Duration.ofMillis(random.nextLong(bound(waits) + 1));
    }

    /**
     * For a pause of all chunks together, which grows by the same step each time: doubled it would
     * hold up a whole batch after a few throttled calls in a row, as happen by chance.
     */
    static Duration pause(int pausesBefore, RandomGenerator random) {
        long half = Math.min(PAUSE_CAP_MILLIS, BASE_MILLIS * (pausesBefore + 1L)) / 2;
        return Duration.ofMillis(half + random.nextLong(half + 1));
    }

    private static long bound(int waits) {
        return Math.min(CAP_MILLIS, BASE_MILLIS << Math.min(waits, 20));
    }
}
