package dev.kinescope.localcloud.firehose;

import java.util.function.Consumer;
import java.util.function.Supplier;

/** Invokes the Lambda function of a delivery stream, synchronously. */
@FunctionalInterface
public interface Transformer {

    /**
     * Sends one event and waits for the answer; failures are answers, not exceptions.
     *
     * @param functionArn of the function, a version or an alias
     * @param event the transformation event as JSON; asked for after any wait for a turn, and
     *     throws if the call is not wanted any more, which is passed on
     * @param begun runs on the caller's thread when the function is called; it is given what lets
     *     others take the turn, for when the caller waits no longer
     */
    Answer invoke(String functionArn, Supplier<byte[]> event, Consumer<Runnable> begun);

    /** What came of an invocation. */
    sealed interface Answer {
        /** The function's payload, of whatever shape. */
        @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
        record Returned(byte[] payload) implements Answer {}

        /** The invocation failed; it is tried again as often as the processor allows. */
        record Failed(Failure failure) implements Answer {}
    }

    /** The failures, with the codes and messages that error objects carry. */
    enum Failure {
        FUNCTION_ERROR(
                "Lambda.FunctionError",
                "The Lambda function was successfully invoked but it returned an error result."),
        TIMED_OUT(
                "Lambda.FunctionTimedOut",
                "The Lambda function invocation timed out. Increase the Timeout setting in the"
                        + " Lambda function."),
        LIMIT_EXCEEDED(
                "Lambda.InvokeLimitExceeded",
                "The Lambda invocation limit has been reached. Increase the concurrency of the"
                        + " function."),
        NOT_FOUND("Lambda.ResourceNotFound", "The Lambda function was not found."),
        ACCESS_DENIED(
                "Lambda.InvokeAccessDenied",
                "Access was denied. Ensure that the access policy allows access to the Lambda"
                        + " function."),
        ROLE_NOT_ASSUMED(
                "Lambda.AssumeRoleAccessDenied",
                "Access was denied. Ensure that the trust policy allows Firehose to assume the IAM"
                        + " role."),
        INTERNAL("InternalError", "The Lambda function could not be invoked.");

        private final String code;
        private final String message;

        Failure(String code, String message) {
            this.code = code;
            this.message = message;
        }

        String code() {
            return code;
        }

        String message() {
            return message;
        }
    }
}
