package dev.kinescope.localcloud.lambda;

import java.util.Map;

/** What the local cloud puts into a function's environment: its endpoint and credentials. */
@FunctionalInterface
public interface FunctionEnvironment {

    /**
     * Environment variables for a function that runs with that role, for example AWS_ENDPOINT_URL,
     * AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Credentials must be good for a day: a process
     * that is kept busy lives as long.
     */
    Map<String, String> forRole(String roleArn, String functionName);
}
