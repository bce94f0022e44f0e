package dev.kinescope.localcloud.faults;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;

/** Errors of AWS by their code: the SDK's own type for it where the service's model has one. */
final class AwsErrors {
    private static final Map<String, Integer> STATUSES =
            Map.of(
                    "SlowDown", 503,
                    "ServiceUnavailable", 503,
                    "ServiceUnavailableException", 503,
                    "InternalError", 500,
                    "InternalFailure", 500,
                    "InternalServerException", 500,
                    "ServiceException", 500,
                    "AccessDenied", 403,
                    "TooManyRequestsException", 429);
    private static final Map<String, String> MESSAGES =
            Map.of(
                    "SlowDown", "Please reduce your request rate.",
                    "ThrottlingException", "Rate exceeded",
                    "TooManyRequestsException", "Rate Exceeded.",
                    "InternalFailure", "Internal Service Failure",
                    "InternalServerException",
                            "An internal server error occurred. Retry your" + " request.",
                    "InternalError", "We encountered an internal error. Please try again.",
                    "ProvisionedThroughputExceededException", "Rate exceeded");

    private AwsErrors() {}

    /** The status that AWS sends with a code, 400 for most. */
    static int status(String code) {
        return STATUSES.getOrDefault(code, 400);
    }

    static String message(String code) {
        return MESSAGES.getOrDefault(code, "The call failed on purpose: " + code);
    }

    /** The exception that the service of a request throws for a code. */
    static AwsServiceException of(SdkRequest request, String code, int status, String message) {
        return builder(request, code)
                .orElseGet(AwsServiceException::builder)
                .message(message)
                .statusCode(status)
                .awsErrorDetails(
                        AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
                .build();
    }

    private static Optional<AwsServiceException.Builder> builder(SdkRequest request, String code) {
        String name = code.endsWith("Exception") ? code : code + "Exception";
        if (!name.chars().allMatch(Character::isJavaIdentifierPart)) {
            return Optional.empty();
        }
        Class<?> model = request.getClass();
        try {
            Class<?> type =
                    Class.forName(
                            model.getPackageName() + "." + name, true, model.getClassLoader());
            Method builder = type.getMethod("builder");
            return builder.invoke(null) instanceof AwsServiceException.Builder found
                    ? Optional.of(found)
                    : Optional.empty();
        } catch (ReflectiveOperationException e) {
            // A code that the model does not name is the plain exception with that code.
            return Optional.empty();
        }
    }
}
