package dev.kinescope.localcloud.calls;

/** A role is not there, or does not let the service assume it. */
public final class CannotAssumeRoleException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public CannotAssumeRoleException(String message) {
        super(message);
    }
}
