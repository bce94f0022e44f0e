package dev.kinescope.localcloud.kill;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.secretsmanager.SecretsManagerClient;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@link ChildCloud} seen from outside: starts it, calls it, kills it. */
final class CloudProcess implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final Duration CALL = Duration.ofSeconds(60);

    private final Process process;

    private CloudProcess(Process process) {
        this.process = process;
    }

    static CloudProcess start(Path directory, Path log) throws IOException {
        return new CloudProcess(
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx512m",
                                // Small files: so kills meet them when they change.
                                "-Dkinescope.segment-bytes=65536",
                                "-Dkinescope.journal-lines=200",
                                "-cp",
                                System.getProperty("java.class.path"),
                                ChildCloud.class.getName(),
                                directory.toString())
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start());
    }

    /** The clients of a cloud that listens; nothing is tried twice. */
    record Calls(
            KinesisClient kinesis,
            FirehoseClient firehose,
            LambdaClient lambda,
            IamClient iam,
            S3Client s3,
            SecretsManagerClient secrets,
            CloudWatchLogsClient logs)
            implements AutoCloseable {
        @Override
        public void close() {
            List.of(kinesis, firehose, lambda, iam, s3, secrets, logs)
                    .forEach(client -> client.close());
        }
    }

    /** Waits until it listens; that it does not within a minute, or ends, is a failure. */
    Calls ready() throws IOException {
        CompletableFuture<Void> late =
                CompletableFuture.runAsync(
                        () -> process.toHandle().destroyForcibly(),
                        CompletableFuture.delayedExecutor(START_SECONDS, TimeUnit.SECONDS));
        BufferedReader output = process.inputReader();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(ChildCloud.READY) && line.endsWith(".")) {
                late.cancel(false);
                String[] words = line.split(" ");
                return calls(URI.create(words[1]), AwsBasicCredentials.create(words[2], words[3]));
            }
        }
        throw new IOException("The local cloud did not start again; its log says why.");
    }

    private static Calls calls(URI endpoint, AwsBasicCredentials keys) {
        return new Calls(
                with(KinesisClient.builder(), endpoint, keys),
                with(FirehoseClient.builder(), endpoint, keys),
                with(LambdaClient.builder(), endpoint, keys),
                with(IamClient.builder(), endpoint, keys),
                with(S3Client.builder().forcePathStyle(true), endpoint, keys),
                with(SecretsManagerClient.builder(), endpoint, keys),
                with(CloudWatchLogsClient.builder(), endpoint, keys));
    }

    private static <B extends AwsClientBuilder<B, C>, C> C with(
            AwsClientBuilder<B, C> builder, URI endpoint, AwsBasicCredentials keys) {
        return builder.endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(keys))
                .overrideConfiguration(override ->
                        override.retryStrategy(AwsRetryStrategy.doNotRetry()).apiCallTimeout(CALL))
                .build();
    }

    /** SIGKILL, and waits for the end. */
    void kill() throws InterruptedException {
        // Through the handle: the process itself would close what is still to be read.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    /** Lets it close in its own time. */
    @Override
    public void close() {
        try {
            process.getOutputStream().close();
            if (!process.waitFor(START_SECONDS, TimeUnit.SECONDS)) {
                process.toHandle().destroyForcibly();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.toHandle().destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
