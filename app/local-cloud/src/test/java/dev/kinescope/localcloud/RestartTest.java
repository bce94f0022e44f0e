package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

class RestartTest {
    private static final String TRUST = "{\"Version\":\"2012-10-17\",\"Statement\":[]}";

    @TempDir private Path directory;

    private LocalCloudSettings settings() {
        return LocalCloudSettings.in(directory.resolve("data"));
    }

    private static StreamDescription describe(KinesisClient kinesis) {
        return kinesis.describeStream(request -> request.streamName("posts")).streamDescription();
    }

    private static void awaitActive(KinesisClient kinesis) {
        Awaitility.await().until(() -> describe(kinesis).streamStatus() == StreamStatus.ACTIVE);
    }

    @Test
    void streamsRecordsRolesAndKeysOutliveARestart() {
        LocalCloudSettings settings = settings();
        LocalCredentials keys;
        StreamDescription before;
        try (LocalCloud cloud = LocalCloud.start(settings);
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder());
                IamClient iam = Clients.of(cloud, IamClient.builder())) {
            keys = cloud.credentials();
            kinesis.createStream(
                    request -> request.streamName("posts").shardCount(1).tags(Map.of("team", "a")));
            awaitActive(kinesis);
            kinesis.putRecord(request ->
                    request.streamName("posts")
                            .partitionKey("k")
                            .data(SdkBytes.fromUtf8String("kept")));
            iam.createRole(request -> request.roleName("writer").assumeRolePolicyDocument(TRUST));
            before = describe(kinesis);
        }

        try (LocalCloud cloud = LocalCloud.start(settings);
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder());
                IamClient iam = Clients.of(cloud, IamClient.builder())) {
            assertThat(cloud.credentials()).isEqualTo(keys);
            assertThat(describe(kinesis)).isEqualTo(before);
            assertThat(kinesis.listTagsForStream(r -> r.streamName("posts")).tags())
                    .extracting(tag -> tag.key() + "=" + tag.value())
                    .containsExactly("team=a");
            assertThat(read(kinesis)).containsExactly("kept");
            assertThat(iam.getRole(request -> request.roleName("writer")).role().roleName())
                    .isEqualTo("writer");
        }
    }

    private static List<String> read(KinesisClient kinesis) {
        String iterator =
                kinesis.getShardIterator(request ->
                                request.streamName("posts")
                                        .shardId("shardId-000000000000")
                                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        return kinesis.getRecords(request -> request.shardIterator(iterator)).records().stream()
                .map(Record::data)
                .map(SdkBytes::asUtf8String)
                .toList();
    }

    @Test
    void aStreamThatWasBeingCreatedOrDeletedIsSoonReadyOrGone() {
        LocalCloudSettings slow = settings().withControlDelay(Duration.ofHours(1));
        try (LocalCloud cloud = LocalCloud.start(slow);
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            kinesis.createStream(request -> request.streamName("posts").shardCount(1));
            kinesis.createStream(request -> request.streamName("old").shardCount(1));
            kinesis.deleteStream(request -> request.streamName("old"));
        }

        try (LocalCloud cloud = LocalCloud.start(settings());
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            awaitActive(kinesis);
            Awaitility.await()
                    .until(() -> kinesis.listStreams().streamNames().equals(List.of("posts")));
        }
        assertThat(directory.resolve("data/records/old")).satisfies(RestartTest::holdsNoFile);
    }

    private static void holdsNoFile(Path path) {
        if (Files.exists(path)) {
            try (var files = Files.walk(path)) {
                assertThat(files.filter(Files::isRegularFile)).isEmpty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void acknowledgedRecordsOutliveAKill() throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                WritingCloud.class.getName(),
                                directory.resolve("data").toString())
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        // Reading its output cannot be interrupted, but ends with the process.
        CompletableFuture.delayedExecutor(60, TimeUnit.SECONDS)
                .execute(() -> process.toHandle().destroyForcibly());
        int acknowledged = 0;
        try (var lines =
                new BufferedReader(
                        new InputStreamReader(
                                process.getInputStream(), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                // The end mark tells a whole line from one that the kill cut off.
                acknowledged += line.endsWith(".") ? 1 : 0;
                if (acknowledged == 200) {
                    // Through the handle: the process itself would close what is still to be read.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.toHandle().destroyForcibly();
        }
        process.waitFor();
        int told = acknowledged;

        try (LocalCloud cloud = LocalCloud.start(settings());
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            List<String> kept = read(kinesis);
            assertThat(told).isGreaterThanOrEqualTo(200);
            // One more may have been taken without the writer getting to say so.
            assertThat(kept).hasSizeBetween(told, told + 1);
            for (int n = 0; n < kept.size(); n++) {
                assertThat(kept.get(n)).isEqualTo("record " + n);
            }
        }
    }

    @Test
    void aDirectoryIsUsedByOneAtATime() {
        LocalCloudSettings settings = settings();
        try (LocalCloud first = LocalCloud.start(settings)) {
            assertThat(first.endpoint()).isNotNull();
            assertThatThrownBy(() -> LocalCloud.start(settings))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("Another local cloud is using it.");
        }
        LocalCloud.start(settings).close();
    }

    @Test
    void aPortThatIsTakenIsSaidToBe() {
        try (LocalCloud first = LocalCloud.start(LocalCloudSettings.inMemory())) {
            int port = first.endpoint().getPort();
            assertThatThrownBy(() -> LocalCloud.start(LocalCloudSettings.inMemory().withPort(port)))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageStartingWith(
                            "The local cloud cannot listen on 127.0.0.1:"
                                    + port
                                    + ". Another program uses that port");
        }
    }

    @Test
    void onlyTheOwnerCanEnterTheDataDirectory() throws IOException {
        LocalCloud.start(settings()).close();

        assertThat(
                        PosixFilePermissions.toString(
                                Files.getPosixFilePermissions(directory.resolve("data"))))
                .isEqualTo("rwx------");
    }
}
