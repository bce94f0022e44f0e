package dev.kinescope.localcloud.iam;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;

import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.AttachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DetachRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.GetUserRequest;
import software.amazon.awssdk.services.iam.model.GetUserResponse;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListAttachedRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.ListRolesRequest;
import software.amazon.awssdk.services.iam.model.ListRolesResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyRequest;
import software.amazon.awssdk.services.iam.model.SimulatePrincipalPolicyResponse;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.UpdateAssumeRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.UpdateRoleRequest;
import software.amazon.awssdk.services.iam.model.UpdateRoleResponse;
import software.amazon.awssdk.services.iam.model.User;

import java.time.Clock;

/**
 * IAM as the local cloud offers it: roles and policies, kept and decided by. One method for each
 * operation, each handing on to the class that knows its subject.
 *
 * <p>One line of imports for each operation makes this file long; it holds no logic.
 */
public final class LocalIam implements IamClient {
    private final CloudIdentity identity;
    private final RoleBook book;
    private final Models models;
    private final RoleOperations roles;
    private final ManagedPolicyOperations policies;
    private final RolePolicyOperations rolePolicies;
    private final Simulation simulation;

    /**
     * @param delay how long roles and policies take to be in effect
     */
    public LocalIam(CloudIdentity identity, DocumentStore store, RoleDelay delay, Clock clock) {
        this.identity = identity;
        var documents = new Documents(store);
        var arns = new AccountArns(identity.accountId());
        this.book = new RoleBook(documents, arns, delay, clock);
        this.models = new Models(arns);
        this.roles = new RoleOperations(documents, book, models, clock);
        this.policies = new ManagedPolicyOperations(documents, book, arns, models, clock);
        this.rolePolicies = new RolePolicyOperations(roles, policies, clock);
        this.simulation = new Simulation(book, roles);
    }

    /** What the roles may do and whom they trust. */
    public RoleBook roles() {
        return book;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open: the store belongs to whoever made it.
    }

    @Override
    public synchronized CreateRoleResponse createRole(CreateRoleRequest request) {
        return roles.create(request);
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest request) {
        return GetRoleResponse.builder().role(models.role(roles.role(request.roleName()))).build();
    }

    @Override
    public ListRolesResponse listRoles(ListRolesRequest request) {
        return roles.list(request);
    }

    @Override
    public synchronized UpdateRoleResponse updateRole(UpdateRoleRequest request) {
        roles.update(request);
        return UpdateRoleResponse.builder().build();
    }

    @Override
    public synchronized DeleteRoleResponse deleteRole(DeleteRoleRequest request) {
        roles.delete(request);
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public synchronized UpdateAssumeRolePolicyResponse updateAssumeRolePolicy(
            UpdateAssumeRolePolicyRequest request) {
        roles.updateTrust(request);
        return UpdateAssumeRolePolicyResponse.builder().build();
    }

    @Override
    public synchronized TagRoleResponse tagRole(TagRoleRequest request) {
        roles.tag(request);
        return TagRoleResponse.builder().build();
    }

    @Override
    public synchronized UntagRoleResponse untagRole(UntagRoleRequest request) {
        roles.untag(request);
        return UntagRoleResponse.builder().build();
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest request) {
        return roles.tags(request);
    }

    @Override
    public synchronized PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest request) {
        rolePolicies.put(request);
        return PutRolePolicyResponse.builder().build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest request) {
        return rolePolicies.get(request);
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest request) {
        return rolePolicies.list(request);
    }

    @Override
    public synchronized DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest request) {
        rolePolicies.delete(request);
        return DeleteRolePolicyResponse.builder().build();
    }

    @Override
    public synchronized AttachRolePolicyResponse attachRolePolicy(AttachRolePolicyRequest request) {
        rolePolicies.attach(request);
        return AttachRolePolicyResponse.builder().build();
    }

    @Override
    public synchronized DetachRolePolicyResponse detachRolePolicy(DetachRolePolicyRequest request) {
        rolePolicies.detach(request);
        return DetachRolePolicyResponse.builder().build();
    }

    @Override
    public ListAttachedRolePoliciesResponse listAttachedRolePolicies(
            ListAttachedRolePoliciesRequest request) {
        return rolePolicies.attached(request);
    }

    @Override
    public synchronized CreatePolicyResponse createPolicy(CreatePolicyRequest request) {
        return policies.create(request);
    }

    @Override
    public GetPolicyResponse getPolicy(GetPolicyRequest request) {
        return policies.get(request);
    }

    @Override
    public ListPoliciesResponse listPolicies(ListPoliciesRequest request) {
        return policies.list(request);
    }

    @Override
    public synchronized DeletePolicyResponse deletePolicy(DeletePolicyRequest request) {
        policies.delete(request);
        return DeletePolicyResponse.builder().build();
    }

    @Override
    public synchronized CreatePolicyVersionResponse createPolicyVersion(
            CreatePolicyVersionRequest request) {
        return policies.createVersion(request);
    }

    @Override
    public synchronized SetDefaultPolicyVersionResponse setDefaultPolicyVersion(
            SetDefaultPolicyVersionRequest request) {
        policies.setDefault(request);
        return SetDefaultPolicyVersionResponse.builder().build();
    }

    @Override
    public GetPolicyVersionResponse getPolicyVersion(GetPolicyVersionRequest request) {
        return policies.getVersion(request);
    }

    @Override
    public ListPolicyVersionsResponse listPolicyVersions(ListPolicyVersionsRequest request) {
        return policies.listVersions(request);
    }

    @Override
    public synchronized DeletePolicyVersionResponse deletePolicyVersion(
            DeletePolicyVersionRequest request) {
        policies.deleteVersion(request);
        return DeletePolicyVersionResponse.builder().build();
    }

    @Override
    public SimulatePrincipalPolicyResponse simulatePrincipalPolicy(
            SimulatePrincipalPolicyRequest request) {
        return simulation.run(request);
    }

    /** The only user is the account's root, as long as no name is given. */
    @Override
    public GetUserResponse getUser(GetUserRequest request) {
        if (request.userName() != null) {
            throw Faults.noSuchEntity(
                    "The user with name " + request.userName() + " cannot be found.");
        }
        String account = identity.accountId();
        return GetUserResponse.builder()
                .user(
                        User.builder()
                                .userId(account)
                                .arn("arn:aws:iam::" + account + ":root")
                                .build())
                .build();
    }
}
