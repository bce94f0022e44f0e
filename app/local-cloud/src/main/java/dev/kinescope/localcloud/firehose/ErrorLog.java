package dev.kinescope.localcloud.firehose;

import java.time.Instant;

/** Where a delivery stream's errors are told if its user asked for it: CloudWatch Logs. */
@FunctionalInterface
public interface ErrorLog {

    /** Adds an event to a log stream; what cannot be written, for want of one, is let go. */
    void write(String group, String stream, Instant time, String message);
}
