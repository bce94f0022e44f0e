package dev.kinescope.localcloud.comprehend;

import software.amazon.awssdk.services.comprehend.model.Entity;
import software.amazon.awssdk.services.comprehend.model.EntityType;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what looks like an entity by its spelling alone, without knowing any: handles are persons,
 * numbers written as dates are dates, other numbers with their unit are quantities, addresses of
 * the web are OTHER, and so are words with a capital within a sentence, except in German, where
 * every noun has one. What a name is the name of, and texts in scripts without capitals, are beyond
 * it.
 */
final class EntityFinder {
    private static final String CAPITALISED = "\\p{Lu}[\\p{L}\\p{M}\\d'’&-]*";

    /** The groups that name an entity's type, with the score of the guess; the first one counts. */
    private static final Map<String, Guess> GUESSES =
            Map.of(
                    "handle", new Guess(EntityType.PERSON, 0.8f),
                    "address", new Guess(EntityType.OTHER, 0.9f),
                    "date", new Guess(EntityType.DATE, 0.9f),
                    "quantity", new Guess(EntityType.QUANTITY, 0.8f),
                    "name", new Guess(EntityType.OTHER, 0.5f));

    private static final Pattern ENTITY =
            Pattern.compile(
                    "(?<handle>(?<![\\w@.])@\\w[\\w.]*\\w)|(?<address>https?://\\S+)"
                        + "|(?<date>\\b\\d{4}-\\d{2}-\\d{2}\\b|\\b\\d{1,2}[./]\\d{1,2}[./]\\d{2,4}\\b"
                        + "|\\b\\d{1,2}:\\d{2}\\b)|(?<quantity>[$€£¥]\\s?\\d[\\d.,]*\\b"
                        + "|\\b\\d+(?:[.,]\\d+)*(?:\\s?[%€$£¥°]|\\s\\p{Ll}+))"
                            // Not at the start of a sentence, where every word has a capital.
                            + "|(?<name>(?<=[\\p{L}\\d,;:)]\\s)"
                            + CAPITALISED
                            + "(?:\\s"
                            + CAPITALISED
                            + ")*)",
                    Pattern.UNICODE_CHARACTER_CLASS);

    private EntityFinder() {}

    private record Guess(EntityType type, float score) {}

    /**
     * The entities in a text, in their order.
     *
     * @param language a code such as {@code en}
     */
    static List<Entity> find(String text, String language) {
        var found = new ArrayList<Entity>();
        Matcher matcher = ENTITY.matcher(text);
        while (matcher.find()) {
            Guess guess = guess(matcher);
            if (matcher.group("name") != null && language.equals("de")) {
                continue;
            }
            // Comprehend counts code points, Java halves of emoji.
            int begin = text.codePointCount(0, matcher.start());
            found.add(
                    Entity.builder()
                            .type(guess.type())
                            .text(matcher.group())
                            .score(guess.score())
                            .beginOffset(begin)
                            .endOffset(
                                    begin
                                            + matcher.group()
                                                    .codePointCount(0, matcher.group().length()))
                            .build());
        }
        return found;
    }

    private static Guess guess(Matcher matcher) {
        return GUESSES.entrySet().stream()
                .filter(each -> matcher.group(each.getKey()) != null)
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
