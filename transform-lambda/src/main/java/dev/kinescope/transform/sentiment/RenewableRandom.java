package dev.kinescope.transform.sentiment;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * Random numbers for many threads that start anew when asked to: functions restored from one
 * snapshot would otherwise all wait equally long and come back together.
 */
public final class RenewableRandom implements RandomGenerator {
    /** Takes its seeds from the operating system, so that a snapshot does not fix them. */
    private final SecureRandom seeds = new SecureRandom();

    private RandomGenerator current = new SplittableRandom(seeds.nextLong());

    /** Goes on with numbers that nothing before tells. */
    public synchronized void renew() {
        current = new SplittableRandom(seeds.nextLong());
    }

    @Override
    public synchronized long nextLong() {
        return current.nextLong();
    }
}
