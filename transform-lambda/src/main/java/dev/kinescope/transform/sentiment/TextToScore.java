package dev.kinescope.transform.sentiment;

/**
 * A text that wants a sentiment.
 *
 * @param text not blank, of any length
 * @param language a supported one, or {@link Language#UNDETERMINED}: it will be detected
 */
public record TextToScore(String text, Language language) {}
