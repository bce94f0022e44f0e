package dev.kinescope.localcloud.lambda;

import java.io.IOException;

/** A function's package holds nothing that can be started; Lambda's Runtime.InvalidEntrypoint. */
final class InvalidEntrypointException extends IOException {
    private static final long serialVersionUID = 1;

    InvalidEntrypointException(String message) {
        super(message);
    }
}
