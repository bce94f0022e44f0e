package dev.kinescope.pipeline.functions;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The answer to one invocation.
 *
 * @param status HTTP status; 200 also when the function itself failed
 * @param payload the answer as it came
 * @param prettyPayload the same, indented if it is JSON
 * @param functionError {@code Unhandled} or {@code Handled} when the function failed
 * @param logTail the last lines that the invocation printed, at most 4 KB
 * @param measured from request to answer, measured here
 * @param executedVersion for example {@code $LATEST}
 */
public record Invocation(
        int status,
        String payload,
        String prettyPayload,
        Optional<String> functionError,
        List<String> logTail,
        Duration measured,
        String executedVersion,
        Optional<Report> report) {

    public boolean failed() {
        return functionError.isPresent();
    }
}
