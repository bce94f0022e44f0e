package dev.kinescope.localcloud.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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

    /** Decimal digits are made nine at a time: as many as an int holds. */
    private static final int GROUP = 1_000_000_000;

    private static final int GROUP_DIGITS = 9;
    private static final int GROUPS = 7;

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

    /** Each record put and read needs one, so this counts in machine words, not in BigIntegers. */
    @Override
    public String toString() {
        long low = 2 | Integer.toUnsignedLong(shard) << 4 | seconds << 36;
        long middle = seconds >>> 28 | count << 16;
        long high = count >>> 48 | (shard & 15L) << 16 | shardSeconds << 20 | 2L << 56;
        int[] words = {
            (int) (high >>> 32),
            (int) high,
            (int) (middle >>> 32),
            (int) middle,
            (int) (low >>> 32),
            (int) low
        };
        var text = new byte[GROUPS * GROUP_DIGITS];
        int first = 0;
        for (int group = GROUPS - 1; group >= 0; group--) {
            long rest = 0;
            for (int i = first; i < words.length; i++) {
                long dividend = rest << 32 | Integer.toUnsignedLong(words[i]);
                words[i] = (int) (dividend / GROUP);
                rest = dividend % GROUP;
            }
            while (first < words.length && words[first] == 0) {
                first++;
            }
            int left = (int) rest;
            for (int at = (group + 1) * GROUP_DIGITS - 1; at >= group * GROUP_DIGITS; at--) {
                text[at] = (byte) ('0' + left % 10);
                left /= 10;
            }
        }
        int zeros = 0;
        while (text[zeros] == '0') {
            zeros++;
        }
        return new String(text, zeros, text.length - zeros, StandardCharsets.ISO_8859_1);
    }
}
