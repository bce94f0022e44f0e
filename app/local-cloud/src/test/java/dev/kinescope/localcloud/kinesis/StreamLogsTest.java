package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.Disk;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** Where streams keep their records. */
class StreamLogsTest {
    private static final Duration DELAY = Duration.ofMillis(200);

    @TempDir private Path directory;

    private final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    private final DocumentStore documents = new MemoryDocumentStore();

    private LocalKinesis kinesis(RecordLogs logs) {
        return new LocalKinesis(
                CloudIdentity.DEFAULT,
                documents,
                logs,
                (_, _, _, _, _) -> {},
                time,
                time,
                DELAY,
                ShardRates.ENFORCED);
    }

    private void createAndPut(LocalKinesis kinesis, String name) {
        kinesis.createStream(request -> request.streamName(name).shardCount(1));
        time.advance(DELAY);
        kinesis.putRecord(request ->
                request.streamName(name).partitionKey("k").data(SdkBytes.fromUtf8String("kept")));
    }

    private static StreamStatus status(LocalKinesis kinesis, String name) {
        return kinesis.describeStream(request -> request.streamName(name))
                .streamDescription()
                .streamStatus();
    }

    @Test
    void aRelativeDirectoryServesAsAnyOther() {
        Path relative =
                Path.of(".")
                        .resolve(Path.of("").toAbsolutePath().relativize(directory))
                        .resolve("data");
        createAndPut(kinesis(new DirectoryRecordLogs(relative, 4096)), "posts");

        LocalKinesis restarted = kinesis(new DirectoryRecordLogs(relative, 4096));

        assertThat(status(restarted, "posts")).isEqualTo(StreamStatus.ACTIVE);
        assertThat(directory.resolve("data/posts")).isDirectory();
    }

    @Test
    void streamsNamedLikeDirectoriesKeepTheirRecordsWhereTheOthersDo() throws IOException {
        LocalKinesis kinesis = kinesis(new DirectoryRecordLogs(directory.resolve("data"), 4096));
        for (String name : List.of(".", "..", "...")) {
            createAndPut(kinesis, name);
        }

        try (var places = Files.list(directory.resolve("data"))) {
            assertThat(places.map(place -> place.getFileName().toString()))
                    .containsExactlyInAnyOrder("%2E", "%2E%2E", "...");
        }
        assertThat(directory).isDirectoryNotContaining(path -> !path.endsWith("data"));
    }

    @Test
    void aStreamWhoseRecordsHaveNoPlaceIsNotKept() {
        LocalKinesis kinesis =
                kinesis(_ -> {
                    throw new UncheckedIOException(new IOException("No space left on device"));
                });

        assertThatThrownBy(() -> kinesis.createStream(r -> r.streamName("posts").shardCount(1)))
                .isInstanceOf(UncheckedIOException.class);

        assertThat(documents.names("kinesis-stream")).isEmpty();
        assertThat(kinesis.listStreams().streamNames()).isEmpty();
    }

    @Test
    @Timeout(20)
    void aWriterThatMeetsTheEndOfItsStreamIsToldThatThereIsNone() {
        var ending = new AtomicReference<Runnable>(() -> {});
        LocalKinesis kinesis =
                kinesis(_ ->
                        new MemoryRecordLog() {
                            @Override
                            public synchronized void append(List<LogEntry> entries) {
                                super.append(entries);
                                ending.getAndSet(() -> {}).run();
                            }
                        });
        kinesis.createStream(request -> request.streamName("posts").shardCount(2));
        time.advance(DELAY);
        // The stream goes between the first shard's records and the second's.
        ending.set(() -> {
            kinesis.deleteStream(request -> request.streamName("posts"));
            time.advance(DELAY);
        });

        assertThatThrownBy(() ->
                        kinesis.putRecords(request ->
                                request.streamName("posts")
                                        .records(KinesisFixture.entries(0, 20, 10))))
                .isInstanceOf(ResourceNotFoundException.class)
                .hasMessageContaining("Stream posts under account 000000000000 not found.");
    }

    @Test
    void recordsOfAStreamThatWasNeverFinishedAreRemoved() throws IOException {
        Path records = directory.resolve("data");
        createAndPut(kinesis(new DirectoryRecordLogs(records, 4096)), "posts");
        Files.createDirectories(records.resolve("half/17/shardId-000000000000"));
        Files.write(
                records.resolve("half/17/shardId-000000000000/00000000000000000000-17.log"),
                new byte[] {1});

        LocalKinesis restarted = kinesis(new DirectoryRecordLogs(records, 4096));

        assertThat(restarted.listStreams().streamNames()).containsExactly("posts");
        assertThat(records.resolve("half")).doesNotExist();
        assertThat(records.resolve("posts")).isNotEmptyDirectory();
    }

    @Test
    void recordsBeyondRetentionAreGoneFromTheDisk() throws IOException {
        Path records = directory.resolve("data");
        LocalKinesis kinesis = kinesis(new DirectoryRecordLogs(records, 4096));
        createAndPut(kinesis, "posts");
        for (int n = 0; n < 100; n++) {
            kinesis.putRecords(request ->
                    request.streamName("posts").records(KinesisFixture.entries(0, 10, 100)));
            time.advance(Duration.ofMinutes(15));
        }
        long oneDay = Disk.size(records);
        time.advance(Duration.ofHours(23));
        long oneHour = Disk.size(records);
        time.advance(Duration.ofHours(2));

        // 1,000 records of 100 bytes within 25 hours, of which 24 are kept.
        assertThat(oneDay).isBetween(100_000L, 140_000L);
        assertThat(oneHour).isLessThan(15_000L);
        assertThat(Disk.size(records)).isZero();
        String number =
                kinesis.putRecord(r ->
                                r.streamName("posts")
                                        .partitionKey("k")
                                        .data(SdkBytes.fromUtf8String("x")))
                        .sequenceNumber();
        assertThat(SequenceNumber.parse(number).orElseThrow().count()).isEqualTo(1002);
    }
}
