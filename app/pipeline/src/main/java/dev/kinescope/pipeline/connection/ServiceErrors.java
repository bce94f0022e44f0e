package dev.kinescope.pipeline.connection;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.util.Objects;

/** Reads the code and the message of an AWS error. */
public final class ServiceErrors {
    private ServiceErrors() {}

    /** AWS's error code, for example {@code ResourceInUseException}; the class name without one. */
    public static String code(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorCode() == null
                ? failure.getClass().getSimpleName()
                : failure.awsErrorDetails().errorCode();
    }

    /** AWS's message alone, without the status and request id that the SDK adds. */
    public static String message(AwsServiceException failure) {
        return failure.awsErrorDetails() == null || failure.awsErrorDetails().errorMessage() == null
                ? Objects.requireNonNullElse(failure.getMessage(), "")
                : failure.awsErrorDetails().errorMessage();
    }
}
