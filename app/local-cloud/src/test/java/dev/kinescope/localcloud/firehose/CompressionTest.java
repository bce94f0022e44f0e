package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.junit.jupiter.api.Test;
import org.xerial.snappy.SnappyHadoopCompatibleOutputStream;
import org.xerial.snappy.SnappyInputStream;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipInputStream;

/** Every format is one that its own readers read, named and marked as AWS does. */
class CompressionTest {
    private static final String POST = "a post that says a post says a post\n".repeat(2_000);

    @FunctionalInterface
    private interface Reader {
        InputStream open(InputStream compressed) throws IOException;
    }

    @Test
    void gzip() throws IOException {
        assertThat(delivered("GZIP", ".gz", "gzip", GZIPInputStream::new)).isEqualTo(POST);
    }

    @Test
    void zip() throws IOException {
        assertThat(
                        delivered(
                                "ZIP",
                                ".zip",
                                "zip",
                                compressed -> {
                                    var zip = new ZipInputStream(compressed);
                                    assertThat(zip.getNextEntry()).isNotNull();
                                    return zip;
                                }))
                .isEqualTo(POST);
    }

    @Test
    void snappy() throws IOException {
        assertThat(delivered("Snappy", ".snappy", "snappy-java", SnappyInputStream::new))
                .isEqualTo(POST);
    }

    @Test
    void hadoopSnappy() throws IOException {
        var expected = new ByteArrayOutputStream();
        try (var out = new SnappyHadoopCompatibleOutputStream(expected)) {
            out.write(POST.getBytes(UTF_8));
        }
        String content = delivered("HADOOP_SNAPPY", ".snappy", "hadoop-snappy", in -> in);
        assertThat(content).isEqualTo(expected.toString(UTF_8));
    }

    @Test
    void aFileExtensionReplacesTheFormatsOwnForResultsOnly() {
        var world = new World();
        world.create(d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                        .compressionFormat("GZIP")
                        .fileExtension(".json.gz")
                        .customTimeZone("Asia/Tokyo")
                        .prefix("!{timestamp:yyyy-MM-dd-HH}/")
                        .errorOutputPrefix("failed/"));
        world.put("a");
        world.advance(Duration.ofSeconds(1));

        assertThat(world.bucket.objects.keySet())
                .singleElement()
                .asString()
                .matches("results/2026-03-01-21/posts-1-2026-03-01-12-00-01-.{36}\\.json\\.gz");
    }

    private static String delivered(String format, String extension, String encoding, Reader reader)
            throws IOException {
        var world = new World();
        world.create(d ->
                d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                        .compressionFormat(format));
        world.put(POST);
        world.advance(Duration.ofSeconds(1));

        var object = world.bucket.objects.entrySet().iterator().next();
        assertThat(object.getKey()).endsWith(extension);
        assertThat(object.getValue().encoding()).isEqualTo(encoding);
        try (InputStream in = reader.open(new ByteArrayInputStream(object.getValue().bytes()))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }
}
