package dev.kinescope.localcloud.lambda;

import java.time.Instant;

/** Where a function's log lines go: CloudWatch Logs. */
@FunctionalInterface
public interface LogSink {

    /**
     * Adds one line, making group and stream if they are missing.
     *
     * @param message the line without its end
     */
    void append(String group, String stream, Instant time, String message);
}
