package dev.kinescope.localcloud.secrets;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.CreateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DeleteSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.DescribeSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretVersionIdsResponse;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsRequest;
import software.amazon.awssdk.services.secretsmanager.model.ListSecretsResponse;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueRequest;
import software.amazon.awssdk.services.secretsmanager.model.PutSecretValueResponse;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.RestoreSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.SecretVersionsListEntry;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.TagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceRequest;
import software.amazon.awssdk.services.secretsmanager.model.UntagResourceResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretResponse;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageRequest;
import software.amazon.awssdk.services.secretsmanager.model.UpdateSecretVersionStageResponse;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Secrets Manager: keeps secrets with their versions, and none of their values in any log. */
public final class LocalSecrets implements SecretsManagerClient {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9/_+=.@-]{1,512}");
    private static final String SUFFIX_ALPHABET =
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int SUFFIX_LENGTH = 6;
    private static final int PAGE = 100;
    private static final int SHORTEST_WINDOW = 7;
    private static final int LONGEST_WINDOW = 30;

    private final CloudIdentity identity;
    private final SecretBook book;
    private final SecretValues values;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    public LocalSecrets(CloudIdentity identity, DocumentStore documents, Clock clock) {
        this.identity = identity;
        this.book = new SecretBook(documents, clock);
        this.values = new SecretValues(book, clock);
        this.clock = clock;
    }

    /** The ARN of the secret that a name or an ARN means; empty if there is none. */
    public synchronized Optional<String> arnOf(String id) {
        return book.find(id).map(SecretState::arn);
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
    public synchronized CreateSecretResponse createSecret(CreateSecretRequest request) {
        String name = name(request.name());
        Optional<SecretState> before = book.find(name);
        Optional<SecretState.Version> value =
                values.of(
                        request.clientRequestToken(),
                        request.secretString(),
                        request.secretBinary());
        if (before.isPresent()) {
            if (before.get().deleted() == null
                    && value.isPresent()
                    && SecretValues.isThere(before.get(), value.get())) {
                // A client that got no answer sends its request again.
                return created(before.get(), value);
            }
            throw before.get().deleted() == null
                    ? Faults.exists(
                            "The operation failed because the secret " + name + " already exists.")
                    : Faults.invalidRequest(
                            "You can't create this secret because a secret with this name is"
                                    + " already scheduled for deletion.");
        }
        long now = clock.millis();
        var secret =
                new SecretState(
                        name,
                        identity.arn("secretsmanager", "secret:" + name + "-" + suffix()),
                        request.description(),
                        request.kmsKeyId(),
                        now,
                        now,
                        null,
                        null,
                        SecretModels.tags(request.tags()),
                        List.of());
        SecretState kept = value.map(first -> secret.with(first, now)).orElse(secret);
        book.put(kept);
        return created(kept, value);
    }

    private static CreateSecretResponse created(
            SecretState secret, Optional<SecretState.Version> value) {
        return CreateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(value.map(SecretState.Version::id).orElse(null))
                .build();
    }

    @Override
    public synchronized GetSecretValueResponse getSecretValue(GetSecretValueRequest request) {
        SecretState secret = book.usable(request.secretId());
        SecretState.Version version = SecretValues.wanted(secret, request);
        return GetSecretValueResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(version.id())
                .versionStages(version.stages())
                .secretString(version.text())
                .secretBinary(
                        version.binary() == null
                                ? null
                                : SdkBytes.fromByteArray(
                                        Base64.getDecoder().decode(version.binary())))
                .createdDate(Instant.ofEpochMilli(version.created()))
                .build();
    }

    @Override
    public synchronized PutSecretValueResponse putSecretValue(PutSecretValueRequest request) {
        SecretState secret = book.usable(request.secretId());
        SecretState.Version value =
                values.of(
                                request.clientRequestToken(),
                                request.secretString(),
                                request.secretBinary())
                        .orElseThrow(() ->
                                Faults.invalidParameter(
                                        "You must provide either SecretString or SecretBinary."));
        if (!request.versionStages().isEmpty()) {
            request.versionStages().forEach(stage -> required("versionStages", stage));
            var stages = new TreeSet<>(request.versionStages());
            if (secret.versions().isEmpty()) {
                stages.add(SecretState.CURRENT);
            }
            value = value.with(stages);
        }
        SecretState kept = values.add(secret, value);
        return PutSecretValueResponse.builder()
                .arn(kept.arn())
                .name(kept.name())
                .versionId(value.id())
                .versionStages(kept.version(value.id()).orElseThrow().stages())
                .build();
    }

    @Override
    public synchronized UpdateSecretResponse updateSecret(UpdateSecretRequest request) {
        SecretState secret =
                book.usable(request.secretId())
                        .withDescription(request.description(), request.kmsKeyId(), clock.millis());
        Optional<SecretState.Version> value =
                values.of(
                        request.clientRequestToken(),
                        request.secretString(),
                        request.secretBinary());
        if (value.isPresent() && secret.version(value.get().id()).isEmpty()) {
            values.add(secret, value.get());
        } else {
            value.ifPresent(again -> values.add(secret, again));
            book.put(secret);
        }
        return UpdateSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versionId(value.map(SecretState.Version::id).orElse(null))
                .build();
    }

    @Override
    public synchronized DescribeSecretResponse describeSecret(DescribeSecretRequest request) {
        SecretState secret = book.get(request.secretId());
        return DescribeSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .description(secret.description())
                .kmsKeyId(secret.kmsKeyId())
                .createdDate(Instant.ofEpochMilli(secret.created()))
                .lastChangedDate(Instant.ofEpochMilli(secret.changed()))
                .deletedDate(SecretModels.time(secret.deleted()))
                .tags(SecretModels.tags(secret))
                .versionIdsToStages(SecretModels.stages(secret))
                .build();
    }

    @Override
    public synchronized ListSecretsResponse listSecrets(ListSecretsRequest request) {
        int limit = request.maxResults() == null ? PAGE : request.maxResults();
        if (limit < 1 || limit > PAGE) {
            throw Faults.validation("maxResults", "Member must have value between 1 and " + PAGE);
        }
        if (!request.filters().isEmpty()) {
            throw Faults.invalidParameter("The local cloud does not filter secrets.");
        }
        boolean planned = Boolean.TRUE.equals(request.includePlannedDeletion());
        List<SecretState> rest =
                book.all().stream()
                        .filter(secret -> planned || secret.deleted() == null)
                        .filter(secret ->
                                request.nextToken() == null
                                        || secret.name().compareTo(request.nextToken()) > 0)
                        .toList();
        List<SecretState> page = rest.stream().limit(limit).toList();
        return ListSecretsResponse.builder()
                .secretList(page.stream().map(SecretModels::entry).toList())
                .nextToken(rest.size() > limit ? page.getLast().name() : null)
                .build();
    }

    @Override
    public synchronized ListSecretVersionIdsResponse listSecretVersionIds(
            ListSecretVersionIdsRequest request) {
        SecretState secret = book.get(request.secretId());
        boolean all = Boolean.TRUE.equals(request.includeDeprecated());
        return ListSecretVersionIdsResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .versions(
                        secret.versions().stream()
                                .filter(version -> all || !version.stages().isEmpty())
                                .map(version ->
                                        SecretVersionsListEntry.builder()
                                                .versionId(version.id())
                                                .versionStages(version.stages())
                                                .createdDate(
                                                        Instant.ofEpochMilli(version.created()))
                                                .build())
                                .toList())
                .build();
    }

    @Override
    public synchronized UpdateSecretVersionStageResponse updateSecretVersionStage(
            UpdateSecretVersionStageRequest request) {
        SecretState secret = book.usable(request.secretId());
        String stage = required("versionStage", request.versionStage());
        Optional<String> holder = secret.staged(stage).map(SecretState.Version::id);
        if (holder.isPresent() && !holder.get().equals(request.removeFromVersionId())) {
            throw Faults.invalidParameter(
                    "The parameter RemoveFromVersionId can't be empty. Staging label "
                            + stage
                            + " is currently attached to version "
                            + holder.get()
                            + ", so you must explicitly reference that version in"
                            + " RemoveFromVersionId.");
        }
        String target = request.moveToVersionId();
        if (target == null && stage.equals(SecretState.CURRENT) && holder.isPresent()) {
            throw Faults.invalidParameter(
                    "You can't remove the staging label AWSCURRENT from a version without moving"
                            + " it to another one. Name that in MoveToVersionId.");
        }
        if (target != null && secret.version(target).isEmpty()) {
            throw Faults.noValue("VersionId: " + target);
        }
        long now = clock.millis();
        book.put(target == null ? secret.remove(stage, now) : secret.move(stage, target, now));
        return UpdateSecretVersionStageResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .build();
    }

    @Override
    public synchronized DeleteSecretResponse deleteSecret(DeleteSecretRequest request) {
        boolean force = Boolean.TRUE.equals(request.forceDeleteWithoutRecovery());
        if (force && request.recoveryWindowInDays() != null) {
            throw Faults.invalidParameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with"
                            + " RecoveryWindowInDays.");
        }
        long days =
                request.recoveryWindowInDays() == null
                        ? LONGEST_WINDOW
                        : request.recoveryWindowInDays();
        if (days < SHORTEST_WINDOW || days > LONGEST_WINDOW) {
            throw Faults.invalidParameter(
                    "The RecoveryWindowInDays value must be between 7 and 30 days (inclusive).");
        }
        long now = clock.millis();
        if (force && book.find(request.secretId()).isEmpty()) {
            return neverThere(required("secretId", request.secretId()), now);
        }
        SecretState secret = force ? book.get(request.secretId()) : book.usable(request.secretId());
        long gone = force ? now : now + Duration.ofDays(days).toMillis();
        if (force) {
            book.delete(secret);
        } else {
            book.put(secret.withDeletion(now, gone, now));
        }
        return DeleteSecretResponse.builder()
                .arn(secret.arn())
                .name(secret.name())
                .deletionDate(Instant.ofEpochMilli(gone))
                .build();
    }

    /** What is gone already is deleted as wanted: whoever asks again is told so. */
    private DeleteSecretResponse neverThere(String id, long now) {
        boolean arn = id.startsWith("arn:");
        return DeleteSecretResponse.builder()
                .arn(arn ? id : identity.arn("secretsmanager", "secret:" + name(id)))
                .name(arn ? id.substring(id.lastIndexOf(':') + 1) : id)
                .deletionDate(Instant.ofEpochMilli(now))
                .build();
    }

    @Override
    public synchronized RestoreSecretResponse restoreSecret(RestoreSecretRequest request) {
        SecretState secret = book.get(request.secretId());
        book.put(secret.withDeletion(null, null, clock.millis()));
        return RestoreSecretResponse.builder().arn(secret.arn()).name(secret.name()).build();
    }

    @Override
    public synchronized TagResourceResponse tagResource(TagResourceRequest request) {
        SecretState secret = book.usable(request.secretId());
        var all = new TreeMap<>(secret.tags());
        all.putAll(SecretModels.tags(request.tags()));
        book.put(secret.withTags(all, clock.millis()));
        return TagResourceResponse.builder().build();
    }

    @Override
    public synchronized UntagResourceResponse untagResource(UntagResourceRequest request) {
        SecretState secret = book.usable(request.secretId());
        var all = new TreeMap<>(secret.tags());
        request.tagKeys().forEach(key -> all.remove(required("tagKeys", key)));
        book.put(secret.withTags(all, clock.millis()));
        return UntagResourceResponse.builder().build();
    }

    private static String required(String field, @Nullable String value) {
        if (value == null) {
            throw Faults.validation(field, "Member must not be null");
        }
        return value;
    }

    private static String name(@Nullable String name) {
        if (name == null || !NAME.matcher(name).matches()) {
            throw Faults.validation(
                    "name",
                    "Invalid name. Must be a valid name containing alphanumeric characters, or any"
                            + " of the following: -/_+=.@!");
        }
        return name;
    }

    private String suffix() {
        return random.ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
                .mapToObj(i -> String.valueOf(SUFFIX_ALPHABET.charAt(i)))
                .collect(Collectors.joining());
    }
}
