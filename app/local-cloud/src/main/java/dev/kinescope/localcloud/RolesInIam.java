package dev.kinescope.localcloud;

import dev.kinescope.localcloud.lambda.ExecutionRoles;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/** Lets Lambda take on the roles that IAM has and whose trust policy names Lambda. */
final class RolesInIam implements ExecutionRoles {
    private static final String LAMBDA = "lambda.amazonaws.com";

    private final IamClient iam;

    RolesInIam(IamClient iam) {
        this.iam = iam;
    }

    @Override
    public boolean canBeAssumed(String roleArn) {
        String name = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        try {
            var role = iam.getRole(get -> get.roleName(name)).role();
            String trust = role.assumeRolePolicyDocument();
            return role.arn().equals(roleArn)
                    && trust != null
                    && URLDecoder.decode(trust, StandardCharsets.UTF_8).contains(LAMBDA);
        } catch (NoSuchEntityException e) {
            return false;
        }
    }
}
