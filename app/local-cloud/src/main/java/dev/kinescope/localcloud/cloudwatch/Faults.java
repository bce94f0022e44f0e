package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;

/** CloudWatch's exceptions with its own error codes. */
final class Faults {
    private Faults() {}

    static AwsServiceException validation(String message) {
        return of(CloudWatchException.builder(), "ValidationError", message);
    }

    static AwsServiceException invalidValue(String message) {
        return of(InvalidParameterValueException.builder(), "InvalidParameterValue", message);
    }

    static AwsServiceException invalidCombination(String message) {
        return of(
                InvalidParameterCombinationException.builder(),
                "InvalidParameterCombination",
                message);
    }

    static AwsServiceException invalidToken(String message) {
        return of(InvalidNextTokenException.builder(), "InvalidNextToken", message);
    }

    /**
     * What AWS says of too many calls; clients that try again are heard once the oldest have given
     * way, within a minute.
     */
    static AwsServiceException throttled() {
        return of(CloudWatchException.builder(), "Throttling", "Rate exceeded");
    }

    private static AwsServiceException of(
            AwsServiceException.Builder builder, String code, String message) {
        return builder.message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName("CloudWatch")
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(400)
                .build();
    }
}
