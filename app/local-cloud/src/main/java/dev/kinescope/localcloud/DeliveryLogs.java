package dev.kinescope.localcloud;

import dev.kinescope.localcloud.firehose.ErrorLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;

import java.time.Instant;
import java.util.function.Supplier;

/** Writes delivery streams' errors to CloudWatch Logs: as AWS, to a log stream that exists. */
final class DeliveryLogs implements ErrorLog {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLogs.class);

    private final Supplier<CloudWatchLogsClient> logs;

    DeliveryLogs(Supplier<CloudWatchLogsClient> logs) {
        this.logs = logs;
    }

    @Override
    public void write(String group, String stream, Instant time, String message) {
        try {
            logs.get()
                    .putLogEvents(b ->
                            b.logGroupName(group)
                                    .logStreamName(stream)
                                    .logEvents(
                                            InputLogEvent.builder()
                                                    .timestamp(time.toEpochMilli())
                                                    .message(message)
                                                    .build()));
        } catch (CloudWatchLogsException e) {
            // Firehose creates neither group nor stream, and works on without them.
            LOG.debug("An error event for {} {} is let go: {}", group, stream, Messages.of(e));
        }
    }
}
