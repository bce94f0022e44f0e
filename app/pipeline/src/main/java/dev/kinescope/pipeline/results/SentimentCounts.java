package dev.kinescope.pipeline.results;

import java.util.Collection;

/**
 * How many posts have which sentiment.
 *
 * @param unscored delivered without one: no text, or a language that cannot be scored
 */
public record SentimentCounts(
        long positive, long neutral, long mixed, long negative, long unscored) {

    public static final SentimentCounts NONE = new SentimentCounts(0, 0, 0, 0, 0);

    public static SentimentCounts of(Collection<ScoredPost> posts) {
        SentimentCounts counts = NONE;
        for (ScoredPost post : posts) {
            counts = counts.plus(post);
        }
        return counts;
    }

    public long of(Sentiment sentiment) {
        return switch (sentiment) {
            case POSITIVE -> positive;
            case NEUTRAL -> neutral;
            case MIXED -> mixed;
            case NEGATIVE -> negative;
        };
    }

    public long scored() {
        return positive + neutral + mixed + negative;
    }

    public long total() {
        return scored() + unscored;
    }

    /** Share of the scored posts, 0-1; 0 when none is. */
    public double share(Sentiment sentiment) {
        return scored() == 0 ? 0 : (double) of(sentiment) / scored();
    }

    public SentimentCounts plus(ScoredPost post) {
        return plus(
                post.sentiment()
                        .map(SentimentCounts::one)
                        .orElseGet(() -> new SentimentCounts(0, 0, 0, 0, 1)));
    }

    public SentimentCounts plus(SentimentCounts other) {
        return new SentimentCounts(
                positive + other.positive,
                neutral + other.neutral,
                mixed + other.mixed,
                negative + other.negative,
                unscored + other.unscored);
    }

    private static SentimentCounts one(Sentiment sentiment) {
        return switch (sentiment) {
            case POSITIVE -> new SentimentCounts(1, 0, 0, 0, 0);
            case NEUTRAL -> new SentimentCounts(0, 1, 0, 0, 0);
            case MIXED -> new SentimentCounts(0, 0, 1, 0, 0);
            case NEGATIVE -> new SentimentCounts(0, 0, 0, 1, 0);
        };
    }
}
