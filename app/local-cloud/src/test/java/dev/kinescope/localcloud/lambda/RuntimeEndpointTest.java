package dev.kinescope.localcloud.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.SdkBytes;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

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
        public void failed(String requestId, SdkBytes error) {
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
