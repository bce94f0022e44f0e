package dev.kinescope.localcloud.comprehend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A text cut into words and emoticons, as VADER does: at white space, punctuation taken off the
 * ends unless what is left is too short to be a word. Emoji stand alone.
 */
final class Words {
    /** Above this a symbol is its own word: arrows, dingbats, emoji. */
    private static final int FIRST_SYMBOL = 0x2190;

    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final int VARIATION_SELECTOR = 0xFE0F;

    private final List<String> words = new ArrayList<>();
    private final List<String> lower = new ArrayList<>();
    private final BitSet ends = new BitSet();
    private final boolean capsDiffer;

    Words(String text, Grammar grammar) {
        for (String token : SPACE.split(separateSymbols(text, grammar), -1)) {
            add(token);
        }
        long upper = words.stream().filter(Words::isUpper).count();
        this.capsDiffer = upper > 0 && upper < words.size();
    }

    /** Where the rules for other languages differ from VADER's for English. */
    enum Grammar {
        /** Apostrophes contract (don't); a negation reaches over commas, as in VADER. */
        ENGLISH,
        /** Apostrophes elide (j'aime, l'amore); a negation ends with its clause. */
        OTHER
    }

    int size() {
        return words.size();
    }

    String lower(int index) {
        return lower.get(index);
    }

    /** Whether the word shouts: in capitals while others are not. */
    boolean shouts(int index) {
        return capsDiffer && isUpper(words.get(index));
    }

    /** Whether a clause ends after the word. */
    boolean endsClause(int index) {
        return ends.get(index);
    }

    private void add(String token) {
        int start = 0;
        int end = token.length();
        while (start < end && isPunctuation(token.charAt(start))) {
            start++;
        }
        while (end > start && isPunctuation(token.charAt(end - 1))) {
            end--;
        }
        // What is left of an emoticon is no word: keep it whole.
        String word = end - start <= 2 ? token : token.substring(start, end);
        if (word.isEmpty()) {
            return;
        }
        if (end < token.length() && ",.;:!?".indexOf(token.charAt(end)) >= 0) {
            ends.set(words.size());
        }
        words.add(word);
        lower.add(word.toLowerCase(Locale.ROOT));
    }

    private static String separateSymbols(String text, Grammar grammar) {
        String plain = text.replace('\u2019', '\'');
        if (grammar == Grammar.OTHER) {
            plain = plain.replace('\'', ' ');
        }
        if (plain.chars().noneMatch(c -> c >= FIRST_SYMBOL)) {
            return plain;
        }
        var separated = new StringBuilder(plain.length() + 8);
        plain.codePoints()
                .filter(point -> point != VARIATION_SELECTOR)
                .forEach(point -> {
                    boolean symbol = point >= FIRST_SYMBOL && !Character.isLetterOrDigit(point);
                    if (symbol) {
                        separated.append(' ').appendCodePoint(point).append(' ');
                    } else {
                        separated.appendCodePoint(point);
                    }
                });
        return separated.toString();
    }

    private static boolean isUpper(String word) {
        return word.length() > 1
                && word.chars().anyMatch(Character::isUpperCase)
                && word.chars().noneMatch(Character::isLowerCase);
    }

    private static boolean isPunctuation(char c) {
        return (c < 128 && !Character.isLetterOrDigit(c)) || "¡¿«»„“”…–—".indexOf(c) >= 0;
    }
}
