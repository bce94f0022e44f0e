package dev.kinescope.localcloud;

import dev.kinescope.localcloud.auth.Principal;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.calls.RoleActor;
import dev.kinescope.localcloud.iam.LocalIam;
import dev.kinescope.localcloud.iam.RoleDelay;
import dev.kinescope.localcloud.iam.access.AuthorizationGate;
import dev.kinescope.localcloud.iam.access.ResourceNames;
import dev.kinescope.localcloud.iam.access.RoleSessions;
import dev.kinescope.localcloud.iam.access.RoleTrust;
import dev.kinescope.localcloud.kinesis.StreamTokens;
import dev.kinescope.localcloud.secrets.LocalSecrets;
import dev.kinescope.localcloud.store.DocumentStore;

import software.amazon.awssdk.services.iam.model.NoSuchEntityException;

import java.util.Optional;

/**
 * IAM and all that decides by it: before which gate calls pass, how services act as roles, and who
 * may assume them.
 *
 * @param gate refuses what a role's session may not do
 * @param actor lets services act as the roles that users gave them
 * @param delay how long roles and policies take to be in effect, to be changed at will
 * @param secrets is here since the ARNs of secrets are known to it alone
 */
record Roles(
        LocalIam iam,
        CallGate gate,
        RoleActor actor,
        RoleTrust trust,
        RoleDelay delay,
        LocalSecrets secrets) {

    static Roles of(LocalCloudSettings settings, CloudIdentity identity, DocumentStore documents) {
        var delay = new RoleDelay(settings.roleDelay());
        var iam = new LocalIam(identity, documents, delay, settings.clock());
        var secrets = new LocalSecrets(identity, documents, settings.clock());
        var trust = new RoleTrust(iam.roles(), identity);
        return new Roles(
                iam,
                new AuthorizationGate(iam.roles(), identity, names(secrets)),
                new RoleSessions(iam.roles(), trust),
                trust,
                delay,
                secrets);
    }

    private static ResourceNames names(LocalSecrets secrets) {
        return new ResourceNames() {
            @Override
            public Optional<String> streamOfToken(String token) {
                return StreamTokens.streamOf(token);
            }

            @Override
            public Optional<String> arnOfSecret(String id) {
                return secrets.arnOf(id);
            }
        };
    }

    /** What STS asks before it lends a role. */
    dev.kinescope.localcloud.sts.Roles assumable() {
        return new dev.kinescope.localcloud.sts.Roles() {
            @Override
            public Optional<Integer> longestSession(String roleName) {
                try {
                    return Optional.of(
                            iam.getRole(request -> request.roleName(roleName))
                                    .role()
                                    .maxSessionDuration());
                } catch (NoSuchEntityException e) {
                    return Optional.empty();
                }
            }

            @Override
            public boolean mayAssume(
                    Principal caller, String roleArn, Optional<String> externalId) {
                return trust.byCaller(caller, roleArn, externalId);
            }
        };
    }
}
