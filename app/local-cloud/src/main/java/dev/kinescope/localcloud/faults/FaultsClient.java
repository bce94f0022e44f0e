package dev.kinescope.localcloud.faults;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Turns the dial of a local cloud that runs in another process. */
public final class FaultsClient implements AutoCloseable {
    /** Where the dial is. */
    public static final String PATH = "/_kinescope/faults";

    private static final String SIGNING_NAME = "kinescope";
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final URI endpoint;
    private final AwsBasicCredentials credentials;
    private final Clock clock;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(PATIENCE)
                    .build();

    /** The endpoint refused; the message is for a person. */
    public static final class RefusedException extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final int status;

        RefusedException(int status, String message) {
            super(message);
            this.status = status;
        }

        /** HTTP's status. */
        public int status() {
            return status;
        }
    }

    /** A client with the keys that the local cloud printed when it started. */
    public FaultsClient(URI endpoint, String accessKeyId, String secretAccessKey, Clock clock) {
        this.endpoint = endpoint;
        this.credentials = AwsBasicCredentials.create(accessKeyId, secretAccessKey);
        this.clock = clock;
    }

    /**
     * What is set there.
     *
     * @throws RefusedException if the endpoint does not accept it
     * @throws IOException if it cannot be reached
     */
    public List<Setting> list() throws IOException, InterruptedException {
        return FaultJson.settings(send(SdkHttpMethod.GET, PATH, null));
    }

    /**
     * Sets a fault.
     *
     * @return the id that clears it
     * @throws RefusedException if the endpoint does not accept it
     * @throws IOException if it cannot be reached
     */
    public String set(Fault fault) throws IOException, InterruptedException {
        byte[] answer = send(SdkHttpMethod.POST, PATH, FaultJson.bytes(fault));
        return new ObjectMapper().readTree(answer).path("id").asText();
    }

    /**
     * Clears one fault.
     *
     * @throws RefusedException with 404 if there is none of that id
     * @throws IOException if it cannot be reached
     */
    public void clear(String id) throws IOException, InterruptedException {
        send(SdkHttpMethod.DELETE, PATH + "/" + id, null);
    }

    /**
     * Clears all.
     *
     * @throws RefusedException if the endpoint does not accept it
     * @throws IOException if it cannot be reached
     */
    public void clear() throws IOException, InterruptedException {
        send(SdkHttpMethod.DELETE, PATH, null);
    }

    private byte[] send(SdkHttpMethod method, String path, byte @Nullable [] body)
            throws IOException, InterruptedException {
        // The clock of the endpoint may be wrong on purpose: then its answer says what it is.
        HttpResponse<byte[]> answer = send(method, path, body, clock);
        if (answer.statusCode() == 400 || answer.statusCode() == 403) {
            Clock theirs = Clocks.of(answer.headers().firstValue("date").orElse(""), clock);
            answer = send(method, path, body, theirs);
        }
        if (answer.statusCode() == 200) {
            return answer.body();
        }
        throw new RefusedException(answer.statusCode(), message(answer));
    }

    private HttpResponse<byte[]> send(
            SdkHttpMethod method, String path, byte @Nullable [] body, Clock signingClock)
            throws IOException, InterruptedException {
        URI uri = endpoint.resolve(path);
        byte[] content = body == null ? new byte[0] : body;
        SdkHttpRequest unsigned = SdkHttpRequest.builder().method(method).uri(uri).build();
        var signed =
                AwsV4HttpSigner.create()
                        .sign(sign ->
                                sign.identity(credentials)
                                        .request(unsigned)
                                        .payload(() -> new ByteArrayInputStream(content))
                                        .putProperty(
                                                AwsV4HttpSigner.SERVICE_SIGNING_NAME, SIGNING_NAME)
                                        .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                        .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, signingClock))
                        .request();
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .timeout(PATIENCE)
                        .method(
                                method.name(),
                                body == null
                                        ? HttpRequest.BodyPublishers.noBody()
                                        : HttpRequest.BodyPublishers.ofByteArray(body));
        signed.headers()
                .forEach((name, values) -> {
                    if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                        values.forEach(value -> request.header(name, value));
                    }
                });
        return http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private static String message(HttpResponse<byte[]> answer) {
        try {
            JsonNode message = new ObjectMapper().readTree(answer.body()).path("message");
            if (message.isTextual()) {
                return message.textValue();
            }
        } catch (IOException e) {
            return "The endpoint answered " + answer.statusCode() + ", not as a local cloud does.";
        }
        return "The endpoint answered " + answer.statusCode() + ".";
    }

    @Override
    public void close() {
        http.close();
    }
}
