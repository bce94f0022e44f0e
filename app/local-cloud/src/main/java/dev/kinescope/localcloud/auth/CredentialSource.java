package dev.kinescope.localcloud.auth;

import java.time.Duration;

/** Hands out temporary credentials of a role, as STS AssumeRole does inside AWS. */
@FunctionalInterface
public interface CredentialSource {

    /**
     * New credentials that the endpoint accepts until they expire.
     *
     * @param roleArn {@code arn:aws:iam::ACCOUNT:role/NAME}; its existence is not checked here
     * @param sessionName names the session, for a function its own name
     */
    Credential assume(String roleArn, String sessionName, Duration validFor);
}
