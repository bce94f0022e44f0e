package dev.kinescope.localcloud.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.auth.Access;
import dev.kinescope.localcloud.auth.CredentialBook;
import dev.kinescope.localcloud.auth.SignatureCheck;
import dev.kinescope.localcloud.calls.CallGate;
import dev.kinescope.localcloud.s3.LocalS3;
import dev.kinescope.localcloud.store.MemoryBlobStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.wire.OfferedService;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.RequestBody;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Clients that stop in the middle: each connection is answered or closed. */
class SlowClientsTest {
    private static final int LONGEST_MILLIS = 20_000;

    private final LocalS3 s3 =
            new LocalS3(
                    new CloudIdentity("000000000000", "us-east-1"),
                    new MemoryBlobStore(Clock.systemUTC()),
                    new MemoryDocumentStore(),
                    Clock.systemUTC(),
                    UUID::randomUUID);
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
                        List.of(OfferedService.restXml("s3", "", Map.of(), Map.of(), s3)),
                        new SignatureCheck(
                                credentials, "us-east-1", Access.OPEN, Clock.systemUTC()),
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

    /** Asks again and again, reads nothing, and waits for the connection to be given up. */
    private void neverReads(String target, int times) throws IOException {
        try (var socket = new Socket()) {
            socket.setReceiveBufferSize(4096);
            socket.connect(new InetSocketAddress("127.0.0.1", server.uri().getPort()));
            OutputStream out = socket.getOutputStream();
            String request =
                    "GET "
                            + target
                            + " HTTP/1.1\r\nhost: "
                            + server.uri().getAuthority()
                            + "\r\n"
                            + "Authorization: AWS4-HMAC-SHA256"
                            + " Credential=a/20260101/us-east-1/s3/aws4_request,"
                            + " SignedHeaders=host, Signature=b\r\n\r\n";
            out.write(request.repeat(times).getBytes(StandardCharsets.US_ASCII));
            await().atMost(Duration.ofMillis(LONGEST_MILLIS))
                    .untilAsserted(() ->
                            assertThatThrownBy(() -> out.write(' '))
                                    .isInstanceOf(SocketException.class));
        }
    }

    @Test
    void anObjectThatIsNotRead() throws IOException {
        s3.createBucket(create -> create.bucket("bucket"));
        s3.putObject(
                put -> put.bucket("bucket").key("large"),
                RequestBody.fromBytes(new byte[24 * 1024 * 1024]));

        neverReads("/bucket/large", 1);
    }

    @Test
    void listingsThatAreNotRead() throws IOException {
        s3.createBucket(create -> create.bucket("bucket"));
        for (int i = 0; i < 1000; i++) {
            String key = "k".repeat(1000) + i;
            s3.putObject(put -> put.bucket("bucket").key(key), RequestBody.empty());
        }

        neverReads("/bucket?list-type=2", 20);
    }
}
