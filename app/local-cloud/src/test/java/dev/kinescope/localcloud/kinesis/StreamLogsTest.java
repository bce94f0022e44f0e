package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DirectoryRecordLogs;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.ManualTime;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

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
}
