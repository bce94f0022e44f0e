package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** What a refused call says. */
final class KinesisFaults {
    private KinesisFaults() {}

    static void assertFault(
            ThrowingCallable call, Class<? extends AwsServiceException> type, String message) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        type,
                        e -> assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message));
    }
}
