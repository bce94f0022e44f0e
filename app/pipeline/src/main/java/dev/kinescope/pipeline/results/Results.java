package dev.kinescope.pipeline.results;

import java.util.List;

/**
 * What was read from some objects.
 *
 * @param missingKeys objects that were gone when they were read
 */
public record Results(
        List<ScoredPost> posts,
        List<BrokenLine> broken,
        int objects,
        long bytes,
        List<String> missingKeys) {

    public SentimentCounts counts() {
        return SentimentCounts.of(posts);
    }
}
