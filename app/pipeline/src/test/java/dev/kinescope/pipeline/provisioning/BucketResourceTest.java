package dev.kinescope.pipeline.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallLog;
import dev.kinescope.pipeline.connection.Connection;
import dev.kinescope.pipeline.connection.ProblemException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** What S3 answers that the local cloud never does. */
class BucketResourceTest {
    private HttpServer server;
    private AwsSession session;
    private BucketResource bucket;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", BucketResourceTest::answer);
        server.start();
        session =
                AwsSession.open(
                        new Connection.Endpoint(
                                URI.create("http://127.0.0.1:" + server.getAddress().getPort()),
                                "us-east-1",
                                "id",
                                "secret"),
                        CallLog.none(),
                        Clock.systemUTC());
        bucket =
                new BucketResource(
                        new Site(
                                session,
                                new Arns("000000000000", "us-east-1"),
                                Clock.systemUTC(),
                                Pause.real()),
                        "results");
    }

    @AfterEach
    void stop() {
        session.close();
        server.stop(0);
    }

    /** A bucket with two objects, one of which may not be deleted, open to the public. */
    private static void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String answer = "";
        if (query.contains("publicAccessBlock")) {
            answer =
                    """
                    <PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls>\
                    <BlockPublicPolicy>false</BlockPublicPolicy></PublicAccessBlockConfiguration>\
                    """;
        } else if (query.contains("list-type")) {
            answer =
                    """
                    <ListBucketResult><Contents><Key>posts/a</Key></Contents>\
                    <Contents><Key>posts/b</Key></Contents></ListBucketResult>\
                    """;
        } else if (query.contains("delete")) {
            answer =
                    """
                    <DeleteResult><Error><Key>posts/b</Key><Code>AccessDenied</Code>\
                    <Message>Access Denied</Message></Error></DeleteResult>\
                    """;
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        boolean isHead = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(200, isHead ? -1 : body.length);
        if (!isHead) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    @Test
    @Timeout(20)
    void anObjectThatMayNotBeDeletedEndsTheDeletingWithItsKeyAndCode() {
        List<String> heard = new ArrayList<>();

        assertThatThrownBy(() -> bucket.delete(heard::add))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("results")
                .hasMessageContaining("posts/b")
                .hasMessageContaining("AccessDenied");
        assertThat(heard).containsExactly("1 objects deleted");
    }

    @Test
    void aBucketThatIsNotClosedIsNotCalledSo() {
        assertThat(bucket.status().detail()).isEqualTo("public access possible");
    }
}
