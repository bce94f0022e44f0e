package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;

/** Collects what is wrong with the fields of a request and says it in AWS's words, all at once. */
final class Validation {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_.-]+");
    private static final int LONGEST_NAME = 128;

    /** AWS names no more, as observed of the service by the authors of kinesalite. */
    private static final int MOST_ERRORS = 10;

    private final List<String> errors = new ArrayList<>();

    Validation required(String path, @Nullable Object value) {
        return check(path, value, value != null, "Member must not be null");
    }

    /** A stream or shard name, if given. */
    Validation name(String path, @Nullable String value) {
        if (value != null) {
            check(
                    path,
                    value,
                    NAME.matcher(value).matches(),
                    "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
            length(path, value, 1, LONGEST_NAME);
        }
        return this;
    }

    /** A text, if given, of so many characters. */
    Validation length(String path, @Nullable String value, int least, int most) {
        if (value != null) {
            int length = value.codePointCount(0, value.length());
            check(
                    path,
                    value,
                    length >= least,
                    "Member must have length greater than or equal to " + least);
            check(
                    path,
                    value,
                    length <= most,
                    "Member must have length less than or equal to " + most);
        }
        return this;
    }

    /** Data beyond the bytes allowed; the data itself is not shown. */
    Validation tooLong(String path, int length, int most) {
        return check(
                path,
                "java.nio.HeapByteBuffer[pos=0 lim=" + length + " cap=" + length + "]",
                false,
                "Member must have length less than or equal to " + most);
    }

    Validation size(String path, Collection<?> value, int least, int most) {
        // AWS shows the elements; Kinescope does not, since they hold what people wrote.
        String shown = value.isEmpty() ? "[]" : "[" + value.size() + " elements]";
        return check(
                        path,
                        shown,
                        value.size() >= least,
                        "Member must have length greater than or equal to " + least)
                .check(
                        path,
                        shown,
                        value.size() <= most,
                        "Member must have length less than or equal to " + most);
    }

    Validation range(String path, @Nullable Integer value, int least, int most) {
        if (value != null) {
            check(
                    path,
                    value,
                    value >= least,
                    "Member must have value greater than or equal to " + least);
            check(
                    path,
                    value,
                    value <= most,
                    "Member must have value less than or equal to " + most);
        }
        return this;
    }

    Validation pattern(String path, @Nullable String value, Pattern pattern) {
        return value == null
                ? this
                : check(
                        path,
                        value,
                        pattern.matcher(value).matches(),
                        "Member must satisfy regular expression pattern: " + pattern.pattern());
    }

    Validation oneOf(String path, @Nullable String value, Collection<String> allowed) {
        return value == null
                ? this
                : check(
                        path,
                        value,
                        allowed.contains(value),
                        "Member must satisfy enum value set: [" + String.join(", ", allowed) + "]");
    }

    /**
     * Ends the check.
     *
     * @throws software.amazon.awssdk.services.kinesis.model.ValidationException if anything is
     *     wrong
     */
    void orThrow() {
        if (!errors.isEmpty()) {
            throw Faults.validation(
                    errors.size()
                            + (errors.size() == 1
                                    ? " validation error detected: "
                                    : " validation errors detected: ")
                            + String.join("; ", errors));
        }
    }

    private Validation check(
            String path, @Nullable Object value, boolean holds, String constraint) {
        if (!holds && errors.size() < MOST_ERRORS) {
            String shown = value == null ? "null" : "'" + value + "'";
            errors.add(
                    "Value "
                            + shown
                            + " at '"
                            + path
                            + "' failed to satisfy constraint: "
                            + constraint);
        }
        return this;
    }
}
