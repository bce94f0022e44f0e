package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.auth.Caller;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.Principal;
import dev.kinescope.localcloud.calls.CannotAssumeRoleException;
import dev.kinescope.localcloud.calls.GatedClient;
import dev.kinescope.localcloud.iam.access.AuthorizationGate;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;
import dev.kinescope.localcloud.time.SystemScheduler;
import dev.kinescope.localcloud.wire.OfferedService;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.iam.IamClient;

import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;

/** How services act as roles, and when what IAM is told comes into effect. */
class RolesTest {
    private static final String FIREHOSE = "firehose.amazonaws.com";
    private static final String ROLE = "arn:aws:iam::000000000000:role/service/delivery";

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-20T12:00:00Z"));
    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private final LocalCloudSettings settings = LocalCloudSettings.inMemory().withClock(time);
    private final Roles roles = Roles.of(settings, CloudIdentity.DEFAULT, documents);

    private void create(String condition) {
        roles.iam()
                .createRole(r ->
                        r.roleName("delivery")
                                .path("/service/")
                                .assumeRolePolicyDocument(trust(condition)));
    }

    private static String trust(String condition) {
        return """
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
         "Principal":{"Service":"firehose.amazonaws.com"},"Condition":%s}]}\
        """
                .formatted(condition);
    }

    private void allow(Roles in, String action) {
        in.iam()
                .putRolePolicy(r ->
                        r.roleName("delivery")
                                .policyName("p")
                                .policyDocument(
                                        """
                                        {"Statement":{"Effect":"Allow","Action":"%s",
                                         "Resource":"*"}}\
                                        """
                                                .formatted(action)));
    }

    /** Whether the role may list roles when Firehose acts as it. */
    private boolean mayList(Roles in) {
        IamClient iam = GatedClient.of(IamClient.class, "iam", in.iam(), in.gate());
        return in.actor()
                .as(
                        ROLE,
                        FIREHOSE,
                        () -> {
                            try {
                                return iam.listRoles().hasRoles();
                            } catch (software.amazon.awssdk.services.iam.model.IamException e) {
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("AccessDenied");
                                return false;
                            }
                        });
    }

    @Test
    void aServiceActsAsARoleThatTrustsIt() {
        create("{\"StringEquals\":{\"aws:SourceAccount\":\"000000000000\"}}");

        Principal session = roles.actor().as(ROLE, FIREHOSE, Caller.CURRENT::get);

        assertThat(session.arn())
                .isEqualTo("arn:aws:sts::000000000000:assumed-role/delivery/firehose");
        assertThat(session.userId()).startsWith("AROA").endsWith(":firehose");
        assertThat(roles.actor().as(ROLE, FIREHOSE, Caller.CURRENT::get)).isSameAs(session);
        assertThat(mayList(roles)).isFalse();
        allow(roles, "iam:List*");
        assertThat(mayList(roles)).isTrue();
        assertThat(Caller.CURRENT.isBound()).isFalse();
    }

    @Test
    void aRoleIsNotAssumedThatIsNotThereOrTrustsOthers() {
        assertThatThrownBy(() -> roles.actor().as(ROLE, FIREHOSE, () -> 1))
                .isInstanceOf(CannotAssumeRoleException.class)
                .hasMessage("There is no role " + ROLE + ".");
        create("{\"StringEquals\":{\"sts:ExternalId\":\"000000000000\"}}");
        assertThatCode(() -> roles.actor().as(ROLE, FIREHOSE, () -> 1)).doesNotThrowAnyException();
        assertThatThrownBy(() -> roles.actor().as(ROLE, "lambda.amazonaws.com", () -> 1))
                .isInstanceOf(CannotAssumeRoleException.class)
                .hasMessageContaining("does not let lambda.amazonaws.com assume it");
        // Another path is another role.
        assertThatThrownBy(() -> roles.actor().as(ROLE.replace("service/", ""), FIREHOSE, () -> 1))
                .isInstanceOf(CannotAssumeRoleException.class);
        roles.iam()
                .updateAssumeRolePolicy(r ->
                        r.roleName("delivery")
                                .policyDocument(
                                        trust(
                                                "{\"StringEquals\":{\"aws:SourceAccount\":"
                                                        + "\"111111111111\"}}")));
        assertThatThrownBy(() -> roles.actor().as(ROLE, FIREHOSE, () -> 1))
                .isInstanceOf(CannotAssumeRoleException.class);
    }

    @Test
    void withADelayWhatIsNewIsNotYetInEffect() {
        Roles late =
                Roles.of(
                        settings.withRoleDelay(Duration.ofSeconds(10)),
                        CloudIdentity.DEFAULT,
                        documents);
        late.iam()
                .createRole(r ->
                        r.roleName("delivery")
                                .path("/service/")
                                .assumeRolePolicyDocument(trust("{}")));
        time.advance(Duration.ofSeconds(9));
        assertThatThrownBy(() -> late.actor().as(ROLE, FIREHOSE, () -> 1))
                .isInstanceOf(CannotAssumeRoleException.class);
        time.advance(Duration.ofSeconds(1));
        assertThat(mayList(late)).isFalse();
        allow(late, "iam:*");
        time.advance(Duration.ofSeconds(9));
        assertThat(mayList(late)).isFalse();
        time.advance(Duration.ofSeconds(1));
        assertThat(mayList(late)).isTrue();
        allow(late, "s3:*");
        assertThat(mayList(late)).isTrue();
        late.delay().set(Duration.ZERO);
        assertThat(mayList(late)).isFalse();
    }

    @Test
    void rolesAndPoliciesOutliveARestart() {
        create("{}");
        allow(roles, "iam:*");

        Roles again = Roles.of(settings, CloudIdentity.DEFAULT, documents);

        assertThat(mayList(again)).isTrue();
    }

    @Test
    void everyOfferedOperationHasAnEntryInTheTableOfPermissions() {
        var missing = new ArrayList<String>();
        var gate = (AuthorizationGate) roles.gate();
        try (var parts = new Parts()) {
            DataDirectory data = parts.add(DataDirectory.inMemory());
            var random = new SecureRandom();
            var book =
                    new CredentialBook(
                            CredentialBook.newRoot("000000000000", random), time, random);
            var services =
                    new Services(
                                    settings,
                                    CloudIdentity.DEFAULT,
                                    data,
                                    parts.add(new SystemScheduler()),
                                    gate,
                                    roles,
                                    new StreamsInKinesis())
                            .start(URI.create("http://127.0.0.1:1"), book, parts);
            for (OfferedService service : services) {
                for (String operation : service.operations().keySet()) {
                    if (!gate.covers(service.signingName(), operation)) {
                        missing.add(service.signingName() + ":" + operation);
                    }
                }
            }
            assertThat(services).hasSizeGreaterThan(9);
        }
        assertThat(missing).isEmpty();
    }
}
