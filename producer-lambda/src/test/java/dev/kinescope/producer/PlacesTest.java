package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

class PlacesTest {
    @Test
    void withoutSettingsTheServicesThemselvesAreMeant() {
        Places places = Places.of(Map.of());

        assertThat(places.x()).isEqualTo(URI.create("https://api.x.com"));
        assertThat(places.jetstream())
                .first()
                .isEqualTo(URI.create("wss://jetstream2.us-east.bsky.network"));
        assertThat(places.jetstream()).hasSize(4);
        assertThat(places.silence()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void otherServersCanBeNamed() {
        Places places =
                Places.of(
                        Map.of(
                                "X_API_URL", "http://127.0.0.1:8080/",
                                "JETSTREAM_URL", "ws://localhost:1, wss://stream.example"));

        assertThat(places.x()).isEqualTo(URI.create("http://127.0.0.1:8080"));
        assertThat(places.jetstream())
                .isEqualTo(
                        List.of(
                                URI.create("ws://localhost:1"),
                                URI.create("wss://stream.example")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "X_API_URL     | http://api.example      | X_API_URL must be a URL with https, or"
                        + " with http on this machine",
                "X_API_URL     | http://127.0.0.1.example | X_API_URL must be a URL with https, or"
                        + " with http on this machine",
                "X_API_URL     | ftp://localhost         | X_API_URL must be a URL with https, or"
                        + " with http on this machine",
                "X_API_URL     | not a url               | X_API_URL is not a URL",
                "JETSTREAM_URL | https://stream.example  | JETSTREAM_URL must be a URL with wss, or"
                        + " with ws on this machine",
            })
    void aTokenIsNeverSentInTheClearOverANetwork(String variable, String url, String message) {
        assertThatThrownBy(() -> Places.of(Map.of(variable, url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }
}
