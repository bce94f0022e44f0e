package dev.kinescope.localcloud.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;

/**
 * Points in time as requests name them, within the years 1 to 9999: services reckon with them, and
 * a few characters can name a number that takes minutes to write out.
 */
final class Times {
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final int MOST_DIGITS = 12;
    private static final int LONGEST_TEXT = 1000;
    private static final int MOST_BITS = 4096;
    private static final int NANO_DIGITS = 9;
    private static final BigInteger NANOS = BigInteger.TEN.pow(NANO_DIGITS);

    private Times() {}

    /**
     * Seconds since 1970, with a fraction.
     *
     * @throws DateTimeException if that is out of bounds
     */
    static Instant ofSeconds(BigDecimal number) {
        if (number.unscaledValue().bitLength() > MOST_BITS) {
            throw new DateTimeException("A time of so many digits is none.");
        }
        // Asked before anything is reckoned: 1e100000000 would be written out in full.
        long digits = (long) number.precision() - number.scale();
        if (number.signum() == 0 || digits < -NANO_DIGITS) {
            return Instant.EPOCH;
        }
        if (digits > MOST_DIGITS) {
            throw outOfBounds();
        }
        BigInteger[] parts =
                number.setScale(NANO_DIGITS, RoundingMode.HALF_UP)
                        .unscaledValue()
                        .divideAndRemainder(NANOS);
        return bounded(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValueExact()));
    }

    /** The same for a number in text. */
    static Instant ofSeconds(String text) {
        if (text.length() > LONGEST_TEXT) {
            throw new DateTimeException("A time of so many digits is none.");
        }
        return ofSeconds(new BigDecimal(text));
    }

    /**
     * The time itself.
     *
     * @throws DateTimeException if it is out of bounds
     */
    static Instant bounded(Instant time) {
        if (time.isBefore(EARLIEST) || time.isAfter(LATEST)) {
            throw outOfBounds();
        }
        return time;
    }

    private static DateTimeException outOfBounds() {
        return new DateTimeException("Times are within the years 1 to 9999.");
    }
}
