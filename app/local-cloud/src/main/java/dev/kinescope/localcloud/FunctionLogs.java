package dev.kinescope.localcloud;

import dev.kinescope.localcloud.lambda.LogSink;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.PutLogEventsRequest;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

import java.time.Instant;

/** Writes functions' log lines to CloudWatch Logs, each with its line end as Lambda does. */
final class FunctionLogs implements LogSink {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionLogs.class);

    private final CloudWatchLogsClient logs;

    FunctionLogs(CloudWatchLogsClient logs) {
        this.logs = logs;
    }

    @Override
    public void append(String group, String stream, Instant time, String message) {
        PutLogEventsRequest line =
                PutLogEventsRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream)
                        .logEvents(
                                InputLogEvent.builder()
                                        .timestamp(time.toEpochMilli())
                                        .message(message + "\n")
                                        .build())
                        .build();
        try {
            logs.putLogEvents(line);
        } catch (ResourceNotFoundException e) {
            // The first line of a stream, or the group was deleted meanwhile.
            makeSure(() -> logs.createLogGroup(create -> create.logGroupName(group)));
            makeSure(() ->
                    logs.createLogStream(
                            create -> create.logGroupName(group).logStreamName(stream)));
            logs.putLogEvents(line);
        }
    }

    private static void makeSure(Runnable creation) {
        try {
            creation.run();
        } catch (ResourceAlreadyExistsException e) {
            LOG.debug("Another process of a function was quicker: {}", e.getMessage());
        }
    }
}
