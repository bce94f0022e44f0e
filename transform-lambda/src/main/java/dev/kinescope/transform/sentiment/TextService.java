package dev.kinescope.transform.sentiment;

import java.util.List;

/**
 * The service that analyses texts, as the transform sees it: one call for a chunk of up to {@link
 * #MAX_TEXTS} texts, each neither blank nor longer than {@link #MAX_TEXT_BYTES}, and no retries.
 */
public interface TextService {
    /** The most texts a call takes (AWS documentation, Batch APIs). */
    int MAX_TEXTS = 25;

    /** The most bytes of UTF-8 a text may have (AWS documentation, Guidelines and quotas). */
    int MAX_TEXT_BYTES = 5_000;

    /** Detects each text's language; {@link Language#UNDETERMINED} when there is none to tell. */
    Reply<Language> languages(List<String> texts);

    /** Scores texts of one language, a supported one. */
    Reply<Sentiment> sentiments(List<String> texts, Language language);

    /** Finds the entities in texts of one language, a supported one. */
    Reply<List<Entity>> entities(List<String> texts, Language language);
}
