package dev.kinescope.transform.sentiment;

import java.util.List;

/**
 * What became of all texts of a batch.
 *
 * @param outcomes one per text, in order
 * @param calls to the scoring service, retries included
 * @param throttles how many of them were throttled
 */
public record ScoredTexts(List<Outcome> outcomes, int calls, int throttles) {
    public ScoredTexts {
        outcomes = List.copyOf(outcomes);
    }

    /** What became of a text once nothing more is tried. */
    public sealed interface Outcome {
        record Scored(Sentiment sentiment) implements Outcome {}

        /** It has no sentiment, and why; the reason never quotes it. */
        record Failed(String reason) implements Outcome {}
    }
}
