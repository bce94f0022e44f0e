package dev.kinescope.transform.sentiment;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A text's language as the text service names it.
 *
 * @param code such as {@code en} or {@code zh-TW}
 */
public record Language(String code) {
    /** Nobody has said which; {@code und} is BCP 47's name for that. */
    public static final Language UNDETERMINED = new Language("und");

    /** AWS documentation, Comprehend: languages of sentiment analysis and of entities alike. */
    private static final Set<String> SUPPORTED =
            Set.of("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW");

    private static final Pattern SEPARATOR = Pattern.compile("[-_]");
    private static final Pattern PRIVATE_USE = Pattern.compile("q[a-t][a-z]");

    /**
     * Reads a BCP 47 tag leniently: {@code pt_BR} is {@code pt}, {@code zh-Hant} is {@code zh-TW},
     * and the old codes {@code iw} and {@code in} are the {@code he} and {@code id} they became. A
     * blank tag and those for private use, {@code qaa} to {@code qtz}, name no language; X marks
     * posts of a link, a hashtag or a picture alone with such.
     */
    public static Language of(String tag) {
        if (SUPPORTED.contains(tag)) {
            return new Language(tag); // Nearly all of them.
        }
        String[] subtags = SEPARATOR.split(tag.strip().toLowerCase(Locale.ROOT), -1);
        if (subtags[0].isEmpty() || PRIVATE_USE.matcher(subtags[0]).matches()) {
            return UNDETERMINED;
        }
        return new Language(
                switch (subtags[0]) {
                    case "iw" -> "he";
                    case "in" -> "id";
                    case "zh" -> isTraditional(subtags) ? "zh-TW" : "zh";
                    case String primary -> primary;
                });
    }

    /** Whether it is a language at all, supported or not. */
    public boolean isDetermined() {
        return !equals(UNDETERMINED);
    }

    /** Whether the service scores texts in it. */
    public boolean isSupported() {
        return SUPPORTED.contains(code);
    }

    private static boolean isTraditional(String[] subtags) {
        for (String subtag : subtags) {
            if (subtag.equals("hans")) {
                return false;
            }
            if (subtag.equals("tw") || subtag.equals("hant") || subtag.equals("hk")) {
                return true;
            }
        }
        return false;
    }
}
