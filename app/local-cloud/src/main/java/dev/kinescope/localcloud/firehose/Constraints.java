package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what members of a request break, worded as AWS words its validation errors. */
final class Constraints {
    private final List<String> problems = new ArrayList<>();

    Constraints required(String path, @Nullable Object value) {
        return value != null ? this : nullProblem(path);
    }

    Constraints matches(String path, @Nullable String value, Pattern pattern) {
        if (value != null && !pattern.matcher(value).matches()) {
            add(
                    "Value '%s' at '%s'".formatted(value, path),
                    "Member must satisfy regular expression pattern: " + pattern);
        }
        return this;
    }

    Constraints lengthAtMost(String path, @Nullable String value, int most) {
        if (value != null && value.length() > most) {
            add(
                    "Value at '%s'".formatted(path),
                    "Member must have length less than or equal to " + most);
        }
        return this;
    }

    Constraints countAtMost(String path, int count, int most) {
        if (count > most) {
            add(
                    "Value at '%s'".formatted(path),
                    "Member must have length less than or equal to " + most);
        }
        return this;
    }

    Constraints between(String path, @Nullable Integer value, int least, int most) {
        if (value != null && value < least) {
            add(
                    "Value '%d' at '%s'".formatted(value, path),
                    "Member must have value greater than or equal to " + least);
        } else if (value != null && value > most) {
            add(
                    "Value '%d' at '%s'".formatted(value, path),
                    "Member must have value less than or equal to " + most);
        }
        return this;
    }

    Constraints oneOf(String path, @Nullable String value, List<String> allowed) {
        if (value != null && !allowed.contains(value)) {
            add("Value at '%s'".formatted(path), "Member must satisfy enum value set: " + allowed);
        }
        return this;
    }

    /** Throws ValidationException naming everything that was broken. */
    void check() {
        if (!problems.isEmpty()) {
            throw FirehoseErrors.validation(problems);
        }
    }

    private Constraints nullProblem(String path) {
        add("Value null at '%s'".formatted(path), "Member must not be null");
        return this;
    }

    private void add(String where, String what) {
        problems.add(where + " failed to satisfy constraint: " + what);
    }
}
