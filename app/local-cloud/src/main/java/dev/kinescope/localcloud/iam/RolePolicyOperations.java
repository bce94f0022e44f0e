package dev.kinescope.localcloud.iam;

import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;

import java.time.Clock;
import java.util.List;

/** What roles may do: their inline policies and the managed ones that are attached. */
final class RolePolicyOperations {
    private static final int LONGEST_INLINE = 10_240;
    private static final int MOST_ATTACHED = 10;

    private final RoleOperations roles;
    private final ManagedPolicyOperations policies;
    private final Clock clock;

    RolePolicyOperations(RoleOperations roles, ManagedPolicyOperations policies, Clock clock) {
        this.roles = roles;
        this.policies = policies;
        this.clock = clock;
    }

    void put(PutRolePolicyRequest request) {
        String name = Checks.policyName(request.policyName());
        String document = Checks.identityPolicy("policyDocument", request.policyDocument());
        RoleState role = roles.role(request.roleName()).withPolicy(name, document, clock.millis());
        if (role.policies().values().stream().mapToInt(Checks::size).sum() > LONGEST_INLINE) {
            throw Faults.limitExceeded(
                    "Maximum policy size of "
                            + LONGEST_INLINE
                            + " bytes exceeded for role "
                            + role.name());
        }
        roles.change(role);
    }

    GetRolePolicyResponse get(GetRolePolicyRequest request) {
        RoleState role = roles.role(request.roleName());
        String document = role.policies().get(Checks.policyName(request.policyName()));
        if (document == null) {
            throw Faults.noSuchRolePolicy(request.policyName());
        }
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(request.policyName())
                .policyDocument(Models.encoded(document))
                .build();
    }

    ListRolePoliciesResponse list(ListRolePoliciesRequest request) {
        var names = List.copyOf(roles.role(request.roleName()).policies().keySet());
        var page = Checks.Page.of(names, name -> name, request.marker(), request.maxItems());
        return ListRolePoliciesResponse.builder()
                .policyNames(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    void delete(DeleteRolePolicyRequest request) {
        RoleState role = roles.role(request.roleName());
        String name = Checks.policyName(request.policyName());
        if (!role.policies().containsKey(name)) {
            throw Faults.noSuchRolePolicy(name);
        }
        roles.change(role.withoutPolicy(name, clock.millis()));
    }

    void attach(AttachRolePolicyRequest request) {
        RoleState role = roles.role(request.roleName());
        String arn = Checks.given("policyArn", request.policyArn());
        policies.check(arn);
        RoleState changed = role.withAttached(arn, clock.millis());
        if (changed.attached().size() > MOST_ATTACHED) {
            throw Faults.limitExceeded("Cannot exceed quota for PoliciesPerRole: " + MOST_ATTACHED);
        }
        if (!role.attached().contains(arn)) {
            roles.change(changed);
        }
    }

    void detach(DetachRolePolicyRequest request) {
        RoleState role = roles.role(request.roleName());
        String arn = Checks.given("policyArn", request.policyArn());
        if (!role.attached().contains(arn)) {
            throw Faults.noSuchEntity("Policy " + arn + " was not found.");
        }
        roles.change(role.withoutAttached(arn, clock.millis()));
    }

    ListAttachedRolePoliciesResponse attached(ListAttachedRolePoliciesRequest request) {
        var arns = List.copyOf(roles.role(request.roleName()).attached());
        var page = Checks.Page.of(arns, arn -> arn, request.marker(), request.maxItems());
        return ListAttachedRolePoliciesResponse.builder()
                .attachedPolicies(page.items().stream().map(Models::attached).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
