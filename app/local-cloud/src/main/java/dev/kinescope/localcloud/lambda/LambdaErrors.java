package dev.kinescope.localcloud.lambda;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.lambda.model.InvalidParameterValueException;
import software.amazon.awssdk.services.lambda.model.InvalidRequestContentException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.lambda.model.PreconditionFailedException;
import software.amazon.awssdk.services.lambda.model.RequestTooLargeException;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;
import software.amazon.awssdk.services.lambda.model.ServiceException;
import software.amazon.awssdk.services.lambda.model.ThrottleReason;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;

/** Lambda's errors with its codes, HTTP statuses and messages. */
final class LambdaErrors {
    private LambdaErrors() {}

    static LambdaException notFound(String what) {
        return finish(
                ResourceNotFoundException.builder().type("User"),
                "ResourceNotFoundException",
                404,
                what);
    }

    static LambdaException functionNotFound(String arn) {
        return notFound("Function not found: " + arn);
    }

    static LambdaException conflict(String message) {
        return finish(
                ResourceConflictException.builder().type("User"),
                "ResourceConflictException",
                409,
                message);
    }

    static LambdaException invalid(String message) {
        return finish(
                InvalidParameterValueException.builder().type("User"),
                "InvalidParameterValueException",
                400,
                message);
    }

    /** A value outside what the service model allows. */
    static LambdaException constraint(String value, String member, String rule) {
        return finish(
                LambdaException.builder(),
                "ValidationException",
                400,
                "1 validation error detected: Value '%s' at '%s' failed to satisfy constraint: %s"
                        .formatted(value, member, rule));
    }

    static LambdaException badContent(String message) {
        return finish(
                InvalidRequestContentException.builder().type("User"),
                "InvalidRequestContentException",
                400,
                message);
    }

    static LambdaException staleRevision() {
        return finish(
                PreconditionFailedException.builder().type("User"),
                "PreconditionFailedException",
                412,
                "The RevisionId provided does not match the latest RevisionId. Call the"
                        + " GetFunction/GetAlias API to retrieve the latest RevisionId");
    }

    static LambdaException tooLarge(String message) {
        return finish(
                RequestTooLargeException.builder().type("User"),
                "RequestTooLargeException",
                413,
                message);
    }

    static LambdaException throttled() {
        return finish(
                TooManyRequestsException.builder()
                        .type("User")
                        .reason(ThrottleReason.CONCURRENT_INVOCATION_LIMIT_EXCEEDED),
                "TooManyRequestsException",
                429,
                "Rate Exceeded.");
    }

    static LambdaException reservedConcurrencyUsedUp() {
        return finish(
                TooManyRequestsException.builder()
                        .type("User")
                        .reason(
                                ThrottleReason
                                        .RESERVED_FUNCTION_CONCURRENT_INVOCATION_LIMIT_EXCEEDED),
                "TooManyRequestsException",
                429,
                "Rate Exceeded.");
    }

    static LambdaException service(String message, Throwable cause) {
        return finish(
                ServiceException.builder().type("Service").cause(cause),
                "ServiceException",
                500,
                message);
    }

    static LambdaException ending() {
        return finish(
                ServiceException.builder().type("Service"),
                "ServiceException",
                500,
                "The local cloud is ending and runs no more functions.");
    }

    private static LambdaException finish(
            LambdaException.Builder builder, String code, int status, String message) {
        return (LambdaException)
                builder.awsErrorDetails(
                                AwsErrorDetails.builder()
                                        .errorCode(code)
                                        .errorMessage(message)
                                        .serviceName("Lambda")
                                        .build())
                        .message(message)
                        .statusCode(status)
                        .build();
    }
}
