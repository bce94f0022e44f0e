package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.auth.Caller;
import dev.kinescope.localcloud.auth.Principal;

import java.util.Map;
import java.util.Optional;

/**
 * The session of a role on whose behalf a call is made.
 *
 * @param role the role's name without its path
 */
record RoleSession(Principal principal, String role) {
    private static final String MARKER = ":assumed-role/";

    /** Empty for the account's root and for the cloud's own work, which may do everything. */
    static Optional<RoleSession> current() {
        return Caller.CURRENT.isBound() ? of(Caller.CURRENT.get()) : Optional.empty();
    }

    static Optional<RoleSession> of(Principal principal) {
        String arn = principal.arn();
        int marker = arn.indexOf(MARKER);
        if (marker < 0) {
            return Optional.empty();
        }
        int from = marker + MARKER.length();
        int end = arn.indexOf('/', from);
        return Optional.of(
                new RoleSession(principal, arn.substring(from, end < 0 ? arn.length() : end)));
    }

    String roleArn() {
        return "arn:aws:iam::" + principal.accountId() + ":role/" + role;
    }

    /**
     * The condition keys that every call has. A call never leaves this machine, so it counts as
     * made over TLS: a policy for AWS that asks for it works here, too.
     */
    Map<String, String> context(String region) {
        return Map.of(
                "aws:securetransport", "true",
                "aws:principalarn", roleArn(),
                "aws:principalaccount", principal.accountId(),
                "aws:principaltype", "AssumedRole",
                "aws:resourceaccount", principal.accountId(),
                "aws:requestedregion", region,
                "aws:userid", principal.userId());
    }
}
