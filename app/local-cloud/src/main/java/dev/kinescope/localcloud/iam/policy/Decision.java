package dev.kinescope.localcloud.iam.policy;

/** What policies say of a request (AWS documentation, Policy evaluation logic). */
public enum Decision {
    ALLOWED,
    /** No statement allows it. */
    NOT_ALLOWED,
    /** A statement denies it, whatever others allow. */
    DENIED
}
