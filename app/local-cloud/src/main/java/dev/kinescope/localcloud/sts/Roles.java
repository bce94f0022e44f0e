package dev.kinescope.localcloud.sts;

import dev.kinescope.localcloud.auth.Principal;

import java.util.Optional;

/** What STS needs to know of roles. */
public interface Roles {

    /** The longest session of a role in seconds; empty if there is no such role. */
    Optional<Integer> longestSession(String roleName);

    /** Whether the role's trust policy, and the caller's own policies, let the caller have it. */
    boolean mayAssume(Principal caller, String roleArn, Optional<String> externalId);
}
