package dev.kinescope.localcloud.kill;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The records of a run: what each contains, and which have been acknowledged, where. Their content
 * follows from their number, so that every byte can be checked.
 */
final class Posts {
    private static final int LONGEST = 400;

    private final long seed;
    private final AtomicInteger next = new AtomicInteger();
    private final BitSet acknowledged = new BitSet();

    /** By shard: the sequence numbers that have not been looked for yet, and their posts. */
    private final Map<String, Map<String, Integer>> unchecked = new ConcurrentHashMap<>();

    Posts(long seed) {
        this.seed = seed;
    }

    int begin() {
        return next.getAndIncrement();
    }

    /** What a post contains: its number, and letters that follow from it. */
    byte[] content(int post) {
        var random = new Random(seed ^ (post * 0x9E3779B97F4A7C15L));
        var text = new StringBuilder().append(post).append(' ');
        int length = random.nextInt(LONGEST);
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(26)));
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The post that a content begins with, or -1. */
    static int number(String content) {
        int end = content.indexOf(' ');
        return end < 1 || !content.substring(0, end).chars().allMatch(Character::isDigit)
                ? -1
                : Integer.parseInt(content.substring(0, end));
    }

    void acknowledge(int post, String shard, String sequenceNumber) {
        unchecked.computeIfAbsent(shard, _ -> new ConcurrentHashMap<>()).put(sequenceNumber, post);
        synchronized (acknowledged) {
            acknowledged.set(post);
        }
    }

    /** Of a post that went to no shard. */
    void acknowledge(int post) {
        synchronized (acknowledged) {
            acknowledged.set(post);
        }
    }

    /** Notes that a record is there; false if it is not what was acknowledged under its number. */
    boolean found(String shard, String sequenceNumber, int post) {
        Integer expected =
                unchecked.getOrDefault(shard, new ConcurrentHashMap<>()).remove(sequenceNumber);
        return expected == null || expected == post;
    }

    /** What has been acknowledged and not been found; forgets it. */
    List<String> missing() {
        var missing = new ArrayList<String>();
        unchecked.forEach((shard, posts) ->
                posts.forEach((number, post) ->
                        missing.add("post " + post + " at " + number + " of " + shard)));
        unchecked.clear();
        return missing;
    }

    BitSet acknowledged() {
        synchronized (acknowledged) {
            return (BitSet) acknowledged.clone();
        }
    }

    /** Whether one at least has been acknowledged. */
    boolean any() {
        return !acknowledged().isEmpty();
    }

    int begun() {
        return next.get();
    }
}
