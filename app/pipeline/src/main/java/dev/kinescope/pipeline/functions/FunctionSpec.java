package dev.kinescope.pipeline.functions;

import java.util.Map;

/**
 * How a Lambda function shall be set up; its code is given apart.
 *
 * @param role name of its IAM role, in the same account
 * @param handler {@code package.Class::method}
 * @param memoryMiB 128-10240
 * @param timeoutSeconds 1-900
 */
public record FunctionSpec(
        String name,
        String role,
        String runtime,
        String handler,
        int memoryMiB,
        int timeoutSeconds,
        Map<String, String> environment) {

    public FunctionSpec {
        environment = Map.copyOf(environment);
    }

    public FunctionSpec withName(String changed) {
        return new FunctionSpec(
                changed, role, runtime, handler, memoryMiB, timeoutSeconds, environment);
    }

    public FunctionSpec withLimits(int changedMemoryMiB, int changedTimeoutSeconds) {
        return new FunctionSpec(
                name, role, runtime, handler, changedMemoryMiB, changedTimeoutSeconds, environment);
    }

    public FunctionSpec withEnvironment(Map<String, String> changed) {
        return new FunctionSpec(name, role, runtime, handler, memoryMiB, timeoutSeconds, changed);
    }

    /** {@code /aws/lambda/NAME}, where Lambda writes what the function prints. */
    public String logGroup() {
        return "/aws/lambda/" + name;
    }
}
