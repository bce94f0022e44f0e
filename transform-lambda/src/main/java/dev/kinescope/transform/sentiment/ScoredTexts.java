package dev.kinescope.transform.sentiment;

import java.util.List;
import java.util.Optional;

/**
 * What became of all texts of a batch.
 *
 * @param results one per text, in order
 * @param calls to the text service, retries included
 * @param throttles how many of them were throttled
 */
public record ScoredTexts(List<Result> results, int calls, int throttles) {
    public ScoredTexts {
        results = List.copyOf(results);
    }

    /** What became of a text once nothing more is tried. */
    public sealed interface Result {
        /**
         * It has its sentiment.
         *
         * @param language given or detected
         * @param entities absent when nobody asked for them
         */
        record Scored(
                Language language, Sentiment sentiment, Optional<Outcome<List<Entity>>> entities)
                implements Result {}

        /**
         * It cannot have one: its detected language has no sentiment, or none was detected and the
         * language is {@link Language#UNDETERMINED}.
         */
        record Unscorable(Language language) implements Result {}

        /** It has none, and why; the reason never quotes it. */
        record Failed(String reason) implements Result {}
    }
}
