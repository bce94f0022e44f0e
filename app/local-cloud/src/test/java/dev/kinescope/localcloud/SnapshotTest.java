package dev.kinescope.localcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DiskLimits;
import dev.kinescope.localcloud.store.OwnerFiles;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/** Snapshots of a running and of a stopped local cloud, and what restoring refuses. */
@Timeout(120)
class SnapshotTest {
    private static final String MANIFEST =
            "{\"format\":%d,\"created\":\"2026-11-22T10:00:00Z\",\"executables\":[],\"links\":{%s}}";

    @TempDir private Path directory;
    private Path data;
    private Path zip;

    @BeforeEach
    void places() {
        data = directory.resolve("data");
        zip = directory.resolve("saved.zip");
    }

    private LocalCloudData data(Path place) {
        return LocalCloudData.in(place, Clock.systemUTC(), DiskLimits.NONE);
    }

    private static LocalCloud start(Path place) {
        return LocalCloud.start(LocalCloudSettings.in(place).withShardRates(ShardRates.UNLIMITED));
    }

    private static KinesisClient kinesis(LocalCloud cloud) {
        return Clients.of(cloud, KinesisClient.builder());
    }

    private static S3Client s3(LocalCloud cloud) {
        return Clients.of(cloud, S3Client.builder().forcePathStyle(true));
    }

    private static void stream(KinesisClient kinesis) {
        kinesis.createStream(request -> request.streamName("posts").shardCount(1));
        Awaitility.await()
                .until(() ->
                        kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                        .streamDescriptionSummary()
                                        .streamStatus()
                                == StreamStatus.ACTIVE);
    }

    private static void put(KinesisClient kinesis, int number) {
        kinesis.putRecord(request ->
                request.streamName("posts")
                        .partitionKey("k")
                        .data(SdkBytes.fromUtf8String(Integer.toString(number))));
    }

    private static List<Integer> read(KinesisClient kinesis) {
        var numbers = new ArrayList<Integer>();
        String iterator =
                kinesis.getShardIterator(request ->
                                request.streamName("posts")
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

    @Test
    void aSnapshotOfARunningCloudIsItsStateAtOneMoment() throws IOException {
        var acknowledged = new AtomicInteger(-1);
        var stop = new AtomicBoolean();
        int before;
        int after;
        LocalCredentials keys;
        try (LocalCloud cloud = start(data);
                KinesisClient kinesis = kinesis(cloud);
                S3Client s3 = s3(cloud)) {
            keys = cloud.credentials();
            stream(kinesis);
            s3.createBucket(request -> request.bucket("results"));
            // The record is acknowledged before the object of the same number is begun.
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> {
                        for (int n = 0; !stop.get(); n++) {
                            int number = n;
                            put(kinesis, number);
                            s3.putObject(
                                    r -> r.bucket("results").key("object " + number),
                                    RequestBody.fromString("content " + number));
                            acknowledged.set(number);
                        }
                    });
            Awaitility.await().until(() -> acknowledged.get() > 50);
            before = acknowledged.get();
            cloud.snapshot(zip);
            after = acknowledged.get();
            Awaitility.await().until(() -> acknowledged.get() > after + 10);
            stop.set(true);
            writing.join();
        }

        data(directory.resolve("copy")).restore(zip);

        try (LocalCloud cloud = start(directory.resolve("copy"));
                KinesisClient kinesis = kinesis(cloud);
                S3Client s3 = s3(cloud)) {
            assertThat(cloud.credentials()).isEqualTo(keys);
            List<Integer> records = read(kinesis);
            assertThat(records).hasSizeBetween(before + 1, after + 2);
            for (int n = 0; n < records.size(); n++) {
                assertThat(records.get(n)).isEqualTo(n);
            }
            int objects = 0;
            for (var object : s3.listObjectsV2Paginator(r -> r.bucket("results")).contents()) {
                String number = object.key().substring("object ".length());
                assertThat(
                                s3.getObjectAsBytes(r -> r.bucket("results").key(object.key()))
                                        .asUtf8String())
                        .isEqualTo("content " + number);
                objects++;
            }
            assertThat(objects).isBetween(records.size() - 1, records.size());
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(zip)))
                .isEqualTo("rw-------");
        assertThat(data.resolve(".snapshot")).doesNotExist();
    }

