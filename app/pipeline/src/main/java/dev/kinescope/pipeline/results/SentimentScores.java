package dev.kinescope.pipeline.results;

/** Comprehend's confidence in each label, 0-1, about 1 together. */
public record SentimentScores(double positive, double neutral, double mixed, double negative) {

    /** The confidence in one of them. */
    public double of(Sentiment sentiment) {
        return switch (sentiment) {
            case POSITIVE -> positive;
            case NEUTRAL -> neutral;
            case MIXED -> mixed;
            case NEGATIVE -> negative;
        };
    }
}
