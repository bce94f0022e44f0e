package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.wire.WireServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.io.IOException;

class SecretTokenTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private WireServer server;
    private SecretsManagerClient client;
    private int status = 200;
    private String answer = "";

    @BeforeEach
    void start() throws IOException {
        server = new WireServer((request, wire) -> wire.answer(status, "", answer));
        client =
                SecretsManagerClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .endpointOverride(server.uri("http"))
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("id", "key")))
                        .build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private SecretToken token() {
        return new SecretToken(() -> client, "kinescope/x");
    }

    private void secret(String value) {
        answer = JSON.createObjectNode().put("Name", "s").put("SecretString", value).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AAAA%2Fbb-c_d.=",
                " AAAA%2Fbb-c_d.= \n",
                "{\"bearer_token\":\"AAAA%2Fbb-c_d.=\"}"
            })
    void theSecretIsTheTokenOrAnObjectWithIt(String secret) {
        secret(secret);

        assertThat(token().value()).isEqualTo("AAAA%2Fbb-c_d.=");
    }

    @Test
    void theSecretIsReadOnceAndAgainWhenItWasChanged() {
        var token = token();
        secret("one");
        token.value();
        secret("two");

        assertThat(token.value()).isEqualTo("one");
        assertThat(token.renewed()).isEqualTo("two");
        assertThat(token.value()).isEqualTo("two");
        assertThat(server.requests()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "two words", "{\"other\":\"hidden\"}", "{hidden", "a\r\nX-Evil: hidden"})
    void whatIsNoTokenIsNeverQuoted(String secret) {
        secret(secret);

        assertThatThrownBy(() -> token().value())
                .isInstanceOf(SourceRefusedException.class)
                .hasNoCause()
                .hasMessage(
                        "Secret kinescope/x holds no bearer token: it must be the token alone, or"
                                + " {\"bearer_token\": \"…\"}.");
    }

    @Test
    void aMissingSecretIsToldWithWhatToDo() {
        status = 400;
        answer = "{\"__type\":\"ResourceNotFoundException\",\"message\":\"no\"}";

        assertThatThrownBy(() -> token().value())
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "Secret kinescope/x was not found: put the bearer token of an app of X into"
                                + " it, or name another secret in X_TOKEN_SECRET.");
    }

    @Test
    void aMissingPermissionIsTold() {
        status = 400;
        answer = "{\"__type\":\"AccessDeniedException\",\"Message\":\"no\"}";

        assertThatThrownBy(() -> token().value())
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "Secret kinescope/x cannot be read (AccessDeniedException): it must exist"
                                + " and hold the bearer token of an app of X, and the function's"
                                + " role needs secretsmanager:GetSecretValue on it.");
    }
}
