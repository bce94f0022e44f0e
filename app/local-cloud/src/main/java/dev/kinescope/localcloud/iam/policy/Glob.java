package dev.kinescope.localcloud.iam.policy;

import java.util.List;
import java.util.Locale;

/**
 * A pattern with {@code *} for any text and {@code ?} for any one character (AWS documentation, IAM
 * JSON policy elements: Resource).
 */
record Glob(String pattern) {
    private static final int ARN_PARTS = 6;

    /** A pattern for names whose case does not matter, to be held against lower case. */
    static Glob ofAnyCase(String pattern) {
        return new Glob(pattern.toLowerCase(Locale.ROOT));
    }

    static boolean any(List<Glob> globs, String text) {
        for (Glob glob : globs) {
            if (glob.matches(text)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether the text fits. No policy variable has a value here, and one without a value fits
     * nothing (AWS documentation, Policy variables).
     */
    boolean matches(String text) {
        return !hasVariable() && matches(pattern, text);
    }

    /** Whether the text fits part by part of an ARN, as the operators for ARNs want it. */
    boolean matchesArn(String arn) {
        String[] wanted = pattern.split(":", ARN_PARTS);
        String[] parts = arn.split(":", ARN_PARTS);
        if (hasVariable() || wanted.length != ARN_PARTS || parts.length != ARN_PARTS) {
            return pattern.equals("*");
        }
        for (int i = 0; i < ARN_PARTS; i++) {
            if (!matches(wanted[i], parts[i])) {
                return false;
            }
        }
        return true;
    }

    boolean hasVariable() {
        return pattern.contains("${");
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
            } else if (p < pattern.length() && (wanted == '?' || wanted == text.charAt(t))) {
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
