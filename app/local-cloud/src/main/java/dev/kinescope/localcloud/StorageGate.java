package dev.kinescope.localcloud;

import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.ServiceCall;
import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskFullException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.firehose.model.FirehoseException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.lambda.model.LambdaException;
import software.amazon.awssdk.services.s3.model.S3Exception;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Makes a store's failure an answer of the service that met it: status 500 with AWS's code and the
 * reason, so that clients and other services see what they would see of AWS, and a person reads
 * what to do.
 */
final class StorageGate implements CallGate {
    private static final Logger LOG = LoggerFactory.getLogger(StorageGate.class);
    private static final int SERVER_ERROR = 500;

    private final Optional<Path> directory;

    /** What was logged last: a full disk meets every call, and is told once. */
    private final AtomicReference<String> told = new AtomicReference<>("");

    /**
     * @param directory the data directory, if there is one
     */
    StorageGate(Optional<Path> directory) {
        this.directory = directory;
    }

    @Override
    public SdkPojo pass(ServiceCall call, Function<SdkRequest, SdkPojo> service) {
        try {
            return service.apply(call.request());
        } catch (UncheckedIOException e) {
            throw answer(call, e);
        }
    }

    private AwsServiceException answer(ServiceCall call, UncheckedIOException failure) {
        String message =
                failure instanceof DiskFullException
                        ? String.valueOf(failure.getMessage())
                        : reason(failure) + "." + directory.map(StorageGate::room).orElse("");
        String kind = failure.getClass().getSimpleName() + call.service() + call.operation();
        if (!told.getAndSet(kind).equals(kind)) {
            LOG.error("{} of {} failed.", call.operation(), call.service(), failure);
        }
        AwsServiceException.Builder answer =
                switch (call.service()) {
                    case "kinesis" -> KinesisException.builder();
                    case "s3" -> S3Exception.builder();
                    case "lambda" -> LambdaException.builder();
                    case "firehose" -> FirehoseException.builder();
                    case "iam" -> IamException.builder();
                    default -> AwsServiceException.builder();
                };
        return answer.statusCode(SERVER_ERROR)
                .awsErrorDetails(
                        AwsErrorDetails.builder()
                                .serviceName(call.service())
                                .errorCode(code(call.service()))
                                .errorMessage(message)
                                .build())
                .message(message)
                .cause(failure)
                .build();
    }

    private static String room(Path directory) {
        return " The data directory "
                + directory
                + " has "
                + Disk.text(Disk.free(directory))
                + " free.";
    }

    /** What failed, and why as far as that is known. */
    private static String reason(UncheckedIOException failure) {
        var reason = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            if (message != null && reason.indexOf(message) < 0) {
                reason.append(": ").append(message);
            }
        }
        return reason.toString();
    }

    private static String code(String service) {
        return switch (service) {
            case "s3" -> "InternalError";
            case "lambda" -> "ServiceException";
            case "iam" -> "ServiceFailure";
            default -> "InternalFailure";
        };
    }
}
