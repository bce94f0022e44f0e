package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.CloudIdentity;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A function as a caller names it: by name, partial ARN or ARN, with an optional qualifier. */
record FunctionName(String name, @Nullable String qualifier) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(?:arn:aws[a-zA-Z-]*:lambda:[a-z0-9-]+:)?\\d{12}:function:)?"
                            + "([a-zA-Z0-9-_]+)(?::(\\$LATEST|[a-zA-Z0-9-_]+))?");

    static final String LATEST = "$LATEST";

    /** Reads a FunctionName parameter and the Qualifier parameter beside it. */
    static FunctionName of(@Nullable String given, @Nullable String qualifier) {
        String text = given == null ? "" : given;
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw LambdaErrors.constraint(
                    text,
                    "functionName",
                    "Member must satisfy regular expression pattern: " + FORM.pattern());
        }
        String name = matcher.group(1);
        if (name.length() > 64) {
            throw LambdaErrors.constraint(
                    text, "functionName", "Member must have length less than or equal to 64");
        }
        String inName = matcher.group(2);
        if (inName != null && qualifier != null && !inName.equals(qualifier)) {
            throw LambdaErrors.invalid(
                    "The derived qualifier from the function name does not match the specified"
                            + " qualifier.");
        }
        return new FunctionName(name, inName != null ? inName : qualifier);
    }

    /** The ARN, with the qualifier if there is one. */
    String arn(CloudIdentity identity) {
        String arn = identity.arn("lambda", "function:" + name);
        return qualifier == null ? arn : arn + ":" + qualifier;
    }
}
