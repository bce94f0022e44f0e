package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.services.kinesis.model.HashKeyRange;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The hash keys that a shard takes, both ends included (AWS documentation, Kinesis terminology).
 */
public record HashRange(BigInteger start, BigInteger end) {
    static final BigInteger KEYS = BigInteger.TWO.pow(128);

    /** The whole range cut into parts of equal size; the last takes what is left over. */
    static List<HashRange> split(int parts) {
        BigInteger size = KEYS.divide(BigInteger.valueOf(parts));
        var ranges = new ArrayList<HashRange>();
        for (int i = 0; i < parts; i++) {
            BigInteger start = size.multiply(BigInteger.valueOf(i));
            BigInteger next = i == parts - 1 ? KEYS : start.add(size);
            ranges.add(new HashRange(start, next.subtract(BigInteger.ONE)));
        }
        return ranges;
    }

    /** Where a partition key stands: its MD5 as a number. */
    public static BigInteger hash(String partitionKey) {
        return new KeyHash().of(partitionKey.getBytes(StandardCharsets.UTF_8)).toNumber();
    }

    /** Whether that key is one of them. */
    public boolean contains(BigInteger hash) {
        return start.compareTo(hash) <= 0 && hash.compareTo(end) <= 0;
    }

    /** Whether the other one begins where this one ends. */
    boolean endsBefore(HashRange other) {
        return end.add(BigInteger.ONE).equals(other.start);
    }

    HashRange join(HashRange other) {
        return new HashRange(start.min(other.start), end.max(other.end));
    }

    HashKeyRange toModel() {
        return HashKeyRange.builder()
                .startingHashKey(start.toString())
                .endingHashKey(end.toString())
                .build();
    }
}
