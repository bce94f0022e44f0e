package dev.kinescope.localcloud;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;

/** The SDK's own clients, as a person would set them up for a local cloud. */
public final class Clients {
    private Clients() {}

    public static <B extends AwsClientBuilder<B, C>, C> C of(
            LocalCloud cloud, AwsClientBuilder<B, C> builder) {
        LocalCredentials keys = cloud.credentials();
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.of(cloud.identity().region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        keys.accessKeyId(), keys.secretAccessKey())))
                .build();
    }
}
