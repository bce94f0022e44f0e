package dev.kinescope.producer;

import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.time.Duration;

/**
 * Builds the SDK clients; region, endpoint and credentials come from the function's environment.
 */
final class Clients {

    private static final Duration SECRET_TIMEOUT = Duration.ofSeconds(5);

    private Clients() {}

    /** A client without retries of its own: {@code BatchSender} resends, and counts. */
    static KinesisClient kinesis() {
        return KinesisClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(
                        overrides -> overrides.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    static SecretsManagerClient secrets() {
        return SecretsManagerClient.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .overrideConfiguration(overrides -> overrides.apiCallTimeout(SECRET_TIMEOUT))
                .build();
    }

    static S3Client s3() {
        return S3Client.builder()
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                // Other endpoints than AWS's rarely have a host name for each bucket.
                .forcePathStyle(System.getenv("AWS_ENDPOINT_URL") != null)
                .build();
    }
}
