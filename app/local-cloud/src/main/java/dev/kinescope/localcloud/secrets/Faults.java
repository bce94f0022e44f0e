package dev.kinescope.localcloud.secrets;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;

/** Secrets Manager's exceptions with its own codes. */
final class Faults {
    private Faults() {}

    static AwsServiceException notFound() {
        return of(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret.");
    }

    static AwsServiceException noValue(String what) {
        return of(
                ResourceNotFoundException.builder(),
                "ResourceNotFoundException",
                "Secrets Manager can't find the specified secret value for " + what);
    }

    static AwsServiceException exists(String message) {
        return of(ResourceExistsException.builder(), "ResourceExistsException", message);
    }

    static AwsServiceException invalidRequest(String message) {
        return of(InvalidRequestException.builder(), "InvalidRequestException", message);
    }

    static AwsServiceException invalidParameter(String message) {
        return of(InvalidParameterException.builder(), "InvalidParameterException", message);
    }

    static AwsServiceException validation(String field, String constraint) {
        return of(
                SecretsManagerException.builder(),
                "ValidationException",
                "1 validation error detected: Value at '"
                        + field
                        + "' failed to satisfy constraint: "
                        + constraint);
    }

    private static AwsServiceException of(
            AwsServiceException.Builder builder, String code, String message) {
        return builder.message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("SecretsManager")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(400)
                .build();
    }
}
