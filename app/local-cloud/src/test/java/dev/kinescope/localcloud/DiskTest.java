package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.localcloud.store.DiskLimits;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.firehose.FirehoseClient;
import software.amazon.awssdk.services.firehose.model.DeliveryStreamStatus;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.Tag;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What a local cloud does when its disk is full, may not be written to, or is not to be filled. */
@Timeout(120)
class DiskTest {
    private static final String TRUST =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow",
             "Principal":{"Service":"firehose.amazonaws.com"},"Action":"sts:AssumeRole"}]}
            """;
    private static final String ALL =
            """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}
            """;
    private static final int RECORD = 50_000;

    @TempDir private Path directory;
    private Path data;

    @BeforeEach
    void place() {
        data = directory.resolve("data");
    }

    /** A cloud and clients that try nothing twice. */
    private record World(
            LocalCloud cloud, KinesisClient kinesis, S3Client s3, FirehoseClient firehose)
            implements AutoCloseable {
        static World start(LocalCloudSettings settings) {
            LocalCloud cloud = LocalCloud.start(settings.withShardRates(ShardRates.UNLIMITED));
            return new World(
                    cloud,
                    Clients.of(
                            cloud,
                            KinesisClient.builder()
                                    .overrideConfiguration(
                                            o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))),
                    Clients.of(
                            cloud,
                            S3Client.builder()
                                    .forcePathStyle(true)
                                    .overrideConfiguration(
                                            o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))),
                    Clients.of(cloud, FirehoseClient.builder()));
        }

        void stream(String name) {
            kinesis.createStream(request -> request.streamName(name).shardCount(1));
            Awaitility.await()
                    .until(() ->
                            kinesis.describeStreamSummary(r -> r.streamName(name))
                                            .streamDescriptionSummary()
                                            .streamStatus()
                                    == StreamStatus.ACTIVE);
        }

        String put(String stream, int number) {
            return kinesis.putRecord(r ->
                            r.streamName(stream)
                                    .partitionKey("k")
                                    .data(
                                            SdkBytes.fromUtf8String(
                                                    String.format("%0" + RECORD + "d", number))))
                    .sequenceNumber();
        }

        /** Puts records until one is refused; answers how many were not. */
        int fill(String stream, int from) {
            int number = from;
            while (true) {
                try {
                    put(stream, number);
                    number++;
                } catch (KinesisException e) {
                    return number;
                }
            }
        }

        List<Integer> read(String stream) {
            var numbers = new ArrayList<Integer>();
            String iterator =
                    kinesis.getShardIterator(request ->
                                    request.streamName(stream)
                                            .shardId("shardId-000000000000")
                                            .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                            .shardIterator();
            while (true) {
                String from = iterator;
                var got = kinesis.getRecords(request -> request.shardIterator(from));
                got.records().stream()
                        .map(Record::data)
                        .map(SdkBytes::asUtf8String)
                        .map(Integer::valueOf)
                        .forEach(numbers::add);
                if (got.records().isEmpty()) {
                    return numbers;
                }
                iterator = got.nextShardIterator();
            }
        }

        @Override
        public void close() {
            kinesis.close();
            s3.close();
            firehose.close();
            cloud.close();
        }
    }

    private static List<Integer> upTo(int end) {
        return Stream.iterate(0, n -> n < end, n -> n + 1).toList();
    }

    private LocalCloudSettings settings() {
        return LocalCloudSettings.in(data).withDiskLimits(DiskLimits.NONE);
    }

    @Test
    void aFullDiskRefusesWithTheReasonAndTakesMoreOnceThereIsRoom() throws Exception {
        Files.createDirectories(data);
        try (Tmpfs disk = Tmpfs.mount(data, 8)) {
            int kept;
            try (World world = World.start(settings())) {
                world.stream("posts");
                world.s3().createBucket(r -> r.bucket("results"));
                for (int n = 0; n < 5; n++) {
                    world.put("posts", n);
                }
                disk.fill();

                int full = world.fill("posts", 5);
                var refused =
                        catchThrowableOfType(
                                KinesisException.class, () -> world.put("posts", full));
                assertRefused(refused, "InternalFailure");
                assertThat(refused.awsErrorDetails().errorMessage())
                        .startsWith("Records cannot be written to " + data.resolve("records"))
                        .contains("No space left on device. The data directory " + data + " has ")
                        .endsWith(" B free.");
                assertRefused(
                        catchThrowableOfType(
                                S3Exception.class, () -> object(world, new byte[200_000])),
                        "InternalError");
                assertThat(world.read("posts")).isEqualTo(upTo(full));

                disk.free();
                world.put("posts", full);
                object(world, new byte[200_000]);
                kept = full + 1;
                assertThat(world.read("posts")).isEqualTo(upTo(kept));
            }
            try (World again = World.start(settings())) {
                assertThat(again.read("posts")).isEqualTo(upTo(kept));
                assertThat(
                                again.s3()
                                        .listObjectsV2(r -> r.bucket("results"))
                                        .contents()
                                        .getFirst()
                                        .size())
                        .isEqualTo(200_000);
            }
        }
    }

    private static void object(World world, byte[] content) {
        world.s3()
                .putObject(r -> r.bucket("results").key("object"), RequestBody.fromBytes(content));
    }

    private static void assertRefused(AwsServiceException refused, String code) {
        assertThat(refused.statusCode()).isEqualTo(500);
        assertThat(refused.awsErrorDetails().errorCode()).isEqualTo(code);
    }

    @Test
    void onAFullDiskObjectsAndStreamsCanBeDeleted() throws Exception {
        Files.createDirectories(data);
        try (Tmpfs disk = Tmpfs.mount(data, 16);
                World world = World.start(settings())) {
            world.stream("posts");
            world.s3().createBucket(r -> r.bucket("results"));
            object(world, new byte[200_000]);
            disk.fill();
            world.fill("posts", 0);
            fillJournal(world);

            world.s3().deleteObject(r -> r.bucket("results").key("object"));
            world.kinesis().deleteStream(r -> r.streamName("posts"));

            Awaitility.await().until(() -> world.kinesis().listStreams().streamNames().isEmpty());
            assertThat(world.s3().listObjectsV2(r -> r.bucket("results")).contents()).isEmpty();
        }
    }

    /** Until not even a line more goes into the journal. */
    private static void fillJournal(World world) {
        catchThrowableOfType(
                S3Exception.class,
                () -> {
                    for (int n = 0; n < 1000; n++) {
                        tag(world, n);
                    }
                });
    }

    @Test
    void theRoomForDeletionsIsKeptAgainOnceThereIsSome() throws Exception {
        Files.createDirectories(data);
        try (Tmpfs disk = Tmpfs.mount(data, 16);
                World world = World.start(settings())) {
            Path spare = data.resolve(".spare");
            world.s3().createBucket(r -> r.bucket("results"));
            object(world, new byte[200_000]);
            disk.fill();
            fillJournal(world);
            world.s3().deleteObject(r -> r.bucket("results").key("object"));
            assertThat(spare).doesNotExist();
            disk.free();
            object(world, new byte[10]);

            world.s3().deleteObject(r -> r.bucket("results").key("object"));

            assertThat(spare).exists();
        }
    }

    private static void tag(World world, int number) {
        world.s3()
                .putObjectTagging(r ->
                        r.bucket("results")
                                .key("object")
                                .tagging(t ->
                                        t.tagSet(
                                                Tag.builder()
                                                        .key("number")
                                                        .value(Integer.toString(number))
                                                        .build())));
    }

    @Test
    void firehoseGoesOnByItselfAfterAFullDisk() throws Exception {
        Files.createDirectories(data);
        try (Tmpfs disk = Tmpfs.mount(data, 8);
                World world = World.start(settings());
                IamClient iam = Clients.of(world.cloud(), IamClient.builder())) {
            String role =
                    iam.createRole(r -> r.roleName("delivery").assumeRolePolicyDocument(TRUST))
                            .role()
                            .arn();
            iam.putRolePolicy(r -> r.roleName("delivery").policyName("all").policyDocument(ALL));
            world.stream("posts");
            world.s3().createBucket(r -> r.bucket("results"));
            world.firehose()
                    .createDeliveryStream(r ->
                            r.deliveryStreamName("delivery")
                                    .deliveryStreamType("KinesisStreamAsSource")
                                    .kinesisStreamSourceConfiguration(k ->
                                            k.roleARN(role)
                                                    .kinesisStreamARN(
                                                            world.cloud()
                                                                    .identity()
                                                                    .arn(
                                                                            "kinesis",
                                                                            "stream/posts")))
                                    .extendedS3DestinationConfiguration(d ->
                                            d.roleARN(role)
                                                    .bucketARN("arn:aws:s3:::results")
                                                    .bufferingHints(h ->
                                                            h.sizeInMBs(1).intervalInSeconds(0))));
            Awaitility.await()
                    .until(() ->
                            world.firehose()
                                            .describeDeliveryStream(
                                                    r -> r.deliveryStreamName("delivery"))
                                            .deliveryStreamDescription()
                                            .deliveryStreamStatus()
                                    == DeliveryStreamStatus.ACTIVE);
            disk.fill();
            int taken = world.fill("posts", 0);
            disk.free();
            for (int n = taken; n < taken + 3; n++) {
                world.put("posts", n);
            }
            int all = taken + 3;

            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> delivered(world) >= (long) all * RECORD);
            assertThat(delivered(world)).isEqualTo((long) all * RECORD);
        }
    }

    private static long delivered(World world) {
        return world.s3().listObjectsV2(r -> r.bucket("results")).contents().stream()
                .mapToLong(object -> object.size())
                .sum();
    }

    @Test
    void theLimitIsHeldAndDeletingMakesRoom() {
        LocalCloudSettings limited =
                LocalCloudSettings.in(data).withDiskLimits(new DiskLimits(2_000_000, 0));
        try (World world = World.start(limited)) {
            world.stream("posts");
            world.stream("other");
            world.s3().createBucket(r -> r.bucket("results"));
            int taken = world.fill("posts", 0);

            assertThat(taken).isBetween(35, 40);
            var refused = catchThrowableOfType(KinesisException.class, () -> world.put("other", 0));
            assertRefused(refused, "InternalFailure");
            assertThat(refused.awsErrorDetails().errorMessage())
                    .startsWith(
                            "The data directory "
                                    + data
                                    + " is full; nothing was stored. It holds ")
                    .endsWith(
                            " MB, and its limit is 2.0 MB. Delete objects or streams, free space"
                                    + " on the disk, or raise the limit.");
            assertRefused(
                    catchThrowableOfType(S3Exception.class, () -> object(world, new byte[300_000])),
                    "InternalError");
            assertThat(world.cloud().usage().total()).isLessThanOrEqualTo(2_000_000);
            assertThat(world.read("posts")).isEqualTo(upTo(taken));

            world.kinesis().deleteStream(r -> r.streamName("posts"));
            Awaitility.await()
                    .until(() ->
                            world.kinesis().listStreams().streamNames().equals(List.of("other")));
            object(world, new byte[300_000]);
            world.put("other", 0);
        }
    }

    @Test
    void spaceThatIsToStayFreeStaysFree() {
        LocalCloudSettings careful =
                LocalCloudSettings.in(data)
                        .withDiskLimits(new DiskLimits(Long.MAX_VALUE, Long.MAX_VALUE / 2));
        try (World world = World.start(careful)) {
            world.stream("posts");

            assertThat(
                            catchThrowableOfType(
                                            KinesisException.class, () -> world.put("posts", 0))
                                    .awsErrorDetails()
                                    .errorMessage())
                    .contains(" is full; nothing was stored. The disk has ")
                    .contains(" are to stay free. ");
        }
    }

    @Test
    void usageIsToldByPart() {
        try (World world = World.start(settings())) {
            world.stream("posts");
            world.s3().createBucket(r -> r.bucket("results"));
            DataUsage before = world.cloud().usage();
            world.put("posts", 1);
            object(world, new byte[70_000]);

            DataUsage usage = world.cloud().usage();

            assertThat(usage.directory()).contains(data);
            assertThat(usage.records() - before.records()).isBetween(50_000L, 50_100L);
            assertThat(usage.objects() - before.objects()).isBetween(70_000L, 71_000L);
            assertThat(usage.documents()).isPositive();
            assertThat(usage.total())
                    .isEqualTo(
                            usage.records()
                                    + usage.objects()
                                    + usage.functions()
                                    + usage.documents());
            assertThat(usage.free()).isPositive();
            assertThat(usage.describe()).matches("[\\d.]+ kB in \\Q" + data + "\\E, .* free");
        }
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory())) {
            assertThat(cloud.usage().describe()).isEqualTo("in memory");
        }
    }

    @Test
    void aReadOnlyDirectoryIsSaidToBe() throws Exception {
        Files.createDirectories(data);
        try (Tmpfs disk = Tmpfs.mount(data, 8)) {
            LocalCloud.start(settings()).close();
            disk.readOnly();

            assertThatThrownBy(() -> LocalCloud.start(settings()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "The data directory %s cannot be used: Read-only file system. Choose a"
                                    + " directory that can be written to.",
                            data);
        }
    }

    @Test
    void aDirectoryThatItsOwnerMadeReadOnlyStaysSo() throws IOException {
        LocalCloud.start(settings()).close();
        Set<PosixFilePermission> readOnly = PosixFilePermissions.fromString("r-x------");
        Files.setPosixFilePermissions(data, readOnly);
        try {
            assertThatThrownBy(() -> LocalCloud.start(settings()))
                    .hasMessage(
                            "The data directory %s cannot be used: It is read-only. Let its owner"
                                    + " write to it, or choose another directory.",
                            data);
            assertThat(Files.getPosixFilePermissions(data)).isEqualTo(readOnly);
        } finally {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void aFolderOfSomebodyElseIsLeftAsItIs() throws IOException {
        Files.createDirectories(data.resolve("records"));
        Files.writeString(data.resolve("records/mine.txt"), "precious");
        Set<PosixFilePermission> open = PosixFilePermissions.fromString("rwxr-xr-x");
        Files.setPosixFilePermissions(data, open);

        assertThatThrownBy(() -> LocalCloud.start(settings()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "The data directory %s cannot be used: It is not empty and no data"
                                + " directory of a local cloud. Give an empty or new folder.",
                        data);

        assertThat(data.resolve("records/mine.txt")).hasContent("precious");
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(open);
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("records"));
        }
    }

    @Test
    void aFirstStartThatWasKilledIsMadeGood() throws IOException {
        Files.createDirectories(data);
        Files.createFile(data.resolve("lock"));
        Files.createFile(data.resolve(".next-123.tmp"));

        LocalCloud.start(settings()).close();

        assertThat(data.resolve("format")).hasContent("1");
    }

    @Test
    void aFileInPlaceOfTheDirectoryIsSaidToBe() throws IOException {
        Files.writeString(data, "");

        assertThatThrownBy(() -> LocalCloud.start(settings()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "The data directory %s cannot be used: It is a file. Give a folder.", data);
    }

    @Test
    void aDirectoryOfANewerFormatIsLeftAlone() throws IOException {
        LocalCloud.start(settings()).close();
        assertThat(data.resolve("format")).hasContent("1");
        Files.writeString(data.resolve("format"), "2\n");

        assertThatThrownBy(() -> LocalCloud.start(settings()))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(
                        "The data directory %s cannot be used: It was written by a newer"
                                + " Kinescope, in format 2; this one reads formats up to 1. Use"
                                + " the newer one, or choose another.",
                        data);
    }

    @Test
    void everyFileIsInsideDirectoriesOfItsOwnerAlone() throws IOException {
        try (World world = World.start(settings())) {
            world.stream("posts");
            world.put("posts", 1);
            world.s3().createBucket(r -> r.bucket("results"));
            object(world, new byte[10]);
        }
        try (Stream<Path> files = Files.walk(data)) {
            assertThat(files.filter(Files::isDirectory))
                    .allMatch(path -> {
                        try {
                            return Files.getPosixFilePermissions(path).size() == 3
                                    || path.startsWith(data.resolve("functions"));
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    });
        }
    }
}
