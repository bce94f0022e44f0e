package dev.kinescope.localcloud.secrets;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.secretsmanager.model.GetSecretValueRequest;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.UUID;

/** Reads values out of requests, adds them to secrets and finds them again. */
final class SecretValues {
    private static final int LARGEST_VALUE = 65_536;
    private static final int SHORTEST_TOKEN = 32;
    private static final int LONGEST_TOKEN = 64;

    private final SecretBook book;
    private final Clock clock;

    SecretValues(SecretBook book, Clock clock) {
        this.book = book;
        this.clock = clock;
    }

    /** Adds a value unless it is there already, as when a client sends its request again. */
    SecretState add(SecretState secret, SecretState.Version value) {
        if (isThere(secret, value)) {
            return secret;
        }
        if (secret.version(value.id()).isPresent()) {
            throw Faults.exists(
                    "You can't use ClientRequestToken "
                            + value.id()
                            + " because that value is already in use for a version of secret "
                            + secret.arn()
                            + ".");
        }
        SecretState changed = secret.with(value, clock.millis());
        book.put(changed);
        return changed;
    }

    /** Whether a secret has a version of that id with that very value. */
    static boolean isThere(SecretState secret, SecretState.Version value) {
        return secret.version(value.id())
                .filter(same ->
                        Objects.equals(same.binary(), value.binary())
                                && Objects.equals(same.text(), value.text()))
                .isPresent();
    }

    Optional<SecretState.Version> of(
            @Nullable String token, @Nullable String text, @Nullable SdkBytes bytes) {
        if (text != null && bytes != null) {
            throw Faults.invalidParameter(
                    "You can't specify both a binary secret value and a string secret value in the"
                            + " same secret.");
        }
        int size;
        if (text != null) {
            size = text.getBytes(StandardCharsets.UTF_8).length;
        } else if (bytes != null) {
            size = bytes.asByteArrayUnsafe().length;
        } else {
            return Optional.empty();
        }
        if (size < 1 || size > LARGEST_VALUE) {
            throw Faults.validation(
                    text != null ? "secretString" : "secretBinary",
                    "Member must have length between 1 and " + LARGEST_VALUE);
        }
        if (token != null && (token.length() < SHORTEST_TOKEN || token.length() > LONGEST_TOKEN)) {
            throw Faults.invalidParameter("ClientRequestToken must be 32-64 characters long.");
        }
        return Optional.of(
                new SecretState.Version(
                        token != null ? token : UUID.randomUUID().toString(),
                        clock.millis(),
                        new TreeSet<>(List.of(SecretState.CURRENT)),
                        text,
                        bytes == null
                                ? null
                                : Base64.getEncoder().encodeToString(bytes.asByteArrayUnsafe())));
    }

    static SecretState.Version wanted(SecretState secret, GetSecretValueRequest request) {
        String stage = request.versionStage();
        if (request.versionId() == null) {
            String label = stage == null ? SecretState.CURRENT : stage;
            return secret.staged(label)
                    .orElseThrow(() -> Faults.noValue("staging label: " + label));
        }
        SecretState.Version version =
                secret.version(request.versionId())
                        .orElseThrow(() -> Faults.noValue("VersionId: " + request.versionId()));
        if (stage != null && !version.stages().contains(stage)) {
            throw Faults.invalidRequest(
                    "You provided a VersionStage that is not associated to the provided"
                            + " VersionId.");
        }
        return version;
    }
}
