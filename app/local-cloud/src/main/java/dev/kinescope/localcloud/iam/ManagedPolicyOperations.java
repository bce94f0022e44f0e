package dev.kinescope.localcloud.iam;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.iam.model.CreatePolicyRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyResponse;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.CreatePolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.DeletePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeletePolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyResponse;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionRequest;
import software.amazon.awssdk.services.iam.model.GetPolicyVersionResponse;
import software.amazon.awssdk.services.iam.model.ListPoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListPoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsRequest;
import software.amazon.awssdk.services.iam.model.ListPolicyVersionsResponse;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyScopeType;
import software.amazon.awssdk.services.iam.model.SetDefaultPolicyVersionRequest;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Managed policies: those that the account creates, with versions, and those of AWS. */
final class ManagedPolicyOperations {
    private static final int MOST_VERSIONS = 5;
    private static final int LONGEST = 6144;

    private final Documents documents;
    private final RoleBook book;
    private final AccountArns arns;
    private final Models models;
    private final Clock clock;
    private final Ids ids = new Ids();

    ManagedPolicyOperations(
            Documents documents, RoleBook book, AccountArns arns, Models models, Clock clock) {
        this.documents = documents;
        this.book = book;
        this.arns = arns;
        this.models = models;
        this.clock = clock;
    }

    /** Throws NoSuchEntity unless there is such a policy, of the account or of AWS. */
    void check(String arn) {
        if (AwsManagedPolicies.find(arn).isPresent() || find(arn).isPresent()) {
            return;
        }
        throw Faults.noSuchEntity(
                arn.startsWith(AwsManagedPolicies.ARN_PREFIX)
                        ? "The local cloud does not know AWS's policy "
                                + Models.nameOf(arn)
                                + "; create a policy of your own with its statements. It knows "
                                + String.join(
                                        ", ",
                                        AwsManagedPolicies.all().stream()
                                                .map(AwsManagedPolicies.Known::name)
                                                .sorted()
                                                .toList())
                                + "."
                        : "Policy " + arn + " does not exist or is not attachable.");
    }

    private Optional<PolicyState> find(String arn) {
        return documents.policy(Models.nameOf(arn)).filter(one -> arns.policy(one).equals(arn));
    }

    private PolicyState own(@Nullable String given) {
        String arn = Checks.given("policyArn", given);
        return find(arn)
                .orElseThrow(() -> Faults.noSuchEntity("Policy " + arn + " was not found."));
    }

    private int attachments(String arn) {
        return (int) documents.roles().stream().filter(r -> r.attached().contains(arn)).count();
    }

    CreatePolicyResponse create(CreatePolicyRequest request) {
        String name = Checks.policyName(request.policyName());
        String document = document(request.policyDocument());
        if (documents.policy(name).isPresent()) {
            throw Faults.alreadyExists("A policy called " + name);
        }
        long now = clock.millis();
        var first = new PolicyState.Version("v1", document, now);
        var policy =
                new PolicyState(
                        name,
                        Checks.path(request.path()),
                        ids.policy(),
                        request.description(),
                        now,
                        now,
                        List.of(first),
                        first.id());
        change(policy);
        return CreatePolicyResponse.builder().policy(models.policy(policy, 0)).build();
    }

    private static String document(@Nullable String given) {
        String document = Checks.identityPolicy("policyDocument", given);
        if (Checks.size(document) > LONGEST) {
            throw Faults.limitExceeded("Cannot exceed quota for PolicySize: " + LONGEST);
        }
        return document;
    }

    private void change(PolicyState policy) {
        documents.put(policy);
        book.policyChanged(policy, policy.changed());
    }

    GetPolicyResponse get(GetPolicyRequest request) {
        String arn = Checks.given("policyArn", request.policyArn());
        Policy policy =
                AwsManagedPolicies.find(arn)
                        .map(known -> models.policy(known, attachments(arn)))
                        .orElseGet(() -> models.policy(own(arn), attachments(arn)));
        return GetPolicyResponse.builder().policy(policy).build();
    }

