package dev.kinescope.localcloud.comprehend;

import java.util.Set;

/**
 * A rough scorer for languages that do not part words by spaces or that join much to a word: sums
 * the longest known expressions found anywhere, turned by a negation beside them.
 */
final class SubstringScorer implements Scorer {
    private static final double NEGATION = -0.74;
    private static final int REACH_BEFORE = 2;
    private static final int REACH_AFTER = 4;

    private final WordList list;
    private final int longest;

    SubstringScorer(WordList list) {
        this.list = list;
        this.longest = list.words().keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    @Override
    public Mood score(String text) {
        int contrast = contrast(text);
        double sum = 0;
        double positive = 0;
        double negative = 0;
        int at = 0;
        while (at < text.length()) {
            int end = match(text, at);
            if (end < 0) {
                at++;
                continue;
            }
            double valence = list.valence(text.substring(at, end));
            if (isNegated(text, at, end)) {
                valence *= NEGATION;
            }
            positive += Math.max(0, valence);
            negative += Math.max(0, -valence);
            sum += contrast < 0 ? valence : at < contrast ? valence * 0.5 : valence * 1.5;
            at = end;
        }
        return Mood.of(sum, positive, negative);
    }

    private int match(String text, int at) {
        for (int end = Math.min(text.length(), at + longest); end > at; end--) {
            if (list.words().containsKey(text.substring(at, end))) {
                return end;
            }
        }
        return -1;
    }

    private boolean isNegated(String text, int start, int end) {
        String before = text.substring(Math.max(0, start - REACH_BEFORE), start);
        String joined = text.substring(0, start);
        for (String not : list.group("not")) {
            if (not.length() == 1 ? before.contains(not) : joined.endsWith(not)) {
                return true;
            }
        }
        String after = text.substring(end, Math.min(text.length(), end + REACH_AFTER));
        return containsAny(after, list.group("notafter"));
    }

    private static boolean containsAny(String text, Set<String> wanted) {
        return wanted.stream().anyMatch(text::contains);
    }

    private int contrast(String text) {
        return list.group("but").stream().mapToInt(text::lastIndexOf).max().orElse(-1);
    }
}
