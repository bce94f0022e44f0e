package dev.kinescope.localcloud.iam;

import software.amazon.awssdk.services.iam.model.AttachedPolicy;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.PolicyVersion;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Roles and policies as IAM's answers show them. */
final class Models {
    private final AccountArns arns;

    Models(AccountArns arns) {
        this.arns = arns;
    }

    Role role(RoleState role) {
        return Role.builder()
                .roleName(role.name())
                .path(role.path())
                .roleId(role.id())
                .arn(arns.role(role))
                .createDate(Instant.ofEpochMilli(role.created()))
                .assumeRolePolicyDocument(encoded(role.trust()))
                .description(role.description())
                .maxSessionDuration(role.maxSessionSeconds())
                .tags(tags(role.tags()))
                .build();
    }

    Policy policy(PolicyState policy, int attachments) {
        return Policy.builder()
                .policyName(policy.name())
                .policyId(policy.id())
                .arn(arns.policy(policy))
                .path(policy.path())
                .defaultVersionId(policy.defaultVersion())
                .attachmentCount(attachments)
                .permissionsBoundaryUsageCount(0)
                .isAttachable(true)
                .description(policy.description())
                .createDate(Instant.ofEpochMilli(policy.created()))
                .updateDate(Instant.ofEpochMilli(policy.changed()))
                .build();
    }

    Policy policy(AwsManagedPolicies.Known policy, int attachments) {
        return Policy.builder()
                .policyName(policy.name())
                .arn(policy.arn())
                .path(policy.path())
                .defaultVersionId("v1")
                .attachmentCount(attachments)
                .isAttachable(true)
                .build();
    }

    PolicyVersion version(PolicyState policy, PolicyState.Version version) {
        return PolicyVersion.builder()
                .versionId(version.id())
                .document(encoded(version.document()))
                .isDefaultVersion(version.id().equals(policy.defaultVersion()))
                .createDate(Instant.ofEpochMilli(version.created()))
                .build();
    }

    static PolicyVersion version(AwsManagedPolicies.Known policy) {
        return PolicyVersion.builder()
                .versionId("v1")
                .document(encoded(policy.document()))
                .isDefaultVersion(true)
                .build();
    }

    static AttachedPolicy attached(String arn) {
        return AttachedPolicy.builder().policyArn(arn).policyName(nameOf(arn)).build();
    }

    static String nameOf(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    /** IAM gives policies back percent-encoded (AWS documentation, GetRolePolicy). */
    static String encoded(String document) {
        return URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    static SortedMap<String, String> tags(Collection<Tag> tags) {
        var all = new TreeMap<String, String>();
        tags.forEach(tag -> all.put(tag.key(), tag.value()));
        return all;
    }
}
