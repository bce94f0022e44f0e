package dev.kinescope.pipeline.connection;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.LambdaClientBuilder;
import software.amazon.awssdk.services.lambda.model.TooManyRequestsException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.utils.SdkAutoCloseable;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * The AWS clients of one connection, made when first asked for, over one shared HTTP client.
 *
 * <p>Calls block and suit virtual threads; interrupting the thread cancels the call. Every method
 * is safe to call from several threads.
 */
public final class AwsSession implements AutoCloseable {
    /**
     * As many calls at once as the panel's views and a run can have together, with some to spare.
     */
    private static final int CONNECTIONS = 64;

    /**
     * An invocation answers only at its end, and a producer slice or a test event may take long.
     */
    private static final Duration ANSWER = Duration.ofMinutes(15);

    private static final Duration ATTEMPT = Duration.ofSeconds(30);

    /** Zips and files of posts go up in one call, over slow lines too. */
    private static final Duration TRANSFER = Duration.ofMinutes(10);

    private final Connection connection;
    private final Region region;
    private final AwsCredentialsProvider credentials;
    private final SdkHttpClient http;
    private final CallRecorder recorder;

    private final Lazy<KinesisClient> kinesis = new Lazy<>(() -> build(KinesisClient.builder()));
    private final Lazy<FirehoseClient> firehose = new Lazy<>(() -> build(FirehoseClient.builder()));
    private final Lazy<LambdaClient> lambda =
            new Lazy<>(() -> build(LambdaClient.builder(), TRANSFER));
    private final Lazy<LambdaClient> invoker = new Lazy<>(this::buildInvoker);
    private final Lazy<S3Client> s3 =
            new Lazy<>(() -> build(S3Client.builder().forcePathStyle(usesEndpoint()), TRANSFER));
    private final Lazy<IamClient> iam =
            new Lazy<>(() ->
                    usesEndpoint()
                            ? build(IamClient.builder())
                            : configure(IamClient.builder(), ATTEMPT)
                                    .region(Region.AWS_GLOBAL)
                                    .build());
    private final Lazy<StsClient> sts = new Lazy<>(() -> build(StsClient.builder()));
    private final Lazy<CloudWatchClient> cloudWatch =
            new Lazy<>(() -> build(CloudWatchClient.builder()));
    private final Lazy<CloudWatchLogsClient> logs =
            new Lazy<>(() -> build(CloudWatchLogsClient.builder()));
    private final Lazy<CallerIdentity> identity = new Lazy<>(this::askWho);

    private AwsSession(
            Connection connection,
            Region region,
            AwsCredentialsProvider credentials,
            CallRecorder recorder) {
        this.connection = connection;
        this.region = region;
        this.credentials = credentials;
        this.recorder = recorder;
        this.http =
                ApacheHttpClient.builder()
                        .maxConnections(CONNECTIONS)
                        .connectionTimeout(Duration.ofSeconds(5))
                        .connectionAcquisitionTimeout(Duration.ofSeconds(15))
                        .socketTimeout(ANSWER)
                        .tcpKeepAlive(true)
                        .build();
    }

    /**
     * Opens a session; it makes no call yet, so a wrong endpoint shows with the first one.
     *
     * @param log told of every call
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the profile has no region
     *     and none was given
     */
    public static AwsSession open(Connection connection, CallLog log, Clock clock) {
        var recorder = new CallRecorder(log, clock);
        return switch (connection) {
            case Connection.Local local ->
                    new AwsSession(
                            local,
                            Region.of(local.region()),
                            fixed(local.accessKeyId(), local.secretAccessKey()),
                            recorder);
            case Connection.Endpoint endpoint ->
                    new AwsSession(
                            endpoint,
                            Region.of(endpoint.region()),
                            fixed(endpoint.accessKeyId(), endpoint.secretAccessKey()),
                            recorder);
            case Connection.AwsProfile profile ->
                    new AwsSession(
                            profile,
                            profile.region().isBlank()
                                    ? DefaultAwsRegionProviderChain.builder()
                                            .profileName(profile.profile())
                                            .build()
                                            .getRegion()
                                    : Region.of(profile.region()),
                            ProfileCredentialsProvider.create(profile.profile()),
                            recorder);
        };
    }

