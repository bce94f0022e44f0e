package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.iam.model.IamException;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** IAM: actions are about a role, a managed policy or nothing. */
final class IamActions implements ServiceActions {
    private static final Set<String> ON_A_ROLE =
            Set.of(
                    "AttachRolePolicy",
                    "CreateRole",
                    "DeleteRole",
                    "DeleteRolePolicy",
                    "DetachRolePolicy",
                    "GetRole",
                    "GetRolePolicy",
                    "ListAttachedRolePolicies",
                    "ListRolePolicies",
                    "ListRoleTags",
                    "PutRolePolicy",
                    "TagRole",
                    "UntagRole",
                    "UpdateAssumeRolePolicy",
                    "UpdateRole",
                    "UpdateRoleDescription");
    private static final Set<String> ON_A_POLICY =
            Set.of(
                    "CreatePolicy",
                    "CreatePolicyVersion",
                    "DeletePolicy",
                    "DeletePolicyVersion",
                    "GetPolicy",
                    "GetPolicyVersion",
                    "ListEntitiesForPolicy",
                    "ListPolicyVersions",
                    "SetDefaultPolicyVersion");

    private final String account;

    IamActions(CloudIdentity identity) {
        this.account = "arn:aws:iam::" + identity.accountId() + ":";
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "iam:" + operation;
        if (ON_A_ROLE.contains(operation)) {
            // A role is named without its path, and policies that name roles mostly do, too.
            String role =
                    account
                            + "role"
                            + Members.textOr(request, "Path", "/")
                            + Members.textOr(request, "RoleName", "");
            Need need = Need.of(action, role);
            return Optional.of(
                    List.of(
                            Members.text(request, "PolicyArn")
                                    .map(arn -> need.with("iam:policyarn", arn))
                                    .orElse(need)));
        }
        if (ON_A_POLICY.contains(operation)) {
            String made =
                    account
                            + "policy"
                            + Members.textOr(request, "Path", "/")
                            + Members.textOr(request, "PolicyName", "");
            return Optional.of(
                    List.of(Need.of(action, Members.textOr(request, "PolicyArn", made))));
        }
        return switch (operation) {
            case "ListRoles" -> Optional.of(List.of(Need.of(action, account + "role/")));
            case "ListPolicies" -> Optional.of(List.of(Need.of(action, account + "policy/")));
            case "GetUser" -> Optional.of(List.of(Need.of(action, account + "user/")));
            case "SimulatePrincipalPolicy" ->
                    Optional.of(
                            List.of(
                                    Need.of(
                                            action,
                                            Members.textOr(request, "PolicySourceArn", account))));
            default -> Optional.empty();
        };
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.of(IamException.builder(), "Iam", 403, "AccessDenied", message);
    }
}
