package dev.kinescope.pipeline.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * One finished AWS call, failed ones included; holds no bodies and no secrets.
 *
 * @param service for example {@code Kinesis}
 * @param operation for example {@code PutRecords}
 * @param resource what it was about: a name, or {@code bucket/key}; empty if nothing in particular
 * @param took with all attempts
 * @param attempts 1 unless it was retried
 * @param requestId of the last attempt; empty if no answer came
 */
public record AwsCall(
        Instant at,
        String service,
        String operation,
        String resource,
        Duration took,
        Outcome outcome,
        int attempts,
        String requestId) {

    /** How a call ended. */
    public sealed interface Outcome {}

    /** It was answered. */
    public record Ok() implements Outcome {}

    /**
     * It failed.
     *
     * @param code AWS's error code, or the exception's name when no answer came
     * @param status the HTTP status, 0 when no answer came
     */
    public record Failed(String code, String message, int status) implements Outcome {}
}
