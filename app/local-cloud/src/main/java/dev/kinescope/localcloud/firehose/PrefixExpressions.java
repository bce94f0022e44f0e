package dev.kinescope.localcloud.firehose;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The expressions {@code !{namespace:value}} of a prefix (AWS documentation, Custom prefixes for
 * Amazon S3 objects).
 */
final class PrefixExpressions {
    private static final Pattern EXPRESSION = Pattern.compile("!\\{([^:}]*):?([^}]*)}");
    private static final String FROM_LAMBDA = "partitionKeyFromLambda";
    private static final String LETTERS =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int RANDOM_LENGTH = 11;

    /** AWS documentation: how many characters an evaluated prefix may have. */
    static final int LONGEST = 512;

    /** What S3 takes for a key, less the longest name that follows a prefix. */
    private static final int MOST_BYTES = 1_024 - 256;

    private static final ZonedDateTime LONG_NUMBERS =
            ZonedDateTime.of(2026, 12, 31, 23, 59, 59, 999_999_999, ZoneOffset.UTC);
    private static final ZonedDateTime SHORT_NUMBERS =
            ZonedDateTime.of(2026, 1, 1, 1, 1, 1, 1, ZoneOffset.UTC);

    private PrefixExpressions() {}

    static boolean has(String prefix) {
        return prefix.contains("!{");
    }

    static boolean hasErrorType(String prefix) {
        return prefix.contains("!{firehose:error-output-type}");
    }

    /** The keys of {@code !{partitionKeyFromLambda:key}} expressions. */
    static Set<String> lambdaKeys(String prefix) {
        return EXPRESSION
                .matcher(prefix)
                .results()
                .filter(found -> found.group(1).equals(FROM_LAMBDA))
                .map(found -> found.group(2))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether it has expressions that need dynamic partitioning. */
    static boolean hasPartitionKeys(String prefix) {
        return EXPRESSION
                .matcher(prefix)
                .results()
                .anyMatch(found -> found.group(1).startsWith("partitionKeyFrom"));
    }

    /**
     * Throws InvalidArgumentException unless every expression is known and readable.
     *
     * @param member names the prefix in the message
     */
    static void check(String member, String prefix) {
        String rest =
                EXPRESSION
                        .matcher(prefix)
                        .replaceAll(found -> {
                            checkOne(member, found);
                            return "";
                        });
        if (rest.contains("!{")) {
            throw FirehoseErrors.invalidArgument(
                    member + " contains an expression that is not closed.");
        }
    }

    private static void checkOne(String member, MatchResult found) {
        String value = found.group(2);
        switch (found.group(1)) {
            case "timestamp" -> {
                try {
                    // Some patterns are readable and fail for some times, such as two-digit hours.
                    var _ = formatter(value).format(LONG_NUMBERS);
                    var _ = formatter(value).format(SHORT_NUMBERS);
                } catch (IllegalArgumentException | DateTimeException e) {
                    throw FirehoseErrors.invalidArgument(
                            "%s contains the invalid timestamp format %s."
                                    .formatted(member, value));
                }
            }
            case "firehose" -> {
                if (!value.equals("random-string") && !value.equals("error-output-type")) {
                    throw FirehoseErrors.invalidArgument(
                            "%s contains the unknown expression %s."
                                    .formatted(member, found.group()));
                }
            }
            case FROM_LAMBDA -> {
                if (value.isEmpty()) {
                    throw FirehoseErrors.invalidArgument(
                            "%s contains the unknown expression %s."
                                    .formatted(member, found.group()));
                }
            }
            case "partitionKeyFromQuery" ->
                    throw FirehoseErrors.invalidArgument(
                            "%s contains %s: keys from queries need the processor"
                                            .formatted(member, found.group())
                                    + " MetadataExtraction, which is not offered by the local"
                                    + " cloud. Use partitionKeyFromLambda.");
            default ->
                    throw FirehoseErrors.invalidArgument(
                            "%s contains an expression of the unknown namespace %s."
                                    .formatted(member, found.group(1)));
        }
    }

    /** Whether a prefix, once evaluated, is short enough. */
    static boolean fits(
            String prefix, Map<String, String> partition, Instant time, String timeZone) {
        String evaluated =
                evaluate(
                        prefix,
                        KeyNamer.PROCESSING_FAILED,
                        partition,
                        time,
                        ZoneId.of(timeZone),
                        new SplittableRandom(0));
        return evaluated.length() <= LONGEST
                && evaluated.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES;
    }

    static String evaluate(
            String prefix,
            String errorType,
            Map<String, String> partition,
            Instant oldest,
            ZoneId zone,
            RandomGenerator random) {
        return EXPRESSION
                .matcher(prefix)
                .replaceAll(found ->
                        java.util.regex.Matcher.quoteReplacement(
                                found.group(1).equals(FROM_LAMBDA)
                                        ? partition.getOrDefault(found.group(2), "")
                                        : switch (found.group(1) + ":" + found.group(2)) {
                                            case "firehose:random-string" -> randomString(random);
                                            case "firehose:error-output-type" -> errorType;
                                            default ->
                                                    formatter(found.group(2))
                                                            .format(oldest.atZone(zone));
                                        }));
    }

    private static DateTimeFormatter formatter(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT);
    }

    private static String randomString(RandomGenerator random) {
        var text = new StringBuilder(RANDOM_LENGTH);
        for (int i = 0; i < RANDOM_LENGTH; i++) {
            text.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return text.toString();
    }
}
