package dev.kinescope.pipeline.results;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Sentiment over time, in buckets of one width, empty ones included.
 *
 * @param width of a bucket, a round number of seconds, minutes, hours or days
 * @param buckets in order of time, without a gap
 * @param undated posts without a time that can be read; in no bucket
 */
public record SentimentTimeline(Duration width, List<Bucket> buckets, SentimentCounts undated) {

    /** The posts created from {@code start} until the next bucket's. */
    public record Bucket(Instant start, SentimentCounts counts) {}

    private static final List<Duration> WIDTHS =
            List.of(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(10),
                    Duration.ofSeconds(30),
                    Duration.ofMinutes(1),
                    Duration.ofMinutes(5),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(30),
                    Duration.ofHours(1),
                    Duration.ofHours(3),
                    Duration.ofHours(6),
                    Duration.ofHours(12),
                    Duration.ofDays(1),
                    Duration.ofDays(7),
                    Duration.ofDays(30),
                    Duration.ofDays(365));

    /**
     * Makes a timeline of at most {@code maxBuckets} buckets, as narrow as that allows.
     *
     * @param maxBuckets at least 1
     */
    public static SentimentTimeline of(Collection<ScoredPost> posts, int maxBuckets) {
        SentimentCounts undated = SentimentCounts.NONE;
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (ScoredPost post : posts) {
            if (post.createdAt().isPresent()) {
                long second = post.createdAt().get().getEpochSecond();
                first = Math.min(first, second);
                last = Math.max(last, second);
            } else {
                undated = undated.plus(post);
            }
        }
        if (first > last) {
            return new SentimentTimeline(WIDTHS.getFirst(), List.of(), undated);
        }
        long width = width(first, last, maxBuckets);
        long start = Math.floorDiv(first, width) * width;
        int size = Math.toIntExact((last - start) / width + 1);
        var counts = new SentimentCounts[size];
        java.util.Arrays.fill(counts, SentimentCounts.NONE);
        for (ScoredPost post : posts) {
            if (post.createdAt().isPresent()) {
                int bucket = (int) ((post.createdAt().get().getEpochSecond() - start) / width);
                counts[bucket] = counts[bucket].plus(post);
            }
        }
        var buckets = new ArrayList<Bucket>(size);
        for (int bucket = 0; bucket < size; bucket++) {
            buckets.add(new Bucket(Instant.ofEpochSecond(start + bucket * width), counts[bucket]));
        }
        return new SentimentTimeline(Duration.ofSeconds(width), List.copyOf(buckets), undated);
    }

    private static long width(long first, long last, int maxBuckets) {
        for (Duration candidate : WIDTHS) {
            if (buckets(first, last, candidate.toSeconds()) <= maxBuckets) {
                return candidate.toSeconds();
            }
        }
        long width = WIDTHS.getLast().toSeconds();
        while (buckets(first, last, width) > maxBuckets) {
            width *= 2;
        }
        return width;
    }

    private static long buckets(long first, long last, long width) {
        return Math.floorDiv(last, width) - Math.floorDiv(first, width) + 1;
    }
}
