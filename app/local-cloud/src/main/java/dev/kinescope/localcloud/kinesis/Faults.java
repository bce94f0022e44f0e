package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KmsNotFoundException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

/** Kinesis' exceptions with its own error codes. */
final class Faults {
    private Faults() {}

    static AwsServiceException notFound(String message) {
        return of(ResourceNotFoundException.builder(), "ResourceNotFoundException", message);
    }

    static AwsServiceException inUse(String message) {
        return of(ResourceInUseException.builder(), "ResourceInUseException", message);
    }

    static AwsServiceException invalidArgument(String message) {
        return of(InvalidArgumentException.builder(), "InvalidArgumentException", message);
    }

    static AwsServiceException limitExceeded(String message) {
        return of(LimitExceededException.builder(), "LimitExceededException", message);
    }

    static AwsServiceException kmsNotFound(String message) {
        return of(KmsNotFoundException.builder(), "KMSNotFoundException", message);
    }

    static AwsServiceException validation(String message) {
        return of(ValidationException.builder(), "ValidationException", message);
    }

    static AwsServiceException expiredIterator(String message) {
        return of(ExpiredIteratorException.builder(), "ExpiredIteratorException", message);
    }

    static AwsServiceException expiredToken(String message) {
        return of(ExpiredNextTokenException.builder(), "ExpiredNextTokenException", message);
    }

    static AwsServiceException throughputExceeded(String message) {
        return of(
                ProvisionedThroughputExceededException.builder(),
                "ProvisionedThroughputExceededException",
                message);
    }

    private static AwsServiceException of(
            AwsServiceException.Builder builder, String code, String message) {
        return builder.message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("Kinesis")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(400)
                .build();
    }
}
