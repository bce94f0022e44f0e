package dev.kinescope.localcloud.iam.access;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** Makes the exception with which a service refuses a call. */
final class Refusal {
    private Refusal() {}

    static AwsServiceException of(
            AwsServiceException.Builder builder,
            String service,
            int status,
            String code,
            String message) {
        return builder.message(message)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(service)
                                .errorCode(code)
                                .errorMessage(message)
                                .build())
                .statusCode(status)
                .build();
    }

    /** As the JSON services do. */
    static AwsServiceException json(
            AwsServiceException.Builder builder, String service, String message) {
        return of(builder, service, 400, "AccessDeniedException", message);
    }
}
