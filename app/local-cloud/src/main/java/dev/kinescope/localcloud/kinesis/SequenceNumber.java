package dev.kinescope.localcloud.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The position of a record in a shard as Kinesis writes it: in hexadecimal digits {@code 2}, nine
 * for the second the shard was made, one for the low bits of its number, sixteen that count, two
 * zeros, nine for the second of the record, eight for the shard, {@code 2} (as observed of the
 * service by the authors of kinesalite).
 *
 * @param count one more than the record's index; 0 is the position where the shard starts
 */
record SequenceNumber(long shardSeconds, long count, long seconds, int shard) {
    /** What a sequence number looks like from outside. */
    static final Pattern DECIMAL = Pattern.compile("0|([1-9]\\d{0,128})");

    private static final int DIGITS = 47;

    static SequenceNumber of(Instant shardCreated, long count, long millis, int shard) {
        return new SequenceNumber(
                shardCreated.getEpochSecond(), count, Math.floorDiv(millis, 1000L), shard);
    }

    /** Reads a sequence number; empty if it is not one. */
    static Optional<SequenceNumber> parse(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            return Optional.empty();
        }
        String hex = new BigInteger(text).toString(16);
        if (hex.length() != DIGITS || !hex.startsWith("2") || !hex.endsWith("2")) {
            return Optional.empty();
        }
        long count = Long.parseUnsignedLong(hex, 11, 27, 16);
        long shard = Long.parseLong(hex, 38, 46, 16);
        return count < 0 || shard > Integer.MAX_VALUE
                ? Optional.empty()
                : Optional.of(
                        new SequenceNumber(
                                Long.parseLong(hex, 1, 10, 16),
                                count,
                                Long.parseLong(hex, 29, 38, 16),
                                (int) shard));
    }

    @Override
    public String toString() {
        var hex = new StringBuilder(DIGITS);
        hex.append('2');
        append(hex, shardSeconds, 9);
        append(hex, shard & 15, 1);
        append(hex, count, 16);
        hex.append("00");
        append(hex, seconds, 9);
        append(hex, shard, 8);
        hex.append('2');
        return new BigInteger(hex.toString(), 16).toString();
    }

    private static void append(StringBuilder hex, long value, int digits) {
        String text = Long.toHexString(value).toLowerCase(Locale.ROOT);
        hex.repeat('0', digits - text.length()).append(text);
    }
}