    @Test
    void restoringReplacesAllThatWasThere() throws IOException {
        try (LocalCloud cloud = start(data);
                S3Client s3 = s3(cloud)) {
            s3.createBucket(request -> request.bucket("old"));
        }
        Path program = data.resolve("functions/code/abc/bin/run");
        Files.createDirectories(program.getParent());
        Files.writeString(program, "#!/bin/sh");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        Files.createSymbolicLink(program.resolveSibling("again"), Path.of("run"));
        data(data).snapshot(zip);
        Path other = directory.resolve("other");
        try (LocalCloud cloud = start(other);
                S3Client s3 = s3(cloud);
                KinesisClient kinesis = kinesis(cloud)) {
            s3.createBucket(request -> request.bucket("new"));
            stream(kinesis);
        }
        Files.writeString(other.resolve("mine.txt"), "not the local cloud's");

        data(other).restore(zip);

        Path restored = other.resolve("functions/code/abc/bin/run");
        assertThat(restored).isExecutable().hasContent("#!/bin/sh");
        assertThat(Files.readSymbolicLink(restored.resolveSibling("again")))
                .isEqualTo(Path.of("run"));
        assertThat(other.resolve("mine.txt")).exists();
        assertThat(other.resolve(".restore")).doesNotExist();
        try (LocalCloud cloud = start(other);
                S3Client s3 = s3(cloud);
                KinesisClient kinesis = kinesis(cloud)) {
            assertThat(s3.listBuckets().buckets())
                    .extracting(bucket -> bucket.name())
                    .containsExactly("old");
            assertThat(kinesis.listStreams().streamNames()).isEmpty();
        }
    }

    @Test
    void aKillBetweenUnpackingAndTheEndOfARestorationIsMadeGood() throws IOException {
        start(data).close();
        Path document = data.resolve(".restore/documents/kind/a.json");
        Files.createDirectories(document.getParent());
        Files.writeString(document, "{}");
        Files.createDirectories(data.resolve("records/left/over"));

        // Half unpacked: the old state stays.
        start(data).close();
        assertThat(data.resolve(".restore")).doesNotExist();
        assertThat(data.resolve("documents/kind/a.json")).doesNotExist();

        Files.createDirectories(document.getParent());
        Files.writeString(document, "{}");
        Files.createDirectories(data.resolve(".restore/records"));
        Files.createFile(data.resolve(".restore/complete"));
        start(data).close();
        assertThat(data.resolve("documents/kind/a.json")).exists();
        assertThat(data.resolve("records/left")).doesNotExist();
    }

    @Test
    void aRestorationThatIsKilledBetweenItsStepsLosesNothingOfWhatItPutBack() throws IOException {
        for (int moved = 0; moved <= Snapshot.PLACES.size(); moved++) {
            Path place = directory.resolve("killed after " + moved);
            for (int i = 0; i < Snapshot.PLACES.size(); i++) {
                String name = Snapshot.PLACES.get(i);
                write(place.resolve(i < moved ? "" : ".restore").resolve(name), "restored");
                if (i >= moved) {
                    write(place.resolve(name), "old");
                }
            }
            Files.createDirectories(place.resolve(".restore"));
            Files.createFile(place.resolve(".restore/complete"));

            Restoration.finish(place);
            assertRestored(place);
            // The last step removes what is left of the unpacked: a kill may leave any of it.
            write(place.resolve(".restore/functions/left"), "left");
            Restoration.finish(place);
            assertRestored(place);
        }
    }

