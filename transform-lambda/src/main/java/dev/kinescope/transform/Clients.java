package dev.kinescope.transform;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.comprehend.ComprehendClientBuilder;

import java.time.Duration;

/** Builds the SDK client; region, endpoint and credentials come from the function's environment. */
final class Clients {
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(15);

    static {
        // The JDK keeps 5 idle connections by default; here 8 calls at a time want theirs kept.
        System.setProperty("http.maxConnections", "16");
    }

    private Clients() {}

    /** For a client without retries of its own: {@code ChunkCaller} retries, and counts. */
    static ComprehendClientBuilder comprehend() {
        return ComprehendClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(overrides ->
                        overrides
                                .retryStrategy(AwsRetryStrategy.doNotRetry())
                                .apiCallTimeout(CALL_TIMEOUT));
    }
}
