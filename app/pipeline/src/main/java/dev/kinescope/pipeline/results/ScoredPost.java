package dev.kinescope.pipeline.results;

import java.time.Instant;
import java.util.Optional;

/**
 * One delivered line.
 *
 * @param createdAt empty if the post has none that can be read
 * @param sentiment empty if it was not scored; then {@code skipped} says why
 * @param line of the object, from 1
 */
public record ScoredPost(
        String id,
        Optional<Instant> createdAt,
        String handle,
        String text,
        String lang,
        String keyword,
        long favouriteCount,
        long retweetCount,
        Optional<Sentiment> sentiment,
        Optional<SentimentScores> scores,
        String skipped,
        String objectKey,
        long line) {

    /** The confidence in the label it got. */
    public Optional<Double> confidence() {
        return sentiment.flatMap(label -> scores.map(score -> score.of(label)));
    }
}
