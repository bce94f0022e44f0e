package dev.kinescope.localcloud;

import dev.kinescope.localcloud.iam.access.RoleTrust;
import dev.kinescope.localcloud.lambda.ExecutionRoles;

/** Lets Lambda take on the roles that IAM has and whose trust policy names Lambda. */
final class RolesInIam implements ExecutionRoles {
    private static final String LAMBDA = "lambda.amazonaws.com";

    private final RoleTrust trust;

    RolesInIam(RoleTrust trust) {
        this.trust = trust;
    }

    @Override
    public boolean canBeAssumed(String roleArn) {
        return trust.byService(roleArn, LAMBDA);
    }
}
