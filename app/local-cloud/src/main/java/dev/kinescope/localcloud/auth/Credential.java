package dev.kinescope.localcloud.auth;

import java.time.Instant;
import java.util.Optional;

/**
 * Keys that sign requests, and whom they stand for.
 *
 * @param sessionToken present for temporary credentials, which end at {@code expires}
 */
public record Credential(
        String accessKeyId,
        String secretAccessKey,
        Optional<String> sessionToken,
        Optional<Instant> expires,
        Principal principal) {

    /** Leaves the secrets out, so that no log shows them. */
    @Override
    public String toString() {
        return "Credential[" + accessKeyId + " of " + principal.arn() + "]";
    }
}
