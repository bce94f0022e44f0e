package dev.kinescope.localcloud.faults;

/**
 * Which of the things that a fault could strike it does strike. They are counted from 1 for each
 * resource by itself, and whether the n-th is struck follows from the seed, the resource and n
 * alone: the same calls meet the same faults, however calls of other resources run between them.
 *
 * @param probability from 0 to 1 that one is struck
 * @param seed another one strikes others
 * @param from the first of each resource that may be struck, from 1
 * @param most how many of each resource are struck at most
 */
public record When(double probability, long seed, long from, long most) {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int FRACTION_BITS = 53;

    /** Everything is struck. */
    public static final When ALWAYS = new When(1, 0, 1, Long.MAX_VALUE);

    /**
     * Checks that it can be met.
     *
     * @throws IllegalArgumentException if it cannot
     */
    public When {
        if (!(probability >= 0 && probability <= 1)) {
            throw new IllegalArgumentException(
                    "probability must be between 0 and 1, not " + probability);
        }
        if (from < 1) {
            throw new IllegalArgumentException("from must be at least 1, not " + from);
        }
        if (most < 1) {
            throw new IllegalArgumentException("most must be at least 1, not " + most);
        }
    }

    /** Each one with a probability. */
    public static When random(double probability, long seed) {
        return new When(probability, seed, 1, Long.MAX_VALUE);
    }

    /** The n-th alone, from 1. */
    public static When nth(long n) {
        return new When(1, 0, n, 1);
    }

    public When atMost(long newMost) {
        return new When(probability, seed, from, newMost);
    }

    /** Whether the n-th of a resource may be struck; how many were already is not asked here. */
    boolean strikes(String resource, long n) {
        return n >= from
                && fraction(mixed(mixed(seed ^ hash(resource)) + n * GOLDEN)) < probability;
    }

    private static double fraction(long bits) {
        return (bits >>> (Long.SIZE - FRACTION_BITS)) * 0x1.0p-53;
    }

    /** FNV-1a, 64 bits: a String's own hash would make many resources alike. */
    private static long hash(String text) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014). */
    private static long mixed(long bits) {
        long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
