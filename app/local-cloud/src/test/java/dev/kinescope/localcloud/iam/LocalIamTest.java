package dev.kinescope.localcloud.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.DeleteConflictException;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.IamException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Policy;
import software.amazon.awssdk.services.iam.model.Role;
import software.amazon.awssdk.services.iam.model.Tag;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

class LocalIamTest {
    private static final String TRUST =
            "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                    + "{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
    private static final String POLICY =
            "{\"Statement\": [{\"Effect\": \"Allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}]}";

    private LocalCloud cloud;
    private IamClient iam;

    @BeforeEach
    void start() {
        cloud = LocalCloud.start(LocalCloudSettings.inMemory());
        iam = Clients.of(cloud, IamClient.builder());
    }

    @AfterEach
    void stop() {
        iam.close();
        cloud.close();
    }

    private Role create(String name) {
        return iam.createRole(request ->
                        request.roleName(name)
                                .assumeRolePolicyDocument(TRUST)
                                .description("for tests")
                                .tags(Tag.builder().key("a").value("1").build()))
                .role();
    }

    private static void assertFault(
            Runnable call, Class<? extends AwsServiceException> type, String code, String message) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        type,
                        e -> {
                            assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                            assertThat(e.awsErrorDetails().errorMessage()).isEqualTo(message);
                            assertThat(e.requestId()).isNotNull();
                        });
    }

    @Test
    void aRoleIsKeptAsItWasCreated() {
        Role created = create("writer");

        Role role = iam.getRole(request -> request.roleName("writer")).role();

        assertThat(role).isEqualTo(created);
        assertThat(role.arn()).isEqualTo("arn:aws:iam::000000000000:role/writer");
        assertThat(role.roleId()).startsWith("AROA").hasSize(21);
        assertThat(role.tags()).containsExactly(Tag.builder().key("a").value("1").build());
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
    }

    @Test
    void aNameIsTakenOnceAndMustBeOne() {
        create("writer");

        assertFault(
                () -> create("writer"),
                EntityAlreadyExistsException.class,
                "EntityAlreadyExists",
                "Role with name writer already exists.");
        assertFault(
                () -> create("no good"),
                IamException.class,
                "ValidationError",
                "1 validation error detected: Value 'no good' at 'roleName' failed to satisfy"
                        + " constraint: Member must satisfy regular expression pattern:"
                        + " [\\w+=,.@-]+");
    }

    @Test
    void aRoleThatIsNotThereIsNotFound() {
        assertFault(
                () -> iam.getRole(request -> request.roleName("none")),
                NoSuchEntityException.class,
                "NoSuchEntity",
                "The role with name none cannot be found.");
    }

    @Test
    void policiesArePutReadListedAndDeletedBeforeTheirRole() {
        create("writer");
        iam.putRolePolicy(
                request -> request.roleName("writer").policyName("p").policyDocument(POLICY));

        assertThat(iam.listRolePolicies(request -> request.roleName("writer")).policyNames())
                .containsExactly("p");
        String document =
                iam.getRolePolicy(request -> request.roleName("writer").policyName("p"))
                        .policyDocument();
        assertThat(document).doesNotContain(" ").doesNotContain("+");
        assertThat(URLDecoder.decode(document, StandardCharsets.UTF_8)).isEqualTo(POLICY);
        assertFault(
                () -> iam.deleteRole(request -> request.roleName("writer")),
                DeleteConflictException.class,
                "DeleteConflict",
                "Cannot delete entity, must delete policies first.");
        iam.deleteRolePolicy(request -> request.roleName("writer").policyName("p"));
        assertFault(
                () -> iam.getRolePolicy(r -> r.roleName("writer").policyName("p")),
                NoSuchEntityException.class,
                "NoSuchEntity",
                "The role policy with name p cannot be found.");
        iam.deleteRole(request -> request.roleName("writer"));
        assertThat(iam.listRoles().roles()).isEmpty();
    }

    @Test
    void aPolicyMustBeJson() {
        create("writer");

        assertFault(
                () ->
                        iam.putRolePolicy(
                                r -> r.roleName("writer").policyName("p").policyDocument("{oops")),
                MalformedPolicyDocumentException.class,
                "MalformedPolicyDocument",
                "This policy contains invalid Json");
    }

    @Test
    void trustAndTagsCanBeChanged() {
        create("writer");
        String trust = TRUST.replace("lambda.", "firehose.");
        iam.updateAssumeRolePolicy(request -> request.roleName("writer").policyDocument(trust));
        iam.tagRole(request ->
                request.roleName("writer").tags(Tag.builder().key("b").value("2").build()));

        Role role = iam.getRole(request -> request.roleName("writer")).role();
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(trust);
        assertThat(role.tags()).extracting(Tag::key).containsExactly("a", "b");
    }

    @Test
    void rolesAreListedInPages() {
        create("a");
        create("b");
        create("c");

        var first = iam.listRoles(request -> request.maxItems(2));
        assertThat(first.roles()).extracting(Role::roleName).containsExactly("a", "b");
        assertThat(first.isTruncated()).isTrue();
        assertThat(iam.listRoles(request -> request.marker(first.marker())).roles())
                .extracting(Role::roleName)
                .containsExactly("c");
    }

    @Test
    void whatIsNotOfferedIsAnUnknownAction() {
        assertFault(
                () -> iam.listUsers(),
                IamException.class,
                "InvalidAction",
                "Could not find operation ListUsers for version 2010-05-08");
    }

    @Test
    void aConditionThatCannotBeHeldToIsRefused() {
        create("writer");
        String document =
                "{\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"s3:*\",\"Resource\":\"*\","
                        + "\"Condition\":{\"DateLessThan\":{\"aws:CurrentTime\":\"2030-01-01\"}}}}";

        assertFault(
                () ->
                        iam.putRolePolicy(
                                r -> r.roleName("writer").policyName("p").policyDocument(document)),
                MalformedPolicyDocumentException.class,
                "MalformedPolicyDocument",
                "The local cloud cannot hold to the condition operator DateLessThan; it knows the"
                        + " String, Arn, Numeric, Bool and Null operators, also with IfExists.");
    }

    @Test
    void aRoleIsDescribedAnewAndLosesTags() {
        create("writer");
        iam.updateRole(r -> r.roleName("writer").description("other").maxSessionDuration(7200));
        iam.untagRole(r -> r.roleName("writer").tagKeys("a"));

        Role role = iam.getRole(r -> r.roleName("writer")).role();
        assertThat(role.description()).isEqualTo("other");
        assertThat(role.maxSessionDuration()).isEqualTo(7200);
        assertThat(iam.listRoleTags(r -> r.roleName("writer")).tags()).isEmpty();
    }

    @Test
    void aManagedPolicyHasUpToFiveVersions() {
        Policy policy =
                iam.createPolicy(r -> r.policyName("read").path("/team/").policyDocument(POLICY))
                        .policy();
        String arn = policy.arn();
        assertThat(arn).isEqualTo("arn:aws:iam::000000000000:policy/team/read");
        for (int i = 2; i <= 5; i++) {
            boolean last = i == 5;
            iam.createPolicyVersion(
                    r -> r.policyArn(arn).policyDocument(POLICY).setAsDefault(last));
        }

        assertThat(iam.getPolicy(r -> r.policyArn(arn)).policy().defaultVersionId())
                .isEqualTo("v5");
        assertThat(iam.listPolicyVersions(r -> r.policyArn(arn)).versions())
                .extracting(one -> one.versionId() + " " + one.isDefaultVersion())
                .containsExactly("v5 true", "v4 false", "v3 false", "v2 false", "v1 false");
        assertThat(
                        URLDecoder.decode(
                                iam.getPolicyVersion(r -> r.policyArn(arn).versionId("v2"))
                                        .policyVersion()
                                        .document(),
                                StandardCharsets.UTF_8))
                .isEqualTo(POLICY);
        assertFault(
                () -> iam.createPolicyVersion(r -> r.policyArn(arn).policyDocument(POLICY)),
                LimitExceededException.class,
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you"
                        + " must delete an existing version.");
        assertFault(
                () -> iam.deletePolicyVersion(r -> r.policyArn(arn).versionId("v5")),
                DeleteConflictException.class,
                "DeleteConflict",
                "Cannot delete the default version of a policy.");
        for (String version : List.of("v1", "v2", "v3", "v4")) {
            iam.deletePolicyVersion(r -> r.policyArn(arn).versionId(version));
        }
        create("writer");
        iam.attachRolePolicy(r -> r.roleName("writer").policyArn(arn));
        assertThat(iam.listAttachedRolePolicies(r -> r.roleName("writer")).attachedPolicies())
                .extracting(one -> one.policyName() + " " + one.policyArn())
                .containsExactly("read " + arn);
        assertThat(iam.listPolicies(r -> r.scope("Local")).policies())
                .extracting(one -> one.policyName() + " " + one.attachmentCount())
                .containsExactly("read 1");
        assertThat(iam.listPolicies(r -> r.scope("AWS")).policies())
                .extracting(Policy::policyName)
                .contains("AWSLambdaBasicExecutionRole", "AmazonS3FullAccess");
        assertFault(
                () -> iam.deletePolicy(r -> r.policyArn(arn)),
                DeleteConflictException.class,
                "DeleteConflict",
                "Cannot delete a policy attached to entities.");
        assertFault(
                () -> iam.deleteRole(r -> r.roleName("writer")),
                DeleteConflictException.class,
                "DeleteConflict",
                "Cannot delete entity, must detach all policies first.");
        iam.detachRolePolicy(r -> r.roleName("writer").policyArn(arn));
        iam.deletePolicy(r -> r.policyArn(arn));
        assertFault(
                () -> iam.getPolicy(r -> r.policyArn(arn)),
                NoSuchEntityException.class,
                "NoSuchEntity",
                "Policy " + arn + " was not found.");
    }

    @Test
    void theOnlyUserIsTheRoot() {
        assertThat(iam.getUser().user().arn()).isEqualTo("arn:aws:iam::000000000000:root");
        assertFault(
                () -> iam.getUser(r -> r.userName("me")),
                NoSuchEntityException.class,
                "NoSuchEntity",
                "The user with name me cannot be found.");
    }
}