    private static void write(Path folder, String content) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(content), content);
    }

    private static void assertRestored(Path place) {
        for (String name : Snapshot.PLACES) {
            assertThat(place.resolve(name).resolve("restored")).exists();
            assertThat(place.resolve(name).resolve("old")).doesNotExist();
        }
        assertThat(place.resolve(".restore")).doesNotExist();
    }

    @Test
    void whatTheSnapshotHasNothingOfIsEmptyAfterwards() throws IOException {
        archive(MANIFEST.formatted(1, ""), "documents/kind/a.json");
        start(data).close();
        Files.createDirectories(data.resolve("records/left/over"));

        data(data).restore(zip);

        assertThat(data.resolve("documents/kind/a.json")).exists();
        assertThat(data.resolve("records/left")).doesNotExist();
    }

    @Test
    void aSnapshotIsTakenWhileFilesComeAndGo() throws IOException {
        start(data).close();
        Path code = Files.createDirectories(data.resolve("functions/code"));
        var stop = new AtomicBoolean();
        CompletableFuture<Void> changing =
                CompletableFuture.runAsync(() -> {
                    for (int n = 0; !stop.get(); n = (n + 1) % 500) {
                        try {
                            Path folder = code.resolve("code " + n);
                            OwnerFiles.deleteTree(folder);
                            write(folder, "bootstrap");
                        } catch (IOException e) {
                            throw new UncheckedIOException(e);
                        }
                    }
                });
        Disk disk = Disk.of(data, DiskLimits.NONE);
        try {
            for (int n = 0; n < 5; n++) {
                Snapshot.write(data, disk, directory.resolve(n + ".zip"), Instant.EPOCH);
            }
        } finally {
            stop.set(true);
        }
        changing.join();
        assertThat(directory.resolve("4.zip")).exists();
    }

    @Test
    void snapshotsAtTheSameTimeAreEachWhole() throws IOException {
        try (LocalCloud cloud = start(data)) {
            for (int n = 0; n < 300; n++) {
                write(data.resolve("functions/code/code " + n), "bootstrap");
            }
            List<CompletableFuture<Void>> snapshots =
                    Stream.of("a.zip", "b.zip", "c.zip")
                            .map(name ->
                                    CompletableFuture.runAsync(
                                            () -> cloud.snapshot(directory.resolve(name)),
                                            task -> Thread.ofVirtual().start(task)))
                            .toList();

            snapshots.forEach(CompletableFuture::join);
        }
        for (String name : List.of("a.zip", "b.zip", "c.zip")) {
            try (var zip = new ZipFile(directory.resolve(name).toFile())) {
                assertThat(zip.stream())
                        .filteredOn(entry -> entry.getName().endsWith("/bootstrap"))
                        .hasSize(300);
            }
        }
    }

    @Test
    void resettingRemovesTheCloudAndNothingElse() throws IOException {
        start(data).close();
        Files.writeString(data.resolve("mine.txt"), "not the local cloud's");

        data(data).reset();

        try (Stream<Path> files = Files.list(data)) {
            assertThat(files)
                    .extracting(file -> file.getFileName().toString())
                    .containsExactlyInAnyOrder("format", "lock", "mine.txt");
        }
        assertThatThrownBy(() -> data(directory).reset())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessage(directory + " is no data directory of a local cloud.");
    }

    private void archive(String manifest, String name) throws IOException {
        Files.deleteIfExists(zip);
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry("snapshot.json"));
            out.write(manifest.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry(name));
            out.write(1);
        }
    }

    @Test
    void anArchiveThatReachesOutOfTheDirectoryIsRefusedAndNothingChanges() throws IOException {
        LocalCredentials keys;
        try (LocalCloud cloud = start(data)) {
            keys = cloud.credentials();
        }
        for (String name :
                List.of(
                        "../evil",
                        "documents/../../evil",
                        directory.resolve("evil").toString(),
                        "lock",
                        "documents",
                        "functions/run/evil")) {
            archive(MANIFEST.formatted(1, ""), name);
            assertThatThrownBy(() -> data(data).restore(zip))
                    .as(name)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "The snapshot %s cannot be restored: Its entry %s does not belong into"
                                    + " a data directory.",
                            zip, name);
        }
        archive(MANIFEST.formatted(1, "\"functions/code/a/b\":\"../../../../evil\""), "blobs/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("Its link b points out of the code.");
        // Each alone stays inside; one over the other does not.
        archive(
                MANIFEST.formatted(
                        1,
                        "\"functions/code/a/deep/up\":\"../..\","
                                + "\"functions/code/a/b\":\"deep/up/../..\""),
                "functions/code/a/deep/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("Its link b points out of the code.");
        assertThat(directory.resolve("evil")).doesNotExist();
        try (LocalCloud cloud = start(data)) {
            assertThat(cloud.credentials()).isEqualTo(keys);
        }
    }

    @Test
    void aLinkBehindALinkIsRefusedBeforeAnythingIsMadeThroughIt() throws IOException {
        // Each stays inside by its name, but b leads to where the data directory is.
        archive(
                MANIFEST.formatted(
                        1,
                        "\"functions/code/a/1/2/3/up\":\"../../../..\","
                                + "\"functions/code/a/b\":\"1/2/3/up/../../../..\","
                                + "\"functions/code/a/b/evil/c\":\"d\""),
                "functions/code/a/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("Its link c lies behind another link.");
        assertThat(directory.resolve("evil")).doesNotExist();

        archive(
                MANIFEST.formatted(
                        1, "\"functions/code/a/b/c\":\"d\",\"functions/code/a/b\":\"../e\""),
                "functions/code/e/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("Its link c lies behind another link.");
    }

    @Test
    void whatIsNoSnapshotOrOfANewerFormatIsSaidToBe() throws IOException {
        archive(MANIFEST.formatted(2, ""), "blobs/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessage(
                        "The snapshot %s cannot be restored: The snapshot was written by a newer"
                                + " Kinescope, in format 2; this one reads formats up to 1. Use"
                                + " the newer one, or choose another.",
                        zip);
        archive("{\"format\":1}", "blobs/x");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("It is no snapshot of a local cloud.");
        Files.writeString(zip, "no zip");
        assertThatThrownBy(() -> data(data).restore(zip))
                .hasMessageEndingWith("It is no snapshot of a local cloud.");
        LocalCloudData limited = LocalCloudData.in(data, Clock.systemUTC(), new DiskLimits(0, 0));
        archive(MANIFEST.formatted(1, ""), "blobs/x");
        assertThatThrownBy(() -> limited.restore(zip))
                .hasMessageEndingWith("It holds more than the limit of 0 B.");
    }

    @Test
    void aSnapshotIsNotWrittenOverAnotherNorOfMemory() throws IOException {
        Files.writeString(zip, "precious");
        try (LocalCloud cloud = start(data)) {
            assertThatThrownBy(() -> cloud.snapshot(zip))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessage(
                            "The snapshot %s cannot be written: %s is there already.", zip, zip);
        }
        assertThat(zip).hasContent("precious");
        try (LocalCloud cloud = LocalCloud.start(LocalCloudSettings.inMemory())) {
            assertThatThrownBy(() -> cloud.snapshot(directory.resolve("other.zip")))
                    .isInstanceOf(IllegalStateException.class);
        }
    }
}
