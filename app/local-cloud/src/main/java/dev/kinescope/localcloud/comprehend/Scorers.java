package dev.kinescope.localcloud.comprehend;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The scorers by language, each loaded at its first use. English has the VADER lexicon; the others
 * have short lists of Kinescope's own and are rough.
 */
final class Scorers {
    /** The languages of Comprehend's sentiment operations, in its documentation's order. */
    static final List<String> LANGUAGES =
            List.of("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW");

    private final Map<String, Scorer> loaded = new ConcurrentHashMap<>();

    /** The scorer of one of {@link #LANGUAGES}. */
    Scorer forLanguage(String language) {
        return loaded.computeIfAbsent(language, Scorers::load);
    }

    private static Scorer load(String language) {
        return switch (language) {
            case "en" -> new WordScorer(WordList.of("en.txt").withVader(), Words.Grammar.ENGLISH);
            case "es", "fr", "de", "it", "pt" ->
                    new WordScorer(WordList.of(language + ".txt"), Words.Grammar.OTHER);
            case "zh", "zh-TW" -> new SubstringScorer(WordList.of("zh.txt"));
            default -> new SubstringScorer(WordList.of(language + ".txt"));
        };
    }
}
