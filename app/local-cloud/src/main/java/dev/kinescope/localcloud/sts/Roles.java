package dev.kinescope.localcloud.sts;

import java.util.Optional;

/** What STS needs to know of roles. */
@FunctionalInterface
public interface Roles {

    /** The longest session of a role in seconds; empty if there is no such role. */
    Optional<Integer> longestSession(String roleName);
}
