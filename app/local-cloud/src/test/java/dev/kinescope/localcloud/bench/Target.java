package dev.kinescope.localcloud.bench;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/** An endpoint that is measured; all are called with the same kind of client. */
record Target(
        String name,
        URI endpoint,
        AwsCredentialsProvider credentials,
        Optional<ProcessHandle> process) {
    private static final int CONNECTIONS = 64;

    static Target of(
            String name, URI endpoint, String keyId, String secret, ProcessHandle process) {
        return new Target(
                name,
                endpoint,
                StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret)),
                Optional.of(process));
    }

    /** An endpoint that is not ours: its credentials are those of the environment. */
    static Target given(URI endpoint) {
        return new Target(
                endpoint.toString(),
                endpoint,
                DefaultCredentialsProvider.builder().build(),
                Optional.empty());
    }

    /** The processor time that the server has used so far, where it is ours to ask. */
    Optional<Duration> processorTime() {
        return process.flatMap(handle -> handle.info().totalCpuDuration());
    }

    /** A client that does not repeat what failed: the benchmark counts it. */
    <B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>, C> C client(B builder) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .httpClientBuilder(http())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    private static SdkHttpClient.Builder<?> http() {
        return ApacheHttpClient.builder().maxConnections(CONNECTIONS);
    }
}
