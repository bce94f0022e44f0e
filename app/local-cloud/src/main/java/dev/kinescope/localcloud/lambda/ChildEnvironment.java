package dev.kinescope.localcloud.lambda;

import software.amazon.awssdk.services.lambda.model.FunctionConfiguration;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * The environment of a function's process (AWS documentation, Lambda environment variables: Defined
 * runtime environment variables).
 */
final class ChildEnvironment {
    /** The names a function's configuration may not set. */
    static final Set<String> RESERVED =
            Set.of(
                    "_HANDLER",
                    "_X_AMZN_TRACE_ID",
                    "AWS_DEFAULT_REGION",
                    "AWS_REGION",
                    "AWS_EXECUTION_ENV",
                    "AWS_LAMBDA_FUNCTION_NAME",
                    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
                    "AWS_LAMBDA_FUNCTION_VERSION",
                    "AWS_LAMBDA_INITIALIZATION_TYPE",
                    "AWS_LAMBDA_LOG_GROUP_NAME",
                    "AWS_LAMBDA_LOG_STREAM_NAME",
                    "AWS_ACCESS_KEY",
                    "AWS_ACCESS_KEY_ID",
                    "AWS_SECRET_ACCESS_KEY",
                    "AWS_SESSION_TOKEN",
                    "AWS_LAMBDA_RUNTIME_API",
                    "LAMBDA_TASK_ROOT",
                    "LAMBDA_RUNTIME_DIR");

    private ChildEnvironment() {}

    static Map<String, String> of(
            FunctionConfiguration function, LambdaPorts ports, FunctionLog log) {
        var environment = new HashMap<String, String>();
        if (function.environment() != null) {
            environment.putAll(function.environment().variables());
        }
        environment.putAll(ports.environment().forRole(function.role(), function.functionName()));
        String region = ports.identity().region();
        environment.put("AWS_REGION", region);
        environment.put("AWS_DEFAULT_REGION", region);
        if (function.runtimeAsString() != null) {
            environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + function.runtimeAsString());
        }
        environment.put("AWS_LAMBDA_FUNCTION_NAME", function.functionName());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", function.version());
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", function.memorySize().toString());
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", log.group());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", log.stream());
        environment.put("TZ", ":UTC");
        environment.put("LANG", "en_US.UTF-8");
        return environment;
    }
}
