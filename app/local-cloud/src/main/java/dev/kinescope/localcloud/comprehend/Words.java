package dev.kinescope.localcloud.comprehend;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * A text cut into words and emoticons, as VADER does: at white space, punctuation taken off the
 * ends unless what is left is too short to be a word. Emoji stand alone.
 */
final class Words {
    /** Above this a symbol is its own word: arrows, dingbats, emoji. */
    private static final int FIRST_SYMBOL = 0x2190;

    private static final int VARIATION_SELECTOR = 0xFE0F;

    private final WordList list;
    private final List<String> lower = new ArrayList<>();
    private final List<WordList.Word> known = new ArrayList<>();
    private final BitSet upper = new BitSet();
    private final BitSet ends = new BitSet();
    private final boolean capsDiffer;

    Words(String text, Grammar grammar, WordList list) {
        this.list = list;
        String plain = separateSymbols(text, grammar);
        int start = 0;
        for (int at = 0; at <= plain.length(); at++) {
            if (at == plain.length() || isSpace(plain.charAt(at))) {
                if (at > start) {
                    add(plain.substring(start, at));
                }
                start = at + 1;
            }
        }
        int shouting = upper.cardinality();
        this.capsDiffer = shouting > 0 && shouting < lower.size();
    }

    /** Where the rules for other languages differ from VADER's for English. */
    enum Grammar {
        /** Apostrophes contract (don't); a negation reaches over commas, as in VADER. */
        ENGLISH,
        /** Apostrophes elide (j'aime, l'amore); a negation ends with its clause. */
        OTHER
    }

    int size() {
        return lower.size();
    }

    String lower(int index) {
        return lower.get(index);
    }

    /** What the list says of the word. */
    WordList.Word at(int index) {
        return known.get(index);
    }

    /** Whether the word shouts: in capitals while others are not. */
    boolean shouts(int index) {
        return capsDiffer && upper.get(index);
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
        if (end < token.length() && ",.;:!?".indexOf(token.charAt(end)) >= 0) {
            ends.set(lower.size());
        }
        if (isUpper(word)) {
            upper.set(lower.size());
        }
        String small = word.toLowerCase(Locale.ROOT);
        lower.add(small);
        known.add(list.word(small));
    }

    private static String separateSymbols(String text, Grammar grammar) {
        String plain = text.replace('\u2019', '\'');
        if (grammar == Grammar.OTHER) {
            plain = plain.replace('\'', ' ');
        }
        if (!hasSymbols(plain)) {
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

    private static boolean hasSymbols(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= FIRST_SYMBOL) {
                return true;
            }
        }
        return false;
    }

    private static boolean isUpper(String word) {
        boolean upper = false;
        for (int i = 0; i < word.length(); i++) {
            char c = word.charAt(i);
            if (Character.isLowerCase(c)) {
                return false;
            }
            upper |= Character.isUpperCase(c);
        }
        return upper && word.length() > 1;
    }

    /** White space as VADER's tokens are parted by. */
    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static boolean isPunctuation(char c) {
        return c < 128 ? !Character.isLetterOrDigit(c) : "¡¿«»„“”…–—".indexOf(c) >= 0;
    }
}
