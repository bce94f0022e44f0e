package dev.kinescope.pipeline.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallLog;
import dev.kinescope.pipeline.connection.Connection;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.lambda.model.LambdaException;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;

/** An invocation that may have run is never repeated: its posts would be sent twice. */
class InvocationRetriesTest {
    private final AtomicInteger invocations = new AtomicInteger();
    private HttpServer server;
    private AwsSession session;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
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

    private void answer(int firstStatus, String errorType) {
        server.createContext(
                "/",
                exchange -> {
                    int number = invocations.incrementAndGet();
                    exchange.getRequestBody().readAllBytes();
                    boolean fails = number == 1;
                    byte[] body =
                            (fails ? "{\"Type\":\"Service\",\"Message\":\"Not now\"}" : "{}")
                                    .getBytes(StandardCharsets.UTF_8);
                    if (fails) {
                        exchange.getResponseHeaders().add("X-Amzn-ErrorType", errorType);
                    }
                    exchange.sendResponseHeaders(fails ? firstStatus : 200, body.length);
                    exchange.getResponseBody().write(body);
                    exchange.close();
                });
    }

    @Test
    void anErrorWithinLambdaIsNotRepeated() {
        answer(500, "ServiceException");

        assertThatThrownBy(() -> new Functions(session, Clock.systemUTC()).invoke("f", "{}"))
                .isInstanceOf(LambdaException.class);
        assertThat(invocations).hasValue(1);
    }

    @Test
    void aRefusalToStartIsRepeated() {
        answer(429, "TooManyRequestsException");

        assertThat(new Functions(session, Clock.systemUTC()).invoke("f", "{}").payload())
                .isEqualTo("{}");
        assertThat(invocations).hasValue(2);
    }
}
