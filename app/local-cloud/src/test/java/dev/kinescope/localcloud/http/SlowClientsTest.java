package dev.kinescope.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.auth.Access;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.calls.CallGate;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** Clients that stop in the middle: each connection is answered or closed. */
class SlowClientsTest {
    private static final int LONGEST_MILLIS = 20_000;

    private LoopbackServer server;

    @BeforeEach
    void start() {
        server = LoopbackServer.bind(0, new Patience(Duration.ofSeconds(1), Duration.ofSeconds(1)));
        var random = new SecureRandom();
        var credentials =
                new CredentialBook(
                        CredentialBook.newRoot("000000000000", random), Clock.systemUTC(), random);
        server.serve(
                new Endpoint(
                        List.of(),
                        new SignatureCheck(
                                credentials, "us-east-1", Access.SIGNED, Clock.systemUTC()),
                        CallGate.OPEN,
                        (_, path, _) -> {
                            throw new AssertionError(path);
                        }));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What comes back until the server closes; fails if it does not. */
    private String sent(String text) throws IOException {
        try (var socket = new Socket("127.0.0.1", server.uri().getPort())) {
            socket.setSoTimeout(LONGEST_MILLIS);
            socket.getOutputStream()
                    .write(
                            text.replace("HOST", server.uri().getAuthority())
                                    .getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    @Test
    void nothingAtAll() throws IOException {
        assertThat(sent("")).isEmpty();
    }

    @Test
    void halfALine() throws IOException {
        sent("POST / HT");
    }

    @Test
    void halfTheHeaders() throws IOException {
        sent("POST / HTTP/1.1\r\nhost: HOST\r\nx: y");
    }

    @Test
    void halfABody() throws IOException {
        assertThat(sent("POST / HTTP/1.1\r\nhost: HOST\r\ncontent-length: 100\r\n\r\nabc"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void noBodyAtAllOfARequestThatIsRefused() throws IOException {
        assertThat(sent("POST / HTTP/1.1\r\nhost: evil:80\r\ncontent-length: 1000\r\n\r\n"))
                .startsWith("HTTP/1.1 421");
    }

    @Test
    void halfAChunk() throws IOException {
        assertThat(
                        sent(
                                "POST / HTTP/1.1\r\nhost: HOST\r\ntransfer-encoding: chunked\r\n"
                                        + "\r\nff\r\na"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aWholeRequestIsAnsweredAndTheNextOneToo() throws IOException {
        String request = "POST / HTTP/1.1\r\nhost: HOST\r\ncontent-length: 3\r\n\r\nabc";

        assertThat(sent(request + request).split("HTTP/1.1 400", -1)).hasSize(3);
    }
}
