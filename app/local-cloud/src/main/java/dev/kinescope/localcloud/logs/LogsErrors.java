package dev.kinescope.localcloud.logs;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.cloudwatchlogs.model.CloudWatchLogsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.InvalidParameterException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.cloudwatchlogs.model.ServiceUnavailableException;

import java.io.UncheckedIOException;

/** CloudWatch Logs' errors with its codes and messages. */
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

    /** What was asked for cannot be kept. */
    static CloudWatchLogsException unavailable(UncheckedIOException cause) {
        return unavailable("The log events cannot be kept: " + cause.getMessage(), cause);
    }

    static CloudWatchLogsException ending() {
        return unavailable("The local cloud is ending and keeps no more log events.", null);
    }

    private static CloudWatchLogsException unavailable(String message, @Nullable Throwable cause) {
        return (CloudWatchLogsException)
                ServiceUnavailableException.builder()
                        .awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode("ServiceUnavailableException")
                                        .errorMessage(message)
                                        .serviceName("CloudWatchLogs")
                                        .build())
                        .message(message)
                        .cause(cause)
                        .statusCode(503)
                        .build();
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