    ListPoliciesResponse list(ListPoliciesRequest request) {
        String prefix = Objects.requireNonNullElse(request.pathPrefix(), "/");
        var all = new ArrayList<Policy>();
        if (request.scope() != PolicyScopeType.AWS) {
            for (PolicyState one : documents.policies()) {
                all.add(models.policy(one, attachments(arns.policy(one))));
            }
        }
        if (request.scope() != PolicyScopeType.LOCAL) {
            for (AwsManagedPolicies.Known one : AwsManagedPolicies.all()) {
                all.add(models.policy(one, attachments(one.arn())));
            }
        }
        all.removeIf(one ->
                !one.path().startsWith(prefix)
                        || (Boolean.TRUE.equals(request.onlyAttached())
                                && one.attachmentCount() == 0));
        all.sort(Comparator.comparing(Policy::arn));
        var page = Checks.Page.of(all, Policy::arn, request.marker(), request.maxItems());
        return ListPoliciesResponse.builder()
                .policies(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }

    void delete(DeletePolicyRequest request) {
        PolicyState policy = own(request.policyArn());
        if (attachments(request.policyArn()) > 0) {
            throw Faults.deleteConflict("Cannot delete a policy attached to entities.");
        }
        if (policy.versions().size() > 1) {
            throw Faults.deleteConflict(
                    "This policy has more than one version. Before you delete a policy, you must"
                            + " delete the policy's versions. The default version is deleted with"
                            + " the policy.");
        }
        documents.deletePolicy(policy.name());
        book.policyDeleted(request.policyArn());
    }

    CreatePolicyVersionResponse createVersion(CreatePolicyVersionRequest request) {
        PolicyState policy = own(request.policyArn());
        String document = document(request.policyDocument());
        if (policy.versions().size() >= MOST_VERSIONS) {
            throw Faults.limitExceeded(
                    "A managed policy can have up to "
                            + MOST_VERSIONS
                            + " versions. Before you create a new version, you must delete an"
                            + " existing version.");
        }
        long now = clock.millis();
        var version = new PolicyState.Version(policy.nextVersion(), document, now);
        PolicyState changed = policy.with(version);
        if (Boolean.TRUE.equals(request.setAsDefault())) {
            changed = changed.withDefault(version.id(), now);
            change(changed);
        } else {
            documents.put(changed);
        }
        return CreatePolicyVersionResponse.builder()
                .policyVersion(models.version(changed, version))
                .build();
    }

    void setDefault(SetDefaultPolicyVersionRequest request) {
        PolicyState policy = own(request.policyArn());
        change(policy.withDefault(version(policy, request.versionId()).id(), clock.millis()));
    }

    private static PolicyState.Version version(PolicyState policy, @Nullable String id) {
        return policy.version(id)
                .orElseThrow(() ->
                        Faults.noSuchEntity(
                                "Policy "
                                        + policy.name()
                                        + " version "
                                        + id
                                        + " does not exist or is not attachable."));
    }

    GetPolicyVersionResponse getVersion(GetPolicyVersionRequest request) {
        String arn = Checks.given("policyArn", request.policyArn());
        var known = AwsManagedPolicies.find(arn);
        if (known.isPresent() && "v1".equals(request.versionId())) {
            return GetPolicyVersionResponse.builder()
                    .policyVersion(Models.version(known.get()))
                    .build();
        }
        PolicyState policy = own(arn);
        return GetPolicyVersionResponse.builder()
                .policyVersion(models.version(policy, version(policy, request.versionId())))
                .build();
    }

    ListPolicyVersionsResponse listVersions(ListPolicyVersionsRequest request) {
        String arn = Checks.given("policyArn", request.policyArn());
        var known = AwsManagedPolicies.find(arn);
        if (known.isPresent()) {
            return ListPolicyVersionsResponse.builder()
                    .versions(Models.version(known.get()))
                    .isTruncated(false)
                    .build();
        }
        PolicyState policy = own(arn);
        return ListPolicyVersionsResponse.builder()
                .versions(
                        policy.versions().reversed().stream()
                                .map(one ->
                                        models.version(policy, one).toBuilder()
                                                .document(null)
                                                .build())
                                .toList())
                .isTruncated(false)
                .build();
    }

    void deleteVersion(DeletePolicyVersionRequest request) {
        PolicyState policy = own(request.policyArn());
        PolicyState.Version version = version(policy, request.versionId());
        if (version.id().equals(policy.defaultVersion())) {
            throw Faults.deleteConflict("Cannot delete the default version of a policy.");
        }
        documents.put(policy.without(version.id()));
    }
}
