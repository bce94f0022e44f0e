package dev.kinescope.localcloud.iam.policy;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A pattern with {@code *} for any text and {@code ?} for any one character (AWS documentation, IAM
 * JSON policy elements: Resource).
 *
 * @param variables whether <code>${…}</code> is a policy variable, or text like any other
 */
record Glob(String pattern, boolean variables) {
    private static final int ARN_PARTS = 6;
    private static final Pattern VARIABLE =
            Pattern.compile("\\$\\{\\s*([^,}\\s]*)\\s*(?:,\\s*'([^']*)'\\s*)?}");

    /** What stands for a star and a question mark that mean themselves. */
    private static final char STAR = '\ue000';

    private static final char QUESTION_MARK = '\ue001';

    /** A pattern for names whose case does not matter, to be held against lower case. */
    static Glob ofAnyCase(String pattern) {
        return new Glob(pattern.toLowerCase(Locale.ROOT), false);
    }

    static boolean any(List<Glob> globs, String text, Map<String, String> context) {
        for (Glob glob : globs) {
            if (glob.matches(text, context)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the text fits. A policy variable stands for the value that the request has under that
     * condition key; one without a value fits nothing (AWS documentation, Policy variables).
     *
     * @param context the condition keys of the request, in lower case
     */
    boolean matches(String text, Map<String, String> context) {
        return expanded(context, Glob::literal).filter(plain -> matches(plain, text)).isPresent();
    }

    /** Whether the text fits part by part of an ARN, as the operators for ARNs want it. */
    boolean matchesArn(String arn, Map<String, String> context) {
        Optional<String> plain = expanded(context, Glob::literal);
        if (plain.isEmpty()) {
            return false;
        }
        String[] wanted = plain.get().split(":", ARN_PARTS);
        String[] parts = arn.split(":", ARN_PARTS);
        if (wanted.length != ARN_PARTS || parts.length != ARN_PARTS) {
            return plain.get().equals("*");
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!matches(wanted[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    /**
     * The pattern as text whose stars and question marks mean themselves; empty if one of its
     * variables has no value.
     */
    Optional<String> text(Map<String, String> context) {
        return expanded(context, UnaryOperator.identity());
    }

    /** The pattern with values in place of its variables; empty if one has none. */
    private Optional<String> expanded(Map<String, String> context, UnaryOperator<String> put) {
        if (!variables || !pattern.contains("${")) {
            return Optional.of(pattern);
        }
        var plain = new StringBuilder();
        Matcher variable = VARIABLE.matcher(pattern);
        while (variable.find()) {
            Optional<String> value =
                    value(variable.group(1), context)
                            .or(() -> Optional.ofNullable(variable.group(2)));
            if (value.isEmpty()) {
                return Optional.empty();
            }
            variable.appendReplacement(plain, Matcher.quoteReplacement(put.apply(value.get())));
        }
        variable.appendTail(plain);
        return Optional.of(plain.toString());
    }

    private static Optional<String> value(String name, Map<String, String> context) {
        return switch (name) {
            case "*", "?", "$" -> Optional.of(name);
            default -> Optional.ofNullable(context.get(name.toLowerCase(Locale.ROOT)));
        };
    }

    /** A value's stars and question marks mean themselves. */
    private static String literal(String value) {
        return value.replace('*', STAR).replace('?', QUESTION_MARK);
    }

    private static boolean same(char wanted, char actual) {
        return switch (wanted) {
            case '?' -> true;
            case STAR -> actual == '*';
            case QUESTION_MARK -> actual == '?';
            default -> wanted == actual;
        };
    }

    private static boolean matches(String pattern, String text) {
        int p = 0;
        int t = 0;
        int star = -1;
        int resume = 0;
        while (t < text.length()) {
            char wanted = p < pattern.length() ? pattern.charAt(p) : '\0';
            if (p < pattern.length() && wanted == '*') {
                star = p++;
                resume = t;
            } else if (p < pattern.length() && same(wanted, text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                // The last star takes one character more.
                p = star + 1;
                t = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
