package dev.kinescope.localcloud.iam.policy;

/** A policy document that IAM would not take, or that the local cloud could not hold to. */
public final class MalformedPolicyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MalformedPolicyException(String message) {
        super(message);
    }
}
