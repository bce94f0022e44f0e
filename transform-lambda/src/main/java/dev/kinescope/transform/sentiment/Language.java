package dev.kinescope.transform.sentiment;

import java.util.Locale;
import java.util.Set;

/**
 * A text's language as the scoring service names it.
 *
 * @param code such as {@code en} or {@code zh-TW}
 */
public record Language(String code) {
    /** AWS documentation, Comprehend: languages of sentiment analysis. */
    private static final Set<String> SUPPORTED =
            Set.of("en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW");

    /**
     * Reads a BCP 47 tag leniently: {@code pt_BR} is {@code pt}, {@code zh-Hant} is {@code zh-TW},
     * and the old codes {@code iw} and {@code in} are the {@code he} and {@code id} they became.
     */
    public static Language of(String tag) {
        String[] subtags = tag.strip().toLowerCase(Locale.ROOT).split("[-_]");
        return new Language(
                switch (subtags[0]) {
                    case "iw" -> "he";
                    case "in" -> "id";
                    case "zh" -> isTraditional(subtags) ? "zh-TW" : "zh";
                    case String primary -> primary;
                });
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
