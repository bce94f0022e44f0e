package dev.kinescope.localcloud.wire;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a client is told of a failed request.
 *
 * @param details the exception's own further members, which JSON protocols send along
 */
public record Fault(int status, String code, String message, Optional<SdkPojo> details) {

    static final String QUERY_ERROR = "x-amzn-query-error";

    /** Codes of the Query protocol whose shapes have "Exception" behind them. */
    private static final Set<String> QUERY_CODES =
            Set.of("InvalidParameterValue", "InvalidParameterCombination");

    /** The fault that a typed exception of the SDK stands for. */
    public static Fault of(AwsServiceException e) {
        @Nullable AwsErrorDetails error = e.awsErrorDetails();
        String code = error == null ? null : error.errorCode();
        String message = error == null ? null : error.errorMessage();
        return new Fault(
                e.statusCode() == 0 ? 400 : e.statusCode(),
                Objects.requireNonNullElse(code, e.getClass().getSimpleName()),
                Objects.requireNonNullElse(message, Objects.requireNonNullElse(e.getMessage(), "")),
                Optional.of(e));
    }

    public static Fault of(RequestFault e) {
        return new Fault(
                e.status(),
                e.code(),
                Objects.requireNonNullElse(e.getMessage(), ""),
                Optional.empty());
    }

    /** A fault without further members. */
    static Fault plain(int status, String code, String message) {
        return new Fault(status, code, message, Optional.empty());
    }

    /** A failure of the local cloud itself; what happened is in its log under the request id. */
    public static Fault internal(String requestId) {
        return new Fault(
                500,
                "InternalFailure",
                "The local cloud failed while it served the request; its log says why, under"
                        + " request "
                        + requestId
                        + ".",
                Optional.empty());
    }

    /**
     * The name of the error's shape, which differs from the code where that is still the one of the
     * Query protocol (Smithy documentation, awsQueryCompatible).
     */
    String type() {
        return QUERY_CODES.contains(code) ? code + "Exception" : code;
    }

    /** What tells clients of the Query protocol's errors the code. */
    String queryError() {
        return code + ";" + (clientSide() ? "Sender" : "Receiver");
    }

    /** Whether the client can mend the request; otherwise the server was at fault. */
    boolean clientSide() {
        return status < 500;
    }
}
