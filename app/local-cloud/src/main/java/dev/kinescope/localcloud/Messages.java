package dev.kinescope.localcloud;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a service said was wrong, without the request ids that clients append. */
final class Messages {
    private Messages() {}

    static String of(SdkException error) {
        if (error instanceof AwsServiceException service
                && service.awsErrorDetails() != null
                && service.awsErrorDetails().errorMessage() != null) {
            return service.awsErrorDetails().errorMessage();
        }
        return String.valueOf(error.getMessage());
    }
}
