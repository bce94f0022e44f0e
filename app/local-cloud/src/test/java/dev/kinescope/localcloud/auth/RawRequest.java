package dev.kinescope.localcloud.auth;

import dev.kinescope.localcloud.LocalCloud;

import software.amazon.awssdk.auth.credentials.AwsCredentials;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One HTTP request put together by hand and signed by the SDK's signer. */
public final class RawRequest {
    private static final Set<String> SET_BY_THE_CLIENT = Set.of("host", "content-length");

    private final LocalCloud cloud;
    private final AwsCredentials credentials;
    private final String service;
    private final Map<String, String> headers = new LinkedHashMap<>();
    private String path = "/";
    private SdkHttpMethod method = SdkHttpMethod.POST;
    private Clock clock = Clock.systemUTC();

    public RawRequest(LocalCloud cloud, AwsCredentials credentials, String service) {
        this.cloud = cloud;
        this.credentials = credentials;
        this.service = service;
    }

    public RawRequest path(String newPath) {
        path = newPath;
        return this;
    }

    public RawRequest method(SdkHttpMethod newMethod) {
        method = newMethod;
        return this;
    }

    public RawRequest header(String name, String value) {
        headers.put(name, value);
        return this;
    }

    public RawRequest clock(Clock newClock) {
        clock = newClock;
        return this;
    }

    public HttpResponse<byte[]> send(byte[] body) throws IOException, InterruptedException {
        return send(method.name(), cloud.endpoint().resolve(path), signed(body), body);
    }

    public HttpResponse<byte[]> post(byte[] body) throws IOException, InterruptedException {
        return method(SdkHttpMethod.POST).send(body);
    }

    /** The headers with the signature among them. */
    Map<String, List<String>> signed(byte[] body) {
        SdkHttpRequest.Builder request =
                SdkHttpRequest.builder().method(method).uri(cloud.endpoint().resolve(path));
        headers.forEach(request::putHeader);
        return AwsV4HttpSigner.create()
                .sign(sign ->
                        sign.identity(credentials)
                                .request(request.build())
                                .payload(() -> new ByteArrayInputStream(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                                .putProperty(AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock))
                .request()
                .headers();
    }

    /** Sends a request as it is. */
    public static HttpResponse<byte[]> send(URI uri, Map<String, List<String>> headers, byte[] body)
            throws IOException, InterruptedException {
        return send("POST", uri, headers, body);
    }

    /** The same with another method. */
    public static HttpResponse<byte[]> send(
            String method, URI uri, Map<String, List<String>> headers, byte[] body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .version(HttpClient.Version.HTTP_1_1)
                        .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach((name, values) -> {
            if (!SET_BY_THE_CLIENT.contains(name.toLowerCase(Locale.ROOT))) {
                values.forEach(value -> request.header(name, value));
            }
        });
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
        }
    }
}
