package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/** Who may speak to the Runtime API of a child. */
class RuntimeEndpointTest {
    private final List<String> heard = new CopyOnWriteArrayList<>();

    private final class Ears implements RuntimeEndpoint.Listener {
        @Override
        public void polled() {
            heard.add("polled");
        }

        @Override
        public void answered(String requestId, SdkBytes payload) {
            heard.add("answered");
        }

        @Override
        public void failed(String requestId, SdkBytes error, String errorType) {
            heard.add("failed");
        }

        @Override
        public void initFailed(SdkBytes error) {
            heard.add(error.asUtf8String());
        }
    }

    @Test
    void onlyTheChildIsHeard() throws Exception {
        try (var endpoint = new RuntimeEndpoint(new Ears());
                var client = HttpClient.newHttpClient()) {
            String own = endpoint.authority();
            String rebound = own.replace("127.0.0.1", "localhost");

            assertThat(status(client, request(rebound))).isEqualTo(403);
            assertThat(status(client, request(own).header("Origin", "http://" + own)))
                    .isEqualTo(403);
            assertThat(heard).isEmpty();

            assertThat(status(client, request(own))).isEqualTo(202);
            assertThat(heard).containsExactly("{}");
        }
    }

    @Test
    void anEventIsForThePollThatIsLeft() throws Exception {
        try (var endpoint = new RuntimeEndpoint(new Ears())) {
            try (Socket first = poll(endpoint)) {
                await().until(() -> heard.size() == 1);
                first.shutdownOutput();
            }
            try (Socket second = poll(endpoint);
                    Socket third = poll(endpoint)) {
                await().until(() -> heard.size() == 3);
                endpoint.offer(EVENT);

                // One of the two was superseded: it has ended, and the other has the event.
                assertThat(text(second) + text(third)).containsOnlyOnce("{\"a\":1}");
            }
        }
    }

    @Test
    void anEventThatNobodyTookWaitsForTheNextPoll() throws Exception {
        try (var endpoint = new RuntimeEndpoint(new Ears())) {
            Socket gone = poll(endpoint);
            await().until(() -> heard.size() == 1);
            gone.close();
            await().until(() -> !endpoint.isPolled());

            endpoint.offer(EVENT);

            try (Socket next = poll(endpoint)) {
                assertThat(text(next))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .contains("\r\nLambda-Runtime-Aws-Request-Id: id\r\n")
                        .contains("\r\nLambda-Runtime-Client-Context: {}\r\n")
                        .endsWith("\r\n\r\n{\"a\":1}");
            }
        }
    }

    @Test
    void bodiesMayComeInChunksAndAfterAPause() throws Exception {
        try (var endpoint = new RuntimeEndpoint(new Ears());
                var socket = connect(endpoint)) {
            send(
                    socket,
                    "POST /2018-06-01/runtime/init/error HTTP/1.1\r\nHost: "
                            + endpoint.authority()
                            + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n"
                            + "3\r\none\r\n4;x=y\r\n two\r\n0\r\n\r\n");
            assertThat(text(socket)).contains("100 Continue").contains("202 Accepted");
            assertThat(heard).containsExactly("one two");
        }
    }

    @Test
    void whatIsNoRequestEndsTheConnection() throws Exception {
        try (var endpoint = new RuntimeEndpoint(new Ears())) {
            for (String text :
                    List.of(
                            "x\r\n\r\n",
                            "GET / HTTP/1.1\r\nno colon\r\n\r\n",
                            "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                            "GET /" + "x".repeat(100_000))) {
                try (var socket = connect(endpoint)) {
                    send(socket, text);
                    assertEnded(socket, text);
                }
            }
            assertThat(heard).isEmpty();
        }
    }

    @Test
    void aConnectionThatCannotBeAcceptedIsNotTheLast() throws Exception {
        var failing =
                new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1")) {
                    private final AtomicBoolean failed = new AtomicBoolean();

                    @Override
                    public Socket accept() throws IOException {
                        if (failed.compareAndSet(false, true)) {
                            throw new SocketException("Too many open files");
                        }
                        return super.accept();
                    }
                };
        try (var endpoint = new RuntimeEndpoint(new Ears(), failing);
                var socket = poll(endpoint)) {
            await().until(() -> heard.size() == 1);
            endpoint.offer(EVENT);
            assertThat(text(socket)).contains("{\"a\":1}");
        }
    }

    private static final RuntimeEndpoint.Event EVENT =
            new RuntimeEndpoint.Event(
                    "id", SdkBytes.fromUtf8String("{\"a\":1}"), "arn:function", 1, "{}");

    private static Socket connect(RuntimeEndpoint endpoint) throws IOException {
        String port = endpoint.authority().substring("127.0.0.1:".length());
        var socket = new Socket("127.0.0.1", Integer.parseInt(port));
        socket.setSoTimeout(500);
        return socket;
    }

    private static Socket poll(RuntimeEndpoint endpoint) throws IOException {
        Socket socket = connect(endpoint);
        send(
                socket,
                "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: "
                        + endpoint.authority()
                        + "\r\n\r\n");
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Without a word; a reset is an end too, of a connection that had sent more than was read. */
    private static void assertEnded(Socket socket, String sent) throws IOException {
        try {
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException e) {
            throw new AssertionError("the connection goes on after " + sent.strip(), e);
        } catch (SocketException e) {
            assertThat(e).hasMessageContaining("reset");
        }
    }

    /** All that comes until nothing more does. */
    private static String text(Socket socket) throws IOException {
        var text = new StringBuilder();
        try {
            for (int next = socket.getInputStream().read();
                    next >= 0;
                    next = socket.getInputStream().read()) {
                text.append((char) next);
            }
        } catch (SocketTimeoutException | SocketException e) {
            return text.toString();
        }
        return text.toString();
    }

    private static HttpRequest.Builder request(String authority) {
        return HttpRequest.newBuilder(
                        URI.create("http://" + authority + "/2018-06-01/runtime/init/error"))
                .version(HttpClient.Version.HTTP_1_1)
                .POST(HttpRequest.BodyPublishers.ofString("{}"));
    }

    private static int status(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.discarding()).statusCode();
    }
}
