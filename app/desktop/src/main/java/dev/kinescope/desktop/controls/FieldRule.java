package dev.kinescope.desktop.controls;

import java.util.Locale;
import java.util.regex.Pattern;

/** What the text of a form's field has to be. */
@FunctionalInterface
public interface FieldRule {

    /** What is wrong with the text, in words for beneath the field; empty if nothing is. */
    String problemOf(String text);

    /** Anything goes, nothing too. */
    static FieldRule anything() {
        return _ -> "";
    }

    /** A whole number within bounds, both included. */
    static FieldRule wholeNumber(long least, long most) {
        return text -> {
            try {
                long value = Long.parseLong(text.strip());
                return value >= least && value <= most ? "" : range(least, most);
            } catch (NumberFormatException notWhole) {
                return "A whole number, " + least + " to " + grouped(most) + ".";
            }
        };
    }

    /** A number within bounds, both included. */
    static FieldRule number(double least, double most) {
        return text -> {
            try {
                double value = Double.parseDouble(text.strip());
                return value >= least && value <= most
                        ? ""
                        : String.format(Locale.ROOT, "From %s to %s.", least, most);
            } catch (NumberFormatException notNumber) {
                return String.format(Locale.ROOT, "A number, %s to %s.", least, most);
            }
        };
    }

    /** Text that matches as a whole, or the problem as given. */
    static FieldRule matching(Pattern pattern, String problem) {
        return text -> pattern.matcher(text).matches() ? "" : problem;
    }

    /** This rule, or nothing at all. */
    default FieldRule orEmpty() {
        return text -> text.isBlank() ? "" : problemOf(text);
    }

    private static String range(long least, long most) {
        return "From " + least + " to " + grouped(most) + ".";
    }

    private static String grouped(long value) {
        return Numbers.count(value);
    }
}
