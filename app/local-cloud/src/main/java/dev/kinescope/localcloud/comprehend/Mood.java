package dev.kinescope.localcloud.comprehend;

/**
 * What a scorer finds in a text.
 *
 * @param compound from -1 to 1, as VADER normalises the sum of all valences
 * @param positive the sum of the positive valences, before any word like "but" weighs them
 * @param negative the sum of the negative valences likewise, as a positive number
 */
record Mood(double compound, double positive, double negative) {
    /** VADER's alpha: the square of about the greatest sum expected. */
    private static final double ALPHA = 15;

    static Mood of(double sum, double positive, double negative) {
        return new Mood(sum / Math.sqrt(sum * sum + ALPHA), positive, negative);
    }
}
