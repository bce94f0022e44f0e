package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.lambda.model.CreateFunctionRequest;
import software.amazon.awssdk.services.lambda.model.ImageConfig;
import software.amazon.awssdk.services.lambda.model.PackageType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a function's settings may be (service model and AWS documentation, Lambda quotas). */
final class FunctionRules {
    private static final int MAX_ENVIRONMENT_BYTES = 4096;
    private static final Pattern ROLE =
            Pattern.compile("arn:aws[a-zA-Z-]*:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+");

    private FunctionRules() {}

    /** A zip needs Runtime and Handler. */
    static void checkMandatory(PackageType type, CreateFunctionRequest request) {
        boolean both = request.runtime() != null && request.handler() != null;
        if (type == PackageType.ZIP && !both) {
            throw LambdaErrors.invalid(
                    "Runtime and Handler are mandatory parameters for functions created with"
                            + " deployment packages.");
        }
    }

    /** An image has its runtime and handler in itself; only an image is told how it is run. */
    static void checkPackage(
            PackageType type,
            @Nullable String runtime,
            @Nullable String handler,
            @Nullable ImageConfig config) {
        boolean either = runtime != null || handler != null;
        if (type == PackageType.IMAGE && either) {
            throw LambdaErrors.invalid(
                    "Runtime and Handler are not supported for functions created with container"
                            + " images.");
        }
        if (type != PackageType.IMAGE && config != null) {
            throw LambdaErrors.invalid(
                    "ImageConfig is not supported for functions created with deployment"
                            + " packages.");
        }
    }

    static void refuseLayers(List<String> layers) {
        if (!layers.isEmpty()) {
            throw LambdaErrors.invalid(
                    "Layers are not offered by the local cloud: put their files into the function's"
                            + " package.");
        }
    }

    static void checkHandler(@Nullable String handler) {
        if (handler == null) {
            return;
        }
        if (handler.length() > 128) {
            throw LambdaErrors.constraint(
                    handler, "handler", "Member must have length less than or equal to 128");
        }
        if (!handler.matches("[^\\s]+")) {
            throw LambdaErrors.constraint(
                    handler, "handler", "Member must satisfy regular expression pattern: [^\\s]+");
        }
    }

    static void checkTimeout(@Nullable Integer seconds) {
        checkRange(seconds, "timeout", 1, 900);
    }

    static void checkMemory(@Nullable Integer megabytes) {
        checkRange(megabytes, "memorySize", 128, 10_240);
    }

    static void checkStorage(@Nullable Integer megabytes) {
        checkRange(megabytes, "ephemeralStorage.size", 512, 10_240);
    }

    static void checkDescription(@Nullable String description) {
        if (description != null && description.length() > 256) {
            throw LambdaErrors.constraint(
                    description,
                    "description",
                    "Member must have length less than or equal to 256");
        }
    }

    static void checkRole(@Nullable String role, ExecutionRoles roles) {
        if (role == null) {
            return;
        }
        if (!ROLE.matcher(role).matches()) {
            throw LambdaErrors.constraint(
                    role,
                    "role",
                    "Member must satisfy regular expression pattern: " + ROLE.pattern());
        }
        if (!roles.canBeAssumed(role)) {
            throw LambdaErrors.invalid(
                    "The role defined for the function cannot be assumed by Lambda.");
        }
    }

    static void checkEnvironment(Map<String, String> variables) {
        var reserved = new TreeSet<>(variables.keySet());
        reserved.retainAll(ChildEnvironment.RESERVED);
        if (!reserved.isEmpty()) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the"
                            + " environment variables you have provided contains reserved keys that"
                            + " are currently not supported for modification. Reserved keys used in"
                            + " this request: "
                            + String.join(", ", reserved));
        }
        int bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (!name.matches("[a-zA-Z]([a-zA-Z0-9_])+")) {
                throw LambdaErrors.constraint(
                        name,
                        "environment.variables",
                        "Map keys must satisfy constraint: [Member must satisfy regular expression"
                                + " pattern: [a-zA-Z]([a-zA-Z0-9_])+]");
            }
            if (variable.getValue().indexOf('\0') >= 0) {
                throw LambdaErrors.invalid("Environment variable " + name + " holds a NUL.");
            }
            bytes += (name + variable.getValue()).getBytes(StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_ENVIRONMENT_BYTES) {
            throw LambdaErrors.invalid(
                    "Lambda was unable to configure your environment variables because the"
                            + " environment variables you have provided exceeded the 4KB limit.");
        }
    }

    private static void checkRange(@Nullable Integer value, String member, int least, int most) {
        if (value == null) {
            return;
        }
        if (value < least) {
            throw LambdaErrors.constraint(
                    value.toString(),
                    member,
                    "Member must have value greater than or equal to " + least);
        }
        if (value > most) {
            throw LambdaErrors.constraint(
                    value.toString(),
                    member,
                    "Member must have value less than or equal to " + most);
        }
    }
}
