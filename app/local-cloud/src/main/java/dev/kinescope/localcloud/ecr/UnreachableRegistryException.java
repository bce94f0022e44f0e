package dev.kinescope.localcloud.ecr;

/** The registry that the settings name does not answer as an OCI registry should. */
final class UnreachableRegistryException extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnreachableRegistryException(String message) {
        super(message);
    }

    UnreachableRegistryException(String message, Throwable cause) {
        super(message, cause);
    }
}
