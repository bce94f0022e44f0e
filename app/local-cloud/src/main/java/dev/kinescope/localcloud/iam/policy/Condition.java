package dev.kinescope.localcloud.iam.policy;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One operator on one condition key (AWS documentation, IAM JSON policy elements: Condition
 * operators).
 *
 * @param orAbsent whether a request without the key meets it, too
 * @param variables whether <code>${…}</code> in a value is a policy variable
 */
record Condition(
        Operator operator, boolean orAbsent, String key, List<String> values, boolean variables) {
    private static final String IF_EXISTS = "IfExists";
    private static final String NUMBER = "-?\\d+(\\.\\d+)?";

    /** The operators that are held to; a document with another one is refused. */
    enum Operator {
        STRING_EQUALS("StringEquals"),
        STRING_NOT_EQUALS("StringNotEquals"),
        STRING_EQUALS_IGNORE_CASE("StringEqualsIgnoreCase"),
        STRING_NOT_EQUALS_IGNORE_CASE("StringNotEqualsIgnoreCase"),
        STRING_LIKE("StringLike"),
        STRING_NOT_LIKE("StringNotLike"),
        ARN_EQUALS("ArnEquals"),
        ARN_LIKE("ArnLike"),
        ARN_NOT_EQUALS("ArnNotEquals"),
        ARN_NOT_LIKE("ArnNotLike"),
        NUMERIC_EQUALS("NumericEquals"),
        NUMERIC_NOT_EQUALS("NumericNotEquals"),
        NUMERIC_LESS_THAN("NumericLessThan"),
        NUMERIC_LESS_THAN_EQUALS("NumericLessThanEquals"),
        NUMERIC_GREATER_THAN("NumericGreaterThan"),
        NUMERIC_GREATER_THAN_EQUALS("NumericGreaterThanEquals"),
        BOOL("Bool"),
        NULL("Null");

        private final String aws;

        Operator(String aws) {
            this.aws = aws;
        }

        private boolean negates() {
            return aws.contains("Not");
        }

        static Optional<Operator> of(String name) {
            for (Operator operator : values()) {
                if (operator.aws.equals(name)) {
                    return Optional.of(operator);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Reads a condition.
     *
     * @throws MalformedPolicyException if the operator is none that is held to
     */
    static Condition of(String name, String key, List<String> values, boolean variables) {
        boolean orAbsent = name.endsWith(IF_EXISTS);
        String plain = orAbsent ? name.substring(0, name.length() - IF_EXISTS.length()) : name;
        Operator operator =
                Operator.of(plain)
                        .orElseThrow(() ->
                                new MalformedPolicyException(
                                        "The local cloud cannot hold to the condition operator "
                                                + name
                                                + "; it knows the String, Arn, Numeric, Bool and"
                                                + " Null operators, also with IfExists."));
        return new Condition(operator, orAbsent, key.toLowerCase(Locale.ROOT), values, variables);
    }

    boolean holds(Map<String, String> context) {
        @Nullable String actual = context.get(key);
        if (operator == Operator.NULL) {
            return values.stream()
                    .anyMatch(value -> value.equalsIgnoreCase(actual == null ? "true" : "false"));
        }
        if (actual == null) {
            return orAbsent || operator.negates();
        }
        if (operator.name().startsWith("NUMERIC") && !actual.matches(NUMBER)) {
            return false;
        }
        boolean any = values.stream().anyMatch(value -> matches(value, actual, context));
        return operator.negates() != any;
    }

    private boolean matches(String wanted, String actual, Map<String, String> context) {
        return switch (operator) {
            case STRING_EQUALS, STRING_NOT_EQUALS ->
                    glob(wanted).text(context).filter(actual::equals).isPresent();
            case STRING_EQUALS_IGNORE_CASE, STRING_NOT_EQUALS_IGNORE_CASE ->
                    glob(wanted).text(context).filter(actual::equalsIgnoreCase).isPresent();
            case BOOL -> wanted.equalsIgnoreCase(actual);
            case STRING_LIKE, STRING_NOT_LIKE -> glob(wanted).matches(actual, context);
            case ARN_EQUALS, ARN_LIKE, ARN_NOT_EQUALS, ARN_NOT_LIKE ->
                    glob(wanted).matchesArn(actual, context);
            case NUMERIC_EQUALS, NUMERIC_NOT_EQUALS -> compare(actual, wanted) == 0;
            case NUMERIC_LESS_THAN -> compare(actual, wanted) < 0;
            case NUMERIC_LESS_THAN_EQUALS -> compare(actual, wanted) <= 0;
            case NUMERIC_GREATER_THAN -> compare(actual, wanted) > 0;
            case NUMERIC_GREATER_THAN_EQUALS -> compare(actual, wanted) >= 0;
            case NULL -> false;
        };
    }

    private Glob glob(String wanted) {
        return new Glob(wanted, variables);
    }

    private static int compare(String actual, String wanted) {
        return new BigDecimal(actual).compareTo(new BigDecimal(wanted));
    }

    /** Says what is wrong with a value, if anything is. */
    Optional<String> complaint() {
        return switch (operator) {
            case NUMERIC_EQUALS,
                    NUMERIC_NOT_EQUALS,
                    NUMERIC_LESS_THAN,
                    NUMERIC_LESS_THAN_EQUALS,
                    NUMERIC_GREATER_THAN,
                    NUMERIC_GREATER_THAN_EQUALS ->
                    values.stream()
                            .filter(value -> !value.matches(NUMBER))
                            .findFirst()
                            .map(value -> "The value " + value + " of " + key + " is no number.");
            case BOOL, NULL ->
                    values.stream()
                            .filter(value -> !value.matches("(?i)true|false"))
                            .findFirst()
                            .map(value ->
                                    "The value " + value + " of " + key + " is no truth value.");
            default -> Optional.empty();
        };
    }
}
