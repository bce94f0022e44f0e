package dev.kinescope.localcloud.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.time.ManualTime;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.InvalidParameterException;
import software.amazon.awssdk.services.secretsmanager.model.InvalidRequestException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceExistsException;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;
import software.amazon.awssdk.services.secretsmanager.model.SecretListEntry;
import software.amazon.awssdk.services.secretsmanager.model.SecretsManagerException;
import software.amazon.awssdk.services.secretsmanager.model.Tag;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class LocalSecretsTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");

    private final ManualTime time = new ManualTime(START);
    private final MemoryDocumentStore documents = new MemoryDocumentStore();
    private final LocalSecrets secrets = new LocalSecrets(CloudIdentity.DEFAULT, documents, time);

    private String create() {
        return secrets.createSecret(r -> r.name("x/token").secretString("first")).arn();
    }

    @Test
    void aSecretIsReadByNameByArnAndByArnWithoutItsSuffix() {
        var created = secrets.createSecret(r -> r.name("x/token").secretString("first"));

        assertThat(created.arn())
                .matches("arn:aws:secretsmanager:us-east-1:000000000000:secret:x/token-\\w{6}");
        String bare = created.arn().substring(0, created.arn().length() - 7);
        for (String id : List.of("x/token", created.arn(), bare)) {
            var value = secrets.getSecretValue(r -> r.secretId(id));
            assertThat(value.secretString()).isEqualTo("first");
            assertThat(value.arn()).isEqualTo(created.arn());
            assertThat(value.versionId()).isEqualTo(created.versionId());
            assertThat(value.versionStages()).containsExactly("AWSCURRENT");
            assertThat(value.createdDate()).isEqualTo(START);
        }
        assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId(bare + "-ABCDEF")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith("Secrets Manager can't find the specified secret.");
    }

    @Test
    void aNewValueMakesTheOldOneThePrevious() {
        String first = secrets.createSecret(r -> r.name("k").secretString("1")).versionId();
        String second = secrets.putSecretValue(r -> r.secretId("k").secretString("2")).versionId();
        assertThat(secrets.describeSecret(r -> r.secretId("k")).versionIdsToStages())
                .isEqualTo(Map.of(first, List.of("AWSPREVIOUS"), second, List.of("AWSCURRENT")));
        String third = secrets.updateSecret(r -> r.secretId("k").secretString("3")).versionId();

        assertThat(secrets.describeSecret(r -> r.secretId("k")).versionIdsToStages())
                .isEqualTo(Map.of(second, List.of("AWSPREVIOUS"), third, List.of("AWSCURRENT")));
        assertThat(
                        secrets.getSecretValue(r -> r.secretId("k").versionStage("AWSPREVIOUS"))
                                .secretString())
                .isEqualTo("2");
        assertThat(secrets.getSecretValue(r -> r.secretId("k").versionId(first)).secretString())
                .isEqualTo("1");
        assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("k").versionStage("none")))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageStartingWith(
                        "Secrets Manager can't find the specified secret value for staging label:"
                                + " none");
    }

    @Test
    void aValueWithAStageOfItsOwnLeavesTheCurrentOne() {
        create();
        secrets.putSecretValue(
                r -> r.secretId("x/token").secretString("next").versionStages("AWSPENDING"));

        assertThat(secrets.getSecretValue(r -> r.secretId("x/token")).secretString())
                .isEqualTo("first");
        assertThat(
                        secrets.getSecretValue(
                                        r -> r.secretId("x/token").versionStage("AWSPENDING"))
                                .secretString())
                .isEqualTo("next");
    }

    @Test
    void theSameRequestTwiceIsOneVersion() {
        create();
        String token = "0123456789-0123456789-0123456789";
        for (int i = 0; i < 2; i++) {
            var put =
                    secrets.putSecretValue(r ->
                            r.secretId("x/token")
                                    .clientRequestToken(token)
                                    .secretBinary(SdkBytes.fromUtf8String("bytes")));
            assertThat(put.versionId()).isEqualTo(token);
        }
        assertThat(secrets.getSecretValue(r -> r.secretId("x/token")).secretBinary().asUtf8String())
                .isEqualTo("bytes");
        assertThatThrownBy(() ->
                        secrets.putSecretValue(r ->
                                r.secretId("x/token")
                                        .clientRequestToken(token)
                                        .secretString("other")))
                .isInstanceOf(ResourceExistsException.class);
    }

    private static final String TOKEN = "0123456789-0123456789-0123456789";

    @Test
    void aSecretIsMadeOnceThoughTheRequestComesAgain() {
        var first =
                secrets.createSecret(r -> r.name("k").secretString("1").clientRequestToken(TOKEN));

        assertThat(
                        secrets.createSecret(
                                r -> r.name("k").secretString("1").clientRequestToken(TOKEN)))
                .isEqualTo(first);
        assertThatThrownBy(() ->
                        secrets.createSecret(
                                r -> r.name("k").secretString("2").clientRequestToken(TOKEN)))
                .isInstanceOf(ResourceExistsException.class);
        secrets.deleteSecret(r -> r.secretId("k"));
        assertThatThrownBy(() ->
                        secrets.createSecret(
                                r -> r.name("k").secretString("1").clientRequestToken(TOKEN)))
                .isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void aSecretThatIsGoneCanBeDeletedForGoodAgain() {
        String arn = create();
        secrets.deleteSecret(r -> r.secretId(arn).forceDeleteWithoutRecovery(true));

        var again = secrets.deleteSecret(r -> r.secretId(arn).forceDeleteWithoutRecovery(true));
        var never = secrets.deleteSecret(r -> r.secretId("no").forceDeleteWithoutRecovery(true));

        assertThat(again.arn()).isEqualTo(arn);
        assertThat(again.deletionDate()).isEqualTo(START);
        assertThat(never.name()).isEqualTo("no");
        assertThatThrownBy(() -> secrets.deleteSecret(r -> r.secretId("no")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void anUpdateWithAValueThatIsThereStillChangesTheDescription() {
        create();
        secrets.putSecretValue(
                r -> r.secretId("x/token").clientRequestToken(TOKEN).secretString("2"));

        secrets.updateSecret(r ->
                r.secretId("x/token")
                        .clientRequestToken(TOKEN)
                        .secretString("2")
                        .description("new"));

        assertThat(secrets.describeSecret(r -> r.secretId("x/token")).description())
                .isEqualTo("new");
        assertThatThrownBy(() ->
                        secrets.updateSecret(r ->
                                r.secretId("x/token")
                                        .clientRequestToken(TOKEN)
                                        .secretString("3")
                                        .description("newer")))
                .isInstanceOf(ResourceExistsException.class);
        assertThat(secrets.describeSecret(r -> r.secretId("x/token")).description())
                .isEqualTo("new");
    }

    private static void assertInvalid(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SecretsManagerException.class,
                        e ->
                                assertThat(e.awsErrorDetails().errorCode())
                                        .isEqualTo("ValidationException"));
    }

    @Test
    void aRequestWithoutARequiredMemberIsRefused() {
        create();
        Tag bare = Tag.builder().value("v").build();

        assertInvalid(() -> secrets.updateSecretVersionStage(r -> r.secretId("x/token")));
        assertInvalid(() -> secrets.tagResource(r -> r.secretId("x/token").tags(bare)));
        assertInvalid(() -> secrets.createSecret(r -> r.name("k").tags(bare)));
        assertInvalid(
                () -> secrets.untagResource(r -> r.secretId("x/token").tagKeys((String) null)));
        assertInvalid(() ->
                secrets.putSecretValue(
                        r -> r.secretId("x/token").secretString("2").versionStages((String) null)));
    }

    @Test
    void aSecretWithAValueAlwaysHasACurrentOne() {
        secrets.createSecret(r -> r.name("k"));

        String version =
                secrets.putSecretValue(r -> r.secretId("k").secretString("1").versionStages("mine"))
                        .versionId();

        assertThat(secrets.getSecretValue(r -> r.secretId("k")).versionStages())
                .containsExactly("AWSCURRENT", "mine");
        assertThatThrownBy(() ->
                        secrets.updateSecretVersionStage(r ->
                                r.secretId("k")
                                        .versionStage("AWSCURRENT")
                                        .removeFromVersionId(version)))
                .isInstanceOf(InvalidParameterException.class);
        secrets.updateSecretVersionStage(
                r -> r.secretId("k").versionStage("mine").removeFromVersionId(version));
        assertThat(secrets.getSecretValue(r -> r.secretId("k")).versionStages())
                .containsExactly("AWSCURRENT");
    }

    @Test
    void aNameIsTakenOnce() {
        create();
        assertThatThrownBy(this::create)
                .isInstanceOf(ResourceExistsException.class)
                .hasMessageStartingWith(
                        "The operation failed because the secret x/token already exists.");
    }

    @Test
    void aDeletedSecretCanBeRestoredUntilItsWindowHasPassed() {
        String arn = create();
        var deleted = secrets.deleteSecret(r -> r.secretId("x/token").recoveryWindowInDays(7L));
        assertThat(deleted.deletionDate()).isEqualTo(START.plus(Duration.ofDays(7)));
        assertThatThrownBy(() -> secrets.getSecretValue(r -> r.secretId("x/token")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("marked for deletion");
        assertThatThrownBy(this::create)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("already scheduled for deletion");
        assertThat(secrets.listSecrets().secretList()).isEmpty();
        assertThat(secrets.listSecrets(r -> r.includePlannedDeletion(true)).secretList())
                .extracting(SecretListEntry::arn)
                .containsExactly(arn);

        secrets.restoreSecret(r -> r.secretId(arn));
        assertThat(secrets.getSecretValue(r -> r.secretId("x/token")).secretString())
                .isEqualTo("first");
        secrets.deleteSecret(r -> r.secretId(arn));
        time.advance(Duration.ofDays(30));
        assertThatThrownBy(() -> secrets.restoreSecret(r -> r.secretId(arn)))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThat(create()).isNotEqualTo(arn);
    }

    @Test
    void aSecretCanBeDeletedAtOnce() {
        create();
        assertThatThrownBy(() ->
                        secrets.deleteSecret(r ->
                                r.secretId("x/token")
                                        .forceDeleteWithoutRecovery(true)
                                        .recoveryWindowInDays(7L)))
                .isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() ->
                        secrets.deleteSecret(r -> r.secretId("x/token").recoveryWindowInDays(6L)))
                .isInstanceOf(InvalidParameterException.class);
        secrets.deleteSecret(r -> r.secretId("x/token").forceDeleteWithoutRecovery(true));
        assertThatThrownBy(() -> secrets.describeSecret(r -> r.secretId("x/token")))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void secretsAreListedInPagesWithTheirTags() {
        for (String name : List.of("a", "b", "c")) {
            secrets.createSecret(
                    r -> r.name(name).tags(Tag.builder().key("k").value(name).build()));
        }
        secrets.tagResource(
                r -> r.secretId("b").tags(Tag.builder().key("more").value("1").build()));
        secrets.untagResource(r -> r.secretId("b").tagKeys("k"));

        var first = secrets.listSecrets(r -> r.maxResults(2));
        var rest = secrets.listSecrets(r -> r.maxResults(2).nextToken(first.nextToken()));

        assertThat(first.secretList()).extracting(SecretListEntry::name).containsExactly("a", "b");
        assertThat(first.secretList().get(1).tags())
                .containsExactly(Tag.builder().key("more").value("1").build());
        assertThat(rest.secretList()).extracting(SecretListEntry::name).containsExactly("c");
        assertThat(rest.nextToken()).isNull();
    }

    @Test
    void aSecretOutlivesARestartAndShowsInNoText() {
        create();
        var again = new LocalSecrets(CloudIdentity.DEFAULT, documents, time);

        assertThat(again.getSecretValue(r -> r.secretId("x/token")).secretString())
                .isEqualTo("first");
        assertThat(new SecretBook(documents, time).get("x/token").toString())
                .doesNotContain("first");
    }
}
