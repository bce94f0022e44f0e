package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The adapter through the SDK's own wire format, against a server that holds one object. */
class S3PostFileTest {
    private static final byte[] OBJECT =
            "first line\nsecond line\n".getBytes(StandardCharsets.UTF_8);

    private HttpServer server;
    private S3Client s3;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", S3PostFileTest::answer);
        server.start();
        s3 =
                S3Client.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .endpointOverride(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.US_EAST_1)
                        .forcePathStyle(true)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("key", "secret")))
                        .build();
    }

    @AfterEach
    void stop() {
        s3.close();
        server.stop(0);
    }

    @Test
    void anObjectIsReadFromAnyOffset() throws IOException {
        assertThat(read("s3://bucket/some/posts.jsonl", 0)).isEqualTo("first line\nsecond line\n");
        assertThat(read("s3://bucket/some/posts.jsonl", 11)).isEqualTo("second line\n");
        assertThat(read("s3://bucket/some/posts.jsonl", OBJECT.length)).isEmpty();
    }

    @Test
    void aMissingObjectIsToldByTheFieldThatNamesIt() {
        assertThatThrownBy(() -> read("s3://bucket/other", 0))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("posts s3://bucket/other does not exist");
    }

    @Test
    void aMissingBucketIsAnError() {
        assertThatThrownBy(() -> read("s3://nowhere/posts", 0))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("posts s3://nowhere/posts: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3://", "s3://bucket", "s3://bucket/", "s3:///key", "file:///etc/x"})
    void anIncompleteLocationIsTold(String location) {
        assertThatThrownBy(() -> new PostFiles(() -> s3).apply(location))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage("posts must be bundled or s3://bucket/key");
    }

    private String read(String location, long offset) throws IOException {
        try (var in = new PostFiles(() -> s3).apply(location).openAt(offset)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            switch (exchange.getRequestURI().getPath()) {
                case "/bucket/some/posts.jsonl" -> object(exchange);
                case String path when path.startsWith("/bucket/") ->
                        error(exchange, 404, "NoSuchKey");
                default -> error(exchange, 404, "NoSuchBucket");
            }
        }
    }

    private static void object(HttpExchange exchange) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = range == null ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
        if (from >= OBJECT.length) {
            error(exchange, 416, "InvalidRange");
            return;
        }
        byte[] rest = Arrays.copyOfRange(OBJECT, from, OBJECT.length);
        exchange.sendResponseHeaders(range == null ? 200 : 206, rest.length);
        exchange.getResponseBody().write(rest);
    }

    private static void error(HttpExchange exchange, int status, String code) throws IOException {
        byte[] body =
                "<Error><Code>%s</Code><Message>no</Message></Error>"
                        .formatted(code)
                        .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
