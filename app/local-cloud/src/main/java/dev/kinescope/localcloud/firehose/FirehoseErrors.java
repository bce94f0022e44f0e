package dev.kinescope.localcloud.firehose;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.firehose.model.ConcurrentModificationException;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;
import software.amazon.awssdk.services.firehose.model.ResourceInUseException;
import software.amazon.awssdk.services.firehose.model.ResourceNotFoundException;
import software.amazon.awssdk.services.firehose.model.ServiceUnavailableException;

import java.util.List;

/** Firehose's errors with its codes and messages. */
final class FirehoseErrors {
    private FirehoseErrors() {}

    static AwsServiceException invalidArgument(String message) {
        return error(InvalidArgumentException.builder(), 400, "InvalidArgumentException", message);
    }

    static AwsServiceException inUse(String message) {
        return error(ResourceInUseException.builder(), 400, "ResourceInUseException", message);
    }

    static AwsServiceException notFound(String message) {
        return error(
                ResourceNotFoundException.builder(), 400, "ResourceNotFoundException", message);
    }

    static AwsServiceException staleVersion(String name, int current, String specified) {
        return error(
                ConcurrentModificationException.builder(),
                400,
                "ConcurrentModificationException",
                "Cannot update firehose: %s since the current version id: %d and specified version id: %s do not match"
                        .formatted(name, current, specified));
    }

    static AwsServiceException slowDown() {
        return error(
                ServiceUnavailableException.builder(),
                503,
                "ServiceUnavailableException",
                "Slow down.");
    }

    /** What a member's value breaks; all of a request's are told together. */
    static AwsServiceException validation(List<String> problems) {
        String count =
                problems.size() == 1
                        ? "1 validation error detected: "
                        : problems.size() + " validation errors detected: ";
        return error(
                FirehoseException.builder(),
                400,
                "ValidationException",
                count + String.join("; ", problems));
    }

    private static AwsServiceException error(
            AwsServiceException.Builder builder, int status, String code, String message) {
        return builder.message(message)
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("Firehose")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .build();
    }
}
