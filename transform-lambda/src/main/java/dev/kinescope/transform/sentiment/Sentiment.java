package dev.kinescope.transform.sentiment;

/**
 * What a scorer says of a text.
 *
 * @param label POSITIVE, NEGATIVE, NEUTRAL or MIXED
 * @param positive how sure it is of each, 0 to 1; the four add up to about 1
 * @param negative see positive
 * @param neutral see positive
 * @param mixed see positive
 */
public record Sentiment(String label, float positive, float negative, float neutral, float mixed) {}
