package dev.kinescope.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.x.BearerToken;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;
import software.amazon.awssdk.services.secretsmanager.model.ResourceNotFoundException;

import java.util.function.Supplier;

/**
 * X's bearer token from Secrets Manager, kept as long as the function is warm and X takes it; it is
 * in no log, error or environment.
 */
final class SecretToken implements BearerToken {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** RFC 6750, section 2.1: b64token. */
    private static final String TOKEN = "[A-Za-z0-9._~+/%-]+=*";

    private final Supplier<SecretsManagerClient> secrets;
    private final String name;
    private @Nullable String token;

    /** Reads the secret of this name or ARN when it is first needed. */
    SecretToken(Supplier<SecretsManagerClient> secrets, String name) {
        this.secrets = secrets;
        this.name = name;
    }

    @Override
    public synchronized String value() {
        String known = token;
        return known == null ? renewed() : known;
    }

    @Override
    public synchronized String renewed() {
        String read = token(secret());
        token = read;
        return read;
    }

    @Override
    public String place() {
        return "secret " + name;
    }

    private String secret() {
        try {
            String text = secrets.get().getSecretValue(get -> get.secretId(name)).secretString();
            return text == null ? "" : text.strip();
        } catch (ResourceNotFoundException e) {
            throw new SourceRefusedException(
                    "Secret %s was not found: put the bearer token of an app of X into it, or name another secret in X_TOKEN_SECRET."
                            .formatted(name),
                    e);
        } catch (AwsServiceException e) {
            var details = e.awsErrorDetails();
            String code = details == null ? "status " + e.statusCode() : details.errorCode();
            throw new SourceRefusedException(
                    ("Secret %s cannot be read (%s): it must exist and hold the bearer token of an"
                                    + " app of X, and the function's role needs"
                                    + " secretsmanager:GetSecretValue on it.")
                            .formatted(name, code),
                    e);
        } catch (SdkException e) {
            throw new SourceRefusedException(
                    "Secret %s cannot be read: %s.".formatted(name, e.getMessage()), e);
        }
    }

    /** The secret is the token itself, or a JSON object with it. */
    private String token(String secret) {
        String found = secret;
        if (secret.startsWith("{")) {
            try {
                found = JSON.readTree(secret).path("bearer_token").asText("").strip();
            } catch (JsonProcessingException _) {
                // Its message could quote the secret.
                found = "";
            }
        }
        if (!found.matches(TOKEN)) {
            throw new SourceRefusedException(
                    "Secret %s holds no bearer token: it must be the token alone, or {\"bearer_token\": \"…\"}."
                            .formatted(name));
        }
        return found;
    }
}
