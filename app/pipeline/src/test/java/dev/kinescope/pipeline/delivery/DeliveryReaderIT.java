package dev.kinescope.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StepListener;
import dev.kinescope.pipeline.results.BrokenLine;
import dev.kinescope.pipeline.results.ObjectPage;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.StoredObject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What is delivered and what is not, packed and with raw copies, read back again. */
class DeliveryReaderIT {
    private LocalPipeline local;
    private PipelineDefinition definition;
    private DeliveryReader reader;
    private ResultStore store;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        local = LocalPipeline.start();
        DeliveryDefinition plain = local.definition().delivery();
        definition =
                local.definition()
                        .withDelivery(
                                new DeliveryDefinition(
                                        plain.name(),
                                        plain.role(),
                                        plain.bucket(),
                                        plain.prefix(),
                                        plain.errorPrefix(),
                                        1,
                                        1,
                                        1,
                                        0,
                                        Compression.GZIP,
                                        Optional.of("raw/!{timestamp:yyyy/MM/dd/HH}/")));
        local.provisioner()
                .apply(
                        local.provisioner().plan(definition, LocalPipeline.artifacts()),
                        StepListener.none());
        reader = new DeliveryReader(local.session(), LocalPipeline.CLOCK);
        store = new ResultStore(local.session(), plain.bucket());
    }

    @AfterEach
    void stop() {
        local.close();
    }

    private void put(String record) {
        local.session()
                .kinesis()
                .putRecord(put ->
                        put.streamName(definition.stream().name())
                                .partitionKey(Integer.toString(record.hashCode()))
                                .data(SdkBytes.fromUtf8String(record)));
    }

    private List<String> newest(String prefix) {
        return reader.newestObjects(definition.delivery().bucket(), prefix, 50).stream()
                .map(StoredObject::key)
                .toList();
    }

    private Results read(List<String> keys) throws InterruptedException {
        return new ResultReader(local.session(), definition.delivery().bucket())
                .read(keys, ResultReader.Progress.none());
    }

    @Test
    void packedPostsAreReadAndFailedRecordsExplained(@TempDir Path directory)
            throws IOException, InterruptedException {
        put("{\"id\":\"good\",\"text\":\"What a wonderful, happy day!\",\"lang\":\"en\"}");
        put("this is not JSON");
        put("neither is this");

        String bucket = definition.delivery().bucket();
        await().atMost(Duration.ofSeconds(30))
                .until(() ->
                        !newest("posts/").isEmpty()
                                && reader.failedRecords(bucket, "errors/", 50).records() == 2);

        List<String> keys = newest("posts/");
        assertThat(keys).allMatch(key -> key.endsWith(".gz"));
        Results results = read(keys);
        assertThat(results.posts()).extracting(ScoredPost::id).containsExactly("good");
        assertThat(results.posts().getFirst().sentiment()).contains(Sentiment.POSITIVE);
        FailedRecords failed = reader.failedRecords(bucket, "errors/", 50);
        assertThat(failed.unreadableLines()).isZero();
        assertThat(failed.reasons())
                .extracting(
                        FailedRecords.Reason::code,
                        FailedRecords.Reason::message,
                        FailedRecords.Reason::records)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "Lambda.ProcessingFailedStatus",
                                "ProcessingFailed status set for record",
                                2L));
        List<Path> files = store.download(keys, directory);
        assertThat(files).allSatisfy(file -> assertThat(Files.size(file)).isPositive());

        DeliveryStatus status = reader.describe(definition.delivery().name()).orElseThrow();
        assertThat(status.status()).isEqualTo("ACTIVE");
        assertThat(status.sourceStream()).isEqualTo("social-posts");
        assertThat(status.compression()).isEqualTo("GZIP");
        assertThat(status.rawBackup()).isTrue();
        assertThat(status.processor().orElseThrow().bufferSeconds()).isZero();
        assertThat(reader.metrics(definition.delivery().name()).recordsRead().value())
                .hasValue(3.0);
        assertThat(reader.describe("nowhere")).isEmpty();
        assertThat(local.provisioner().plan(definition, LocalPipeline.artifacts()).changesNothing())
                .isTrue();
    }

    @Test
    void oneFolderIsListedAtATimeAndUnreadableObjectsAreNamed() throws InterruptedException {
        String bucket = definition.delivery().bucket();
        for (String key : List.of("t/a/1", "t/a/2", "t/b/1", "t/z.txt", "t/broken.gz")) {
            local.session()
                    .s3()
                    .putObject(put -> put.bucket(bucket).key(key), RequestBody.fromString("x"));
        }

        ObjectPage page = store.list("t/", Optional.empty());

        assertThat(page.folders()).containsExactly("t/a/", "t/b/");
        assertThat(page.objects())
                .extracting(StoredObject::name)
                .containsExactly("broken.gz", "z.txt");
        assertThat(page.next()).isEmpty();
        assertThat(store.listAfter("t/", Optional.of("t/a/1")))
                .extracting(StoredObject::key)
                .containsExactly("t/a/2", "t/b/1", "t/broken.gz", "t/z.txt");
        Results results = read(List.of("t/broken.gz", "t/gone", "t/z.txt"));
        assertThat(results.missingKeys()).containsExactly("t/gone");
        assertThat(results.broken())
                .containsExactly(
                        new BrokenLine("t/broken.gz", 0, "cannot be unpacked"),
                        new BrokenLine("t/z.txt", 1, "not JSON at column 1"));
    }
}
