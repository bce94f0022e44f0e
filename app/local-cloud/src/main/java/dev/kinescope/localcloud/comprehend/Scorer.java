package dev.kinescope.localcloud.comprehend;

/** Finds the mood of a text in one language. */
sealed interface Scorer permits WordScorer, SubstringScorer {
    Mood score(String text);
}
