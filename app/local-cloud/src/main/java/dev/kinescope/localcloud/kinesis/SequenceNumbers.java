package dev.kinescope.localcloud.kinesis;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * Writes the sequence numbers of one shard, in the order of its records: within a second each is
 * the one before and a fixed step, which is quickly added. One for each request; not for several
 * threads.
 */
final class SequenceNumbers {
    /** What the count in a sequence number stands on: its decimal digits, the last one first. */
    private static final byte[] STEP = digits(BigInteger.TWO.pow(80));

    private final ShardState shard;
    private final String shardId;
    private byte[] text = {};
    private long index = -1;
    private long second = -1;

    SequenceNumbers(ShardState shard) {
        this.shard = shard;
        this.shardId = shard.id();
    }

    String shardId() {
        return shardId;
    }

    /** That of the record with an index, accepted at a time. */
    String of(long wanted, long millis) {
        long wantedSecond = Math.floorDiv(millis, 1000L);
        if (text.length == 0 || wanted != index + 1 || wantedSecond != second || !step()) {
            text = shard.sequenceNumber(wanted, millis).getBytes(StandardCharsets.ISO_8859_1);
        }
        index = wanted;
        second = wantedSecond;
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Adds the step; false if the number would need one more digit. */
    private boolean step() {
        int carry = 0;
        int at = text.length - 1;
        for (int i = 0; i < STEP.length || carry > 0; i++) {
            if (at < 0) {
                return false;
            }
            int digit = text[at] + carry + (i < STEP.length ? STEP[i] : 0);
            carry = digit > '9' ? 1 : 0;
            text[at] = (byte) (digit - 10 * carry);
            at--;
        }
        return true;
    }

    private static byte[] digits(BigInteger number) {
        var reversed = new StringBuilder(number.toString()).reverse();
        var digits = new byte[reversed.length()];
        for (int i = 0; i < digits.length; i++) {
            digits[i] = (byte) (reversed.charAt(i) - '0');
        }
        return digits;
    }
}
