package dev.kinescope.transform;

import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Language;

import java.util.Map;

/**
 * What the function's environment says.
 *
 * @param defaultLanguage of a post that names none; {@link Language#UNDETERMINED} when Comprehend
 *     is to detect it
 * @param detail what is found out about a post
 */
record Settings(Language defaultLanguage, Detail detail) {
    private static final String DEFAULT_LANGUAGE = "DEFAULT_LANGUAGE";
    private static final String ENTITIES = "ENTITIES";

    /**
     * Reads {@code DEFAULT_LANGUAGE} and {@code ENTITIES}; both may be missing.
     *
     * @throws IllegalArgumentException naming the variable that has no such value
     */
    static Settings of(Map<String, String> environment) {
        return new Settings(
                defaultLanguage(environment.getOrDefault(DEFAULT_LANGUAGE, "und")),
                switch (environment.getOrDefault(ENTITIES, "false")) {
                    case "true" -> Detail.SENTIMENT_AND_ENTITIES;
                    case "false" -> Detail.SENTIMENT;
                    default ->
                            throw new IllegalArgumentException(
                                    "ENTITIES must be true or false, or not be set");
                });
    }

    private static Language defaultLanguage(String tag) {
        var language = Language.of(tag);
        if (tag.equals(Language.UNDETERMINED.code()) || language.isSupported()) {
            return language;
        }
        throw new IllegalArgumentException(
                "DEFAULT_LANGUAGE %s is not one that Comprehend scores".formatted(tag));
    }
}
