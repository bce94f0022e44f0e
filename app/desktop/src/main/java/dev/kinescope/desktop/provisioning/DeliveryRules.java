package dev.kinescope.desktop.provisioning;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Firehose asks of names and prefixes (AWS documentation, Custom prefixes for S3 objects; S3
 * bucket naming rules).
 */
final class DeliveryRules {
    static final String ERROR_TYPE = "!{firehose:error-output-type}";

    private static final int LONGEST_PREFIX = 1024;
    private static final Pattern EXPRESSION = Pattern.compile("!\\{([^:}]*):?([^}]*)}?");
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
    private static final Pattern ADDRESS = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private DeliveryRules() {}

    static String bucketProblem(String bucket) {
        // The files may leave the account and the region to be filled in.
        String filled =
                bucket.replace("${accountId}", "000000000000").replace("${region}", "us-east-1");
        if (!BUCKET.matcher(filled).matches()) {
            return "3 to 63 lower-case letters, digits, dots or hyphens, a letter or digit at both"
                    + " ends.";
        }
        if (filled.contains("..") || ADDRESS.matcher(filled).matches()) {
            return "No two dots in a row, and not an IP address.";
        }
        return "";
    }

    static String prefixProblem(String prefix) {
        if (prefix.contains(ERROR_TYPE)) {
            return ERROR_TYPE + " belongs into the error prefix only.";
        }
        return commonProblem(prefix);
    }

    static String errorPrefixProblem(String errorPrefix, String prefix) {
        if (errorPrefix.isEmpty()) {
            return prefix.contains("!{") ? "Needed, because the prefix has an expression." : "";
        }
        if (errorPrefix.contains("!{") && !errorPrefix.contains(ERROR_TYPE)) {
            return "With an expression it must also contain " + ERROR_TYPE + ".";
        }
        return commonProblem(errorPrefix);
    }

    private static String commonProblem(String prefix) {
        if (prefix.length() > LONGEST_PREFIX) {
            return "At most 1,024 characters.";
        }
        Matcher expression = EXPRESSION.matcher(prefix);
        while (expression.find()) {
            if (!expression.group().endsWith("}")) {
                return expression.group() + " is not closed with }.";
            }
            switch (expression.group(1)) {
                case "timestamp", "firehose" -> {
                    if (expression.group(2).isEmpty()) {
                        return expression.group() + " says nothing after the colon.";
                    }
                }
                case "partitionKeyFromLambda", "partitionKeyFromQuery" -> {
                    return "Partition keys need dynamic partitioning, which is not set up.";
                }
                default -> {
                    return expression.group() + " is not known to Firehose.";
                }
            }
        }
        return "";
    }
}
