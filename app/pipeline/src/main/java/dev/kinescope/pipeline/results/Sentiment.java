package dev.kinescope.pipeline.results;

import java.util.Locale;
import java.util.Optional;

/** Comprehend's four labels, in the order in which they are always shown. */
public enum Sentiment {
    POSITIVE,
    NEUTRAL,
    MIXED,
    NEGATIVE;

    /** The label of this name in any case; empty for anything else. */
    public static Optional<Sentiment> of(String label) {
        return switch (label.toUpperCase(Locale.ROOT)) {
            case "POSITIVE" -> Optional.of(POSITIVE);
            case "NEUTRAL" -> Optional.of(NEUTRAL);
            case "MIXED" -> Optional.of(MIXED);
            case "NEGATIVE" -> Optional.of(NEGATIVE);
            default -> Optional.empty();
        };
    }
}
