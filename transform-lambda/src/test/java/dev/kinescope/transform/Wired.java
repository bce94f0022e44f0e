package dev.kinescope.transform;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;

import dev.kinescope.transform.sentiment.RenewableRandom;
import dev.kinescope.transform.sentiment.TextService;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;

import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;

/** The function as it runs, with the SDK's client and the real time, at an endpoint of a test's. */
public final class Wired {
    private Wired() {}

    /** The service behind the function's own client. */
    public static TextService service(URI endpoint) {
        return new ComprehendService(
                Clients.comprehend()
                        .endpointOverride(endpoint)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(
                                        AwsBasicCredentials.create("key", "secret")))
                        .build());
    }

    /** The function; it detects languages and reports nowhere. */
    public static RequestStreamHandler handler(TextService service) {
        return new TransformHandler(
                Invocations.DETECTING,
                service,
                new RenewableRandom(),
                Clock.systemUTC(),
                Thread::sleep,
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8),
                new Snapshots());
    }
}
