package dev.kinescope.pipeline.functions;

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

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** A function whose last update failed, as the local cloud never has one. */
class FunctionRepairTest {
    private static final FunctionSpec SPEC =
            new FunctionSpec("f", "role", "java25", "a.B::c", 512, 60, Map.of());
    private static final FunctionCode IMAGE = new FunctionCode.Image("repo/image@sha256:1");

    private final List<String> updates = new CopyOnWriteArrayList<>();
    private final AtomicBoolean failed = new AtomicBoolean(true);
    private volatile boolean updatingHeals = true;
    private HttpServer server;
    private AwsSession session;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
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
    }

    @AfterEach
    void stop() {
        session.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        exchange.getRequestBody().readAllBytes();
        String path = exchange.getRequestURI().getPath();
        String answer;
        if (path.equals("/")) {
            answer =
                    """
                    <GetRoleResponse><GetRoleResult><Role><Arn>arn:aws:iam::0:role/role</Arn>\
                    </Role></GetRoleResult></GetRoleResponse>\
                    """;
        } else if (exchange.getRequestMethod().equals("PUT")) {
            updates.add(path.substring(path.lastIndexOf('/') + 1));
            failed.set(!updatingHeals);
            answer = "{}";
        } else {
            answer =
                    """
                    {"Configuration":{"FunctionName":"f","FunctionArn":"arn:f","State":"Active",
                    "LastUpdateStatus":"%s","LastUpdateStatusReason":"The image is gone",
                    "Role":"arn:aws:iam::0:role/role","MemorySize":512,"Timeout":60,
                    "PackageType":"Image","CodeSha256":"1","CodeSize":1,"Version":"$LATEST"},
                    "Code":{"ImageUri":"repo/image@sha256:1"}}
                    """
                            .formatted(failed.get() ? "Failed" : "Successful");
        }
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private FunctionDetails deploy() throws IOException, InterruptedException {
        return new FunctionDeployer(session, Clock.systemUTC(), Pause.real())
                .deploy(SPEC, IMAGE, what -> {});
    }

    @Test
    void deployingAgainRepairsAFunctionThatFailed() throws IOException, InterruptedException {
        assertThat(deploy().isReady()).isTrue();
        assertThat(updates).containsExactly("code", "configuration");
    }

    @Test
    void aFunctionThatStillFailsAfterTheUpdateIsRefusedWithItsReason() {
        updatingHeals = false;

        assertThatThrownBy(this::deploy)
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("The image is gone");
        assertThat(updates).containsExactly("code", "configuration");
    }

    @Test
    void aFunctionThatIsAsItShouldBeIsNotTouched() throws IOException, InterruptedException {
        failed.set(false);

        assertThat(deploy().isReady()).isTrue();
        assertThat(updates).isEmpty();
    }
}
