package dev.kinescope.localcloud.kinesis;

import java.math.BigInteger;

/**
 * Where a record belongs: an unsigned number of 128 bits, in two halves, since each record put has
 * one.
 */
record HashKey(long high, long low) implements Comparable<HashKey> {
    /** A number that is known to be less than {@link HashRange#KEYS}. */
    static HashKey of(BigInteger number) {
        return new HashKey(number.shiftRight(Long.SIZE).longValue(), number.longValue());
    }

    @Override
    public int compareTo(HashKey other) {
        int higher = Long.compareUnsigned(high, other.high);
        return higher != 0 ? higher : Long.compareUnsigned(low, other.low);
    }

    BigInteger toNumber() {
        return unsigned(high).shiftLeft(Long.SIZE).or(unsigned(low));
    }

    private static BigInteger unsigned(long half) {
        return new BigInteger(Long.toUnsignedString(half));
    }
}
