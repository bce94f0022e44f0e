package dev.kinescope.localcloud.comprehend;

import software.amazon.awssdk.services.comprehend.model.SentimentScore;
import software.amazon.awssdk.services.comprehend.model.SentimentType;

/**
 * Turns a mood into Comprehend's label and scores. Comprehend calls most short posts neutral, so a
 * mood must be clear to be more; the scores are a softmax that has the label's as the largest.
 */
record SentimentLabels(SentimentType label, SentimentScore scores) {
    /** The compound at which positive or negative begins to outweigh neutral. */
    private static final double CLEAR = 0.45;

    /** Both sides of a mixed text must have about one clear word. */
    private static final double BOTH_SIDES = 1.4;

    /** And the weaker side at least this part of the stronger. */
    private static final double BALANCE = 0.4;

    private static final double STEEPNESS = 6;

    static SentimentLabels of(Mood mood) {
        double positive = mood.compound() * STEEPNESS;
        double negative = -positive;
        double neutral = CLEAR * STEEPNESS;
        double weaker = Math.min(mood.positive(), mood.negative());
        double stronger = Math.max(mood.positive(), mood.negative());
        double balance = stronger == 0 ? 0 : weaker / stronger;
        boolean mixed = weaker >= BOTH_SIDES && balance >= BALANCE;
        double both =
                mixed
                        ? Math.max(neutral, Math.abs(positive)) + 0.5 + balance
                        // Of long texts both sides grow large, and the label's stays the largest.
                        : Math.min(
                                balance * weaker - STEEPNESS / 2,
                                Math.max(neutral, Math.abs(positive)) - 0.1);
        double[] parts = {
            Math.exp(positive), Math.exp(negative), Math.exp(neutral), Math.exp(both)
        };
        double sum = parts[0] + parts[1] + parts[2] + parts[3];
        SentimentType label =
                mixed
                        ? SentimentType.MIXED
                        : positive > neutral
                                ? SentimentType.POSITIVE
                                : negative > neutral
                                        ? SentimentType.NEGATIVE
                                        : SentimentType.NEUTRAL;
        return new SentimentLabels(
                label,
                SentimentScore.builder()
                        .positive((float) (parts[0] / sum))
                        .negative((float) (parts[1] / sum))
                        .neutral((float) (parts[2] / sum))
                        .mixed((float) (parts[3] / sum))
                        .build());
    }
}