    private static AwsCredentialsProvider fixed(String keyId, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(keyId, secret));
    }

    public Connection connection() {
        return connection;
    }

    /** The region in use, for example {@code us-east-1}. */
    public String region() {
        return region.id();
    }

    public KinesisClient kinesis() {
        return kinesis.get();
    }

    public FirehoseClient firehose() {
        return firehose.get();
    }

    public LambdaClient lambda() {
        return lambda.get();
    }

    /**
     * For invocations alone: waits as long as a function may run, and repeats only what Lambda
     * refused to start, because a repeated invocation would send its posts twice.
     */
    public LambdaClient lambdaInvoker() {
        return invoker.get();
    }

    public S3Client s3() {
        return s3.get();
    }

    public IamClient iam() {
        return iam.get();
    }

    public StsClient sts() {
        return sts.get();
    }

    public CloudWatchClient cloudWatch() {
        return cloudWatch.get();
    }

    public CloudWatchLogsClient logs() {
        return logs.get();
    }

    /** Who the credentials belong to: asked once with STS GetCallerIdentity, then remembered. */
    public CallerIdentity identity() {
        return identity.get();
    }

    private CallerIdentity askWho() {
        GetCallerIdentityResponse who = sts().getCallerIdentity();
        return new CallerIdentity(who.account(), who.arn(), who.userId());
    }

    /** Closes the clients that were made, and their connections. */
    @Override
    public void close() {
        for (Lazy<?> client :
                List.of(kinesis, firehose, lambda, invoker, s3, iam, sts, cloudWatch, logs)) {
            client.close();
        }
        http.close();
        if (credentials instanceof SdkAutoCloseable closeable) {
            closeable.close();
        }
    }

    private boolean usesEndpoint() {
        return !(connection instanceof Connection.AwsProfile);
    }

    private LambdaClient buildInvoker() {
        LambdaClientBuilder builder = configure(LambdaClient.builder(), ANSWER);
        return builder.overrideConfiguration(
                        builder.overrideConfiguration().toBuilder()
                                .retryStrategy(
                                        DefaultRetryStrategy.standardStrategyBuilder()
                                                .useClientDefaults(false)
                                                .maxAttempts(4)
                                                .retryOnExceptionOrCause(
                                                        TooManyRequestsException.class)
                                                .build())
                                .build())
                .build();
    }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
            C build(B builder) {
        return build(builder, ATTEMPT);
    }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
            C build(B builder, Duration attempt) {
        return configure(builder, attempt).build();
    }

    private <C extends SdkClient, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>>
            B configure(B builder, Duration attempt) {
        builder.region(region)
                .credentialsProvider(credentials)
                .httpClient(http)
                .overrideConfiguration(
                        ClientOverrideConfiguration.builder()
                                .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                                .apiCallAttemptTimeout(attempt)
                                .addExecutionInterceptor(recorder)
                                .build());
        URI endpoint =
                switch (connection) {
                    case Connection.Local local -> local.endpoint();
                    case Connection.Endpoint other -> other.endpoint();
                    case Connection.AwsProfile _ -> null;
                };
        return endpoint == null ? builder : builder.endpointOverride(endpoint);
    }

    /** Made by the first caller; a failure is not kept. */
    private static final class Lazy<T> {
        private final ReentrantLock lock = new ReentrantLock();
        private final Supplier<T> maker;
        private @Nullable T made;

        Lazy(Supplier<T> maker) {
            this.maker = maker;
        }

        T get() {
            lock.lock();
            try {
                T present = made;
                if (present == null) {
                    present = maker.get();
                    made = present;
                }
                return present;
            } finally {
                lock.unlock();
            }
        }

        void close() {
            lock.lock();
            try {
                if (made instanceof SdkAutoCloseable closeable) {
                    closeable.close();
                }
                made = null;
            } finally {
                lock.unlock();
            }
        }
    }
}
