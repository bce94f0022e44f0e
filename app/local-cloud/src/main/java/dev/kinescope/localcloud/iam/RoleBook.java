package dev.kinescope.localcloud.iam;

import dev.kinescope.localcloud.iam.policy.AccessRequest;
import dev.kinescope.localcloud.iam.policy.Decision;
import dev.kinescope.localcloud.iam.policy.MalformedPolicyException;
import dev.kinescope.localcloud.iam.policy.PolicyDocument;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What roles may do and whom they trust at this moment: IAM's definitions once the {@link
 * RoleDelay} has passed, read once and kept ready for a decision on every call.
 */
public final class RoleBook {
    private static final Logger LOG = LoggerFactory.getLogger(RoleBook.class);

    /** A role as it was at some time. */
    private record Snapshot(
            String arn,
            String id,
            PolicyDocument trust,
            List<PolicyDocument> inline,
            List<String> attached) {}

    private final AccountArns arns;
    private final RoleDelay delay;
    private final Clock clock;
    private final Map<String, Timeline<Snapshot>> roles = new ConcurrentHashMap<>();
    private final Map<String, Timeline<PolicyDocument>> policies = new ConcurrentHashMap<>();

    RoleBook(Documents documents, AccountArns arns, RoleDelay delay, Clock clock) {
        this.arns = arns;
        this.delay = delay;
        this.clock = clock;
        for (RoleState role : documents.roles()) {
            reading("role " + role.name(), () -> roleChanged(role, role.created()));
        }
        for (PolicyState policy : documents.policies()) {
            reading("policy " + policy.name(), () -> policyChanged(policy, policy.created()));
        }
    }

    private static void reading(String what, Runnable work) {
        try {
            work.run();
        } catch (MalformedPolicyException e) {
            LOG.warn(
                    "The kept {} has a document that cannot be held to, so it allows nothing until"
                            + " it is put again: {}",
                    what,
                    e.getMessage());
        }
    }

    /**
     * Decides what a session of a role asks for; a role that is not there allows nothing.
     *
     * @param roleName without its path
     */
    public Decision decide(String roleName, AccessRequest request) {
        return roleNow(roleName)
                .map(role -> PolicyDocument.decide(policiesOf(role), request))
                .orElse(Decision.NOT_ALLOWED);
    }

    /** The unique id of the role of that ARN; empty if there is none, or it is not in effect. */
    public Optional<String> idOf(String roleArn) {
        return role(roleArn).map(Snapshot::id);
    }

    /**
     * Decides by a role's trust policy whether it may be assumed.
     *
     * @param names all that stand for who wants to, such as {@code Service:lambda.amazonaws.com}
     * @param context the condition keys of the request, in lower case
     */
    public Decision trusts(String roleArn, Set<String> names, Map<String, String> context) {
        var request = new AccessRequest("sts:AssumeRole", List.of(roleArn), context);
        return role(roleArn)
                .map(role -> role.trust().decide(names, request))
                .orElse(Decision.NOT_ALLOWED);
    }

    /** Takes note of a role that was created or changed. */
    void roleChanged(RoleState role, long since) {
        var snapshot =
                new Snapshot(
                        arns.role(role),
                        role.id(),
                        PolicyDocument.ofTrust(role.trust()),
                        role.policies().values().stream().map(PolicyDocument::ofIdentity).toList(),
                        List.copyOf(role.attached()));
        roles.computeIfAbsent(role.name(), _ -> new Timeline<>()).add(since, snapshot);
    }

    void roleDeleted(String name) {
        roles.remove(name);
    }

    void policyChanged(PolicyState policy, long since) {
        policies.computeIfAbsent(arns.policy(policy), _ -> new Timeline<>())
                .add(since, PolicyDocument.ofIdentity(policy.document()));
    }

    void policyDeleted(String arn) {
        policies.remove(arn);
    }

    private Optional<Snapshot> role(String arn) {
        return roleNow(arn.substring(arn.lastIndexOf('/') + 1))
                .filter(role -> role.arn().equals(arn));
    }

    private Optional<Snapshot> roleNow(String name) {
        Timeline<Snapshot> known = roles.get(name);
        return known == null ? Optional.empty() : known.at(effective());
    }

    private List<PolicyDocument> policiesOf(Snapshot role) {
        if (role.attached().isEmpty()) {
            return role.inline();
        }
        var all = new ArrayList<>(role.inline());
        for (String arn : role.attached()) {
            Timeline<PolicyDocument> own = policies.get(arn);
            if (own == null) {
                AwsManagedPolicies.find(arn).ifPresent(known -> all.add(known.policy()));
            } else {
                own.at(effective()).ifPresent(all::add);
            }
        }
        return all;
    }

    /** What was so at this time is in effect now. */
    private long effective() {
        return clock.millis() - delay.get().toMillis();
    }
}
