package dev.kinescope.localcloud.calls;

import java.util.function.Supplier;

/** Lets a local service act with a role that its user gave it, as AWS's services do. */
@FunctionalInterface
public interface RoleActor {

    /**
     * Does work with the permissions of a role; calls of other services made on this thread are the
     * role's.
     *
     * @param roleArn {@code arn:aws:iam::ACCOUNT:role/NAME}
     * @param servicePrincipal who assumes it, such as {@code firehose.amazonaws.com}
     * @throws CannotAssumeRoleException if the role is not there or does not trust the service
     */
    <T> T as(String roleArn, String servicePrincipal, Supplier<T> work);
}
