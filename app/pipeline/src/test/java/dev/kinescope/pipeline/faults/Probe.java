package dev.kinescope.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.LocalCloud;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.comprehend.ComprehendClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Meets a fault that is set with calls of its own, so that one that counts strikes but does nothing
 * is found out; the SDK's retries, which would hide what was met, are off.
 */
final class Probe {
    private static final int MOST_TRIES = 60;
    private static final String BUCKET = "probe";

    private final LocalCloud cloud;

    Probe(LocalCloud cloud) {
        this.cloud = cloud;
    }

    private <B extends AwsClientBuilder<B, C>, C> C client(AwsClientBuilder<B, C> builder) {
        return builder.endpointOverride(cloud.endpoint())
                .region(Region.of(cloud.identity().region()))
                .credentialsProvider(
                        StaticCredentialsProvider.create(
                                AwsBasicCredentials.create(
                                        cloud.credentials().accessKeyId(),
                                        cloud.credentials().secretAccessKey())))
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** What came of calling many times. */
    private static Map<String, Integer> outcomes(Runnable call) {
        var outcomes = new HashMap<String, Integer>();
        for (int i = 0; i < MOST_TRIES; i++) {
            String outcome = "ok";
            try {
                call.run();
            } catch (AwsServiceException e) {
                outcome = e.awsErrorDetails().errorCode();
            }
            outcomes.merge(outcome, 1, Integer::sum);
        }
        return outcomes;
    }

    /** Some reads of a shard fail with that code and no other. */
    void assertReadsFail(String stream, String code) {
        try (KinesisClient kinesis = client(KinesisClient.builder())) {
            String shard = shards(kinesis, stream).iterator().next();
            String iterator =
                    kinesis.getShardIterator(get ->
                                    get.streamName(stream)
                                            .shardId(shard)
                                            .shardIteratorType("LATEST"))
                            .shardIterator();
            assertThat(outcomes(() -> kinesis.getRecords(get -> get.shardIterator(iterator))))
                    .containsOnlyKeys("ok", code);
        }
    }

    /** Some calls of Comprehend fail with that code and no other. */
    void assertScoringFails(String code) {
        try (ComprehendClient comprehend = client(ComprehendClient.builder())) {
            assertThat(outcomes(() -> score(comprehend))).containsOnlyKeys("ok", code);
        }
    }

    /** Some calls of Comprehend take at least so long. */
    void assertScoringIsSlow(Duration least) {
        try (ComprehendClient comprehend = client(ComprehendClient.builder())) {
            long slow = 0;
            for (int i = 0; i < MOST_TRIES && slow == 0; i++) {
                long begin = System.nanoTime();
                score(comprehend);
                slow += System.nanoTime() - begin >= least.toNanos() ? 1 : 0;
            }
            assertThat(slow).as("calls of Comprehend that took %s", least).isPositive();
        }
    }

    private static void score(ComprehendClient comprehend) {
        comprehend.batchDetectSentiment(r -> r.languageCode("en").textList("What a lovely day"));
    }

    /** A first object is refused with that code, and is there all the same if it says so. */
    void assertPutsFail(String code, boolean stored) {
        try (S3Client s3 = client(S3Client.builder().forcePathStyle(true))) {
            if (s3.listBuckets().buckets().stream().noneMatch(b -> b.name().equals(BUCKET))) {
                s3.createBucket(r -> r.bucket(BUCKET));
            }
            for (int i = 0; i < MOST_TRIES; i++) {
                String key = code + i;
                try {
                    s3.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString("x"));
                } catch (AwsServiceException e) {
                    assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code);
                    long found =
                            s3.listObjectsV2(r -> r.bucket(BUCKET).prefix(key)).contents().stream()
                                    .filter(object -> object.key().equals(key))
                                    .count();
                    assertThat(found).isEqualTo(stored ? 1 : 0);
                    return;
                }
            }
            throw new AssertionError("No object was refused.");
        }
    }

    /** A role that was just made cannot be assumed yet. */
    void assertNewRolesAreNotInEffect() {
        try (IamClient iam = client(IamClient.builder());
                StsClient sts = client(StsClient.builder())) {
            String role =
                    iam.createRole(r ->
                                    r.roleName("probe")
                                            .assumeRolePolicyDocument(
                                                    """
                                                    {"Version":"2012-10-17","Statement":[{"Effect":
                                                    "Allow","Principal":{"AWS":"%s"},
                                                    "Action":"sts:AssumeRole"}]}
                                                    """
                                                            .formatted(
                                                                    cloud.identity().accountId())))
                            .role()
                            .arn();
            try {
                sts.assumeRole(r -> r.roleArn(role).roleSessionName("probe"));
                throw new AssertionError("A new role is in effect at once.");
            } catch (AwsServiceException e) {
                assertThat(e.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            } finally {
                iam.deleteRole(r -> r.roleName("probe"));
            }
        }
    }

    /** The ids of all shards, open or not. */
    Set<String> shards(String stream) {
        try (KinesisClient kinesis = client(KinesisClient.builder())) {
            return shards(kinesis, stream);
        }
    }

    private static Set<String> shards(KinesisClient kinesis, String stream) {
        return kinesis.listShards(list -> list.streamName(stream)).shards().stream()
                .map(Shard::shardId)
                .collect(Collectors.toSet());
    }

    boolean isActive(String stream) {
        try (KinesisClient kinesis = client(KinesisClient.builder())) {
            return kinesis.describeStreamSummary(r -> r.streamName(stream))
                    .streamDescriptionSummary()
                    .streamStatusAsString()
                    .equals("ACTIVE");
        }
    }
}
