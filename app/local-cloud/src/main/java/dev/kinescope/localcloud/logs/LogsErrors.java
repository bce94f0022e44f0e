package dev.kinescope.localcloud.logs;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;

/** CloudWatch Logs' errors with its codes and messages; all are HTTP 400. */
final class LogsErrors {
    private LogsErrors() {}

    static CloudWatchLogsException noGroup() {
        return finish(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "The specified log group does not exist.");
    }

    static CloudWatchLogsException noStream() {
        return finish(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "The specified log stream does not exist.");
    }

    static CloudWatchLogsException exists(String kind) {
        return finish(
                ResourceAlreadyExistsException.builder(),
                "ResourceAlreadyExistsException",
                "The specified log " + kind + " already exists");
    }

    static CloudWatchLogsException invalid(String message) {
        return finish(InvalidParameterException.builder(), "InvalidParameterException", message);
    }

    /** A value outside what the service model allows. */
    static CloudWatchLogsException constraint(String value, String member, String rule) {
        return invalid(
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, member, rule));
    }

    private static CloudWatchLogsException finish(
            CloudWatchLogsException.Builder builder, String code, String message) {
        return (CloudWatchLogsException)
                builder.awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage(message)
                                        .serviceName("CloudWatchLogs")
                                        .build())
                        .message(message)
                        .statusCode(400)
                        .build();
    }
}
