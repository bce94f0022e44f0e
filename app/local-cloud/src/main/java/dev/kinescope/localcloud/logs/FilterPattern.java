package dev.kinescope.localcloud.logs;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * A filter pattern for unstructured events: terms and quoted phrases, all of which must occur; at
 * least one of those after {@code ?}; none of those after {@code -} (AWS documentation, Filter
 * pattern syntax). Case matters.
 */
record FilterPattern(List<String> all, List<String> any, List<String> none) {

    FilterPattern {
        all = List.copyOf(all);
        any = List.copyOf(any);
        none = List.copyOf(none);
    }

    /**
     * Reads a pattern; none or a blank one matches everything.
     *
     * @throws software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException for
     *     JSON, column and regular-expression patterns, which are not offered, and for bad syntax
     */
    static FilterPattern parse(@Nullable String pattern) {
        var all = new ArrayList<String>();
        var any = new ArrayList<String>();
        var none = new ArrayList<String>();
        String text = pattern == null ? "" : pattern.strip();
        if (text.startsWith("{") || text.startsWith("[") || text.startsWith("%")) {
            throw LogsErrors.invalid(
                    "Invalid filter pattern: the local cloud offers terms and quoted phrases, not"
                            + " JSON, column or regular-expression patterns.");
        }
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            if (Character.isWhitespace(c)) {
                at++;
                continue;
            }
            List<String> target = c == '?' ? any : c == '-' ? none : all;
            int start = c == '?' || c == '-' ? at + 1 : at;
            if (start < text.length() && text.charAt(start) == '"') {
                int end = closingQuote(text, start + 1);
                target.add(unescape(text.substring(start + 1, end)));
                at = end + 1;
            } else {
                at = endOfTerm(text, start);
                target.add(term(text.substring(start, at)));
            }
        }
        return new FilterPattern(all, any, none);
    }

    /** Whether the message is one that the pattern asks for. */
    boolean matches(String message) {
        return all.stream().allMatch(message::contains)
                && none.stream().noneMatch(message::contains)
                && (any.isEmpty() || any.stream().anyMatch(message::contains));
    }

    private static int endOfTerm(String text, int start) {
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static String term(String term) {
        if (!term.matches("[\\p{L}\\p{N}_]+")) {
            throw LogsErrors.invalid(
                    "Invalid character(s) in term '"
                            + term
                            + "': put terms with other than letters, digits and underscores in"
                            + " double quotes.");
        }
        return term;
    }

    private static int closingQuote(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) == '\\') {
                i++;
            } else if (text.charAt(i) == '"') {
                return i;
            }
        }
        throw LogsErrors.invalid("Invalid filter pattern: a double quote is not closed.");
    }

    private static String unescape(String phrase) {
        return phrase.replaceAll("\\\\(.)", "$1");
    }
}
