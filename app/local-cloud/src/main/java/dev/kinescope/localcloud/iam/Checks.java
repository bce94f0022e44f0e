package dev.kinescope.localcloud.iam;

import dev.kinescope.localcloud.iam.policy.MalformedPolicyException;
import dev.kinescope.localcloud.iam.policy.PolicyDocument;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/** What IAM asks of names, documents and pages before it looks at anything else. */
final class Checks {
    static final int LONGEST_ROLE_NAME = 64;
    static final int LONGEST_POLICY_NAME = 128;
    private static final Pattern NAME = Pattern.compile("[\\w+=,.@-]+");
    private static final Pattern PATH = Pattern.compile("(/)|(/[\\x21-\\x7F]+/)");
    private static final int LONGEST_PATH = 512;
    private static final int PAGE = 100;

    private Checks() {}

    static String roleName(@Nullable String name) {
        return name("roleName", name, LONGEST_ROLE_NAME);
    }

    static String policyName(@Nullable String name) {
        return name("policyName", name, LONGEST_POLICY_NAME);
    }

    private static String name(String field, @Nullable String name, int longest) {
        if (name == null) {
            throw constraint(null, field, "Member must not be null");
        }
        if (!NAME.matcher(name).matches()) {
            throw constraint(
                    name,
                    field,
                    "Member must satisfy regular expression pattern: " + NAME.pattern());
        }
        if (name.length() > longest) {
            throw constraint(
                    name, field, "Member must have length less than or equal to " + longest);
        }
        return name;
    }

    static String path(@Nullable String path) {
        if (path == null) {
            return "/";
        }
        if (path.length() > LONGEST_PATH || !PATH.matcher(path).matches()) {
            throw Faults.validation(
                    "The specified value for path is invalid. It must begin and end with / and"
                            + " contain only alphanumeric characters and/or / characters.");
        }
        return path;
    }

    static int range(String field, @Nullable Integer value, int least, int most, int otherwise) {
        if (value == null) {
            return otherwise;
        }
        if (value < least) {
            throw constraint(
                    value.toString(),
                    field,
                    "Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw constraint(
                    value.toString(),
                    field,
                    "Member must have value less than or equal to " + most);
        }
        return value;
    }

    static String identityPolicy(String field, @Nullable String document) {
        return document(field, document, PolicyDocument::ofIdentity);
    }

    static String trustPolicy(String field, @Nullable String document) {
        return document(field, document, PolicyDocument::ofTrust);
    }

    private static String document(
            String field, @Nullable String document, Function<String, PolicyDocument> reader) {
        String given = given(field, document);
        try {
            PolicyDocument _ = reader.apply(given);
            return given;
        } catch (MalformedPolicyException e) {
            throw Faults.malformedPolicy(String.valueOf(e.getMessage()));
        }
    }

    static String given(String field, @Nullable String value) {
        if (value == null) {
            throw constraint(null, field, "Member must not be null");
        }
        return value;
    }

    private static RuntimeException constraint(
            @Nullable String value, String field, String constraint) {
        return Faults.validation(
                "1 validation error detected: Value "
                        + (value == null ? "null" : "'" + value + "'")
                        + " at '"
                        + field
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    /** How many characters of a document count: white space does not. */
    static int size(String document) {
        return document.replaceAll("\\s", "").length();
    }

    /**
     * A part of a list that is in the order of its names.
     *
     * @param marker the last name of the page before, null for the first page; null if there is no
     *     further page
     */
    record Page<T>(List<T> items, @Nullable String marker) {
        static <T> Page<T> of(
                List<T> all,
                Function<T, String> name,
                @Nullable String after,
                @Nullable Integer maxItems) {
            int limit = range("maxItems", maxItems, 1, 1000, PAGE);
            List<T> rest =
                    all.stream()
                            .filter(one -> after == null || name.apply(one).compareTo(after) > 0)
                            .limit(limit + 1L)
                            .toList();
            List<T> items = rest.subList(0, Math.min(limit, rest.size()));
            return new Page<>(items, rest.size() > limit ? name.apply(items.getLast()) : null);
        }

        boolean truncated() {
            return marker != null;
        }
    }
}
