package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.auth.Principal;
import dev.kinescope.localcloud.iam.RoleBook;
import dev.kinescope.localcloud.iam.policy.AccessRequest;
import dev.kinescope.localcloud.iam.policy.Decision;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Who may assume a role, by its trust policy. */
public final class RoleTrust {
    private static final String FIREHOSE = "firehose.amazonaws.com";
    private static final String EXTERNAL_ID = "sts:externalid";

    private final RoleBook roles;
    private final CloudIdentity identity;

    public RoleTrust(RoleBook roles, CloudIdentity identity) {
        this.roles = roles;
        this.identity = identity;
    }

    /**
     * Whether a service may assume a role for this account. It tells {@code aws:SourceAccount} and,
     * as Firehose does, the account as {@code sts:ExternalId}; {@code aws:SourceArn} is not told.
     */
    public boolean byService(String roleArn, String servicePrincipal) {
        var context = new HashMap<>(Map.of("aws:sourceaccount", identity.accountId()));
        if (servicePrincipal.equals(FIREHOSE)) {
            context.put(EXTERNAL_ID, identity.accountId());
        }
        return roles.trusts(roleArn, Set.of("Service:" + servicePrincipal), context)
                == Decision.ALLOWED;
    }

    /**
     * Whether a caller may assume a role: its trust policy names the caller, or the account, and
     * then the caller's own policies have to allow it (AWS documentation, Cross-account policy
     * evaluation, for principals of one account).
     */
    public boolean byCaller(Principal caller, String roleArn, Optional<String> externalId) {
        Optional<RoleSession> session = RoleSession.of(caller);
        var context = new HashMap<String, String>();
        session.ifPresent(one -> context.putAll(one.context(identity.region())));
        externalId.ifPresent(id -> context.put(EXTERNAL_ID, id));
        var account = Set.of("AWS:arn:aws:iam::" + identity.accountId() + ":root");
        if (session.isEmpty()) {
            return roles.trusts(roleArn, account, context) == Decision.ALLOWED;
        }
        Decision own =
                roles.decide(
                        session.get().role(),
                        new AccessRequest("sts:AssumeRole", List.of(roleArn), context));
        var names = Set.of("AWS:" + caller.arn(), "AWS:" + session.get().roleArn());
        Decision named = roles.trusts(roleArn, names, context);
        Decision byAccount = roles.trusts(roleArn, account, context);
        if (List.of(own, named, byAccount).contains(Decision.DENIED)) {
            return false;
        }
        return named == Decision.ALLOWED
                || (byAccount == Decision.ALLOWED && own == Decision.ALLOWED);
    }
}
