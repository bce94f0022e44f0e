package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.auth.Caller;
import dev.kinescope.localcloud.auth.Principal;
import dev.kinescope.localcloud.calls.CannotAssumeRoleException;
import dev.kinescope.localcloud.calls.RoleActor;
import dev.kinescope.localcloud.iam.RoleBook;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Lets services act as roles that trust them; cheap enough to be asked for every call. */
public final class RoleSessions implements RoleActor {
    private static final int KEPT = 1000;

    private record Key(String roleArn, String servicePrincipal, String roleId) {}

    private final RoleBook roles;
    private final RoleTrust trust;
    private final Map<Key, Principal> principals = new ConcurrentHashMap<>();

    public RoleSessions(RoleBook roles, RoleTrust trust) {
        this.roles = roles;
        this.trust = trust;
    }

    @Override
    public <T> T as(String roleArn, String servicePrincipal, Supplier<T> work) {
        String id =
                roles.idOf(roleArn)
                        .orElseThrow(() ->
                                new CannotAssumeRoleException("There is no role " + roleArn + "."));
        if (!trust.byService(roleArn, servicePrincipal)) {
            throw new CannotAssumeRoleException(
                    "The trust policy of "
                            + roleArn
                            + " does not let "
                            + servicePrincipal
                            + " assume it.");
        }
        if (principals.size() > KEPT) {
            principals.clear();
        }
        Principal session =
                principals.computeIfAbsent(
                        new Key(roleArn, servicePrincipal, id), RoleSessions::principal);
        return ScopedValue.where(Caller.CURRENT, session).call(work::get);
    }

    /** A service's session is named after it, such as {@code firehose}. */
    private static Principal principal(Key key) {
        String account = key.roleArn().split(":", -1)[4];
        String role = key.roleArn().substring(key.roleArn().lastIndexOf('/') + 1);
        String service = key.servicePrincipal();
        int dot = service.indexOf('.');
        String name = dot < 0 ? service : service.substring(0, dot);
        return new Principal(
                "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + name,
                key.roleId() + ":" + name,
                account);
    }
}
