package dev.kinescope.localcloud.secrets;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.localcloud.store.DocumentStore;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** Finds and keeps secrets; one whose recovery window has passed is gone. */
final class SecretBook {
    private static final String KIND = "secret";
    private static final String MARKER = ":secret:";
    private static final int SUFFIX = 7;

    private final DocumentStore documents;
    private final Clock clock;
    private final ObjectMapper json = new ObjectMapper();

    SecretBook(DocumentStore documents, Clock clock) {
        this.documents = documents;
        this.clock = clock;
    }

    /** The secret of a name or of an ARN, with or without its six last characters. */
    Optional<SecretState> find(@Nullable String id) {
        if (id == null) {
            return Optional.empty();
        }
        int marker = id.indexOf(MARKER);
        if (!id.startsWith("arn:") || marker < 0) {
            return read(id);
        }
        String name = id.substring(marker + MARKER.length());
        return read(name)
                .or(() ->
                        name.length() <= SUFFIX
                                ? Optional.empty()
                                : read(name.substring(0, name.length() - SUFFIX))
                                        .filter(secret -> secret.arn().equals(id)));
    }

    /** The secret, or ResourceNotFoundException. */
    SecretState get(@Nullable String id) {
        return find(id).orElseThrow(Faults::notFound);
    }

    /** The secret, unless it is marked for deletion. */
    SecretState usable(@Nullable String id) {
        SecretState secret = get(id);
        if (secret.deleted() != null) {
            throw Faults.invalidRequest(
                    "You can't perform this operation on the secret because it was marked for"
                            + " deletion.");
        }
        return secret;
    }

    List<SecretState> all() {
        return documents.names(KIND).stream().flatMap(name -> read(name).stream()).toList();
    }

    void put(SecretState secret) {
        try {
            documents.put(KIND, secret.name(), json.writeValueAsBytes(secret));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Secret " + secret.name() + " cannot be written.", e);
        }
    }

    void delete(SecretState secret) {
        documents.delete(KIND, secret.name());
    }

    private Optional<SecretState> read(String name) {
        Optional<byte[]> kept = documents.get(KIND, name);
        if (kept.isEmpty()) {
            return Optional.empty();
        }
        SecretState secret;
        try {
            secret = json.readValue(kept.get(), SecretState.class);
        } catch (IOException e) {
            // The cause is left out: it could quote the value.
            throw new UncheckedIOException(
                    new IOException(
                            "The kept secret "
                                    + name
                                    + " cannot be read; remove it from the data directory and"
                                    + " create it again."));
        }
        if (secret.gone() != null && secret.gone() <= clock.millis()) {
            delete(secret);
            return Optional.empty();
        }
        return Optional.of(secret);
    }
}
