package dev.kinescope.desktop.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code kinescope demo} as the distribution runs it. */
class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir private Path folder;

    @Test
    void aFileWithBadLinesIsSentAsOftenAsAskedAndNothingIsLostOrDoubled() throws Exception {
        Path posts =
                Files.write(
                        folder.resolve("posts.jsonl"),
                        List.of(
                                "{\"id\":\"a\",\"text\":\"I love this tram, thank"
                                        + " you!\",\"lang\":\"en\"}",
                                "not json",
                                "{\"id\":\"b\",\"text\":\"The last bus leaves at"
                                        + " nine.\",\"lang\":\"en\"}",
                                "{\"id\":\"no text\"}",
                                "{\"id\":\"c\",\"text\":\"Terrible delays, awful and dirty. I hate"
                                        + " it.\",\"lang\":\"en\"}"));
        Path out = folder.resolve("out");

        Program.Ended ended =
                new Program(folder, Map.of())
                        .run(
                                Program.kinescope(
                                        "demo",
                                        "--posts",
                                        posts.toString(),
                                        "--count",
                                        "2500",
                                        "--out",
                                        out.toString(),
                                        "--json"));

        assertThat(ended.exitCode()).as(ended.err()).isZero();
        JsonNode summary = JSON.readTree(ended.out());
        assertThat(summary).isEqualTo(JSON.readTree(out.resolve("summary.json").toFile()));
        for (String field : List.of("sent", "accepted", "read", "ok", "deliveredLines")) {
            assertThat(summary.path(field).asLong()).as(field).isEqualTo(2500);
        }
        for (String field :
                List.of("failedToSend", "dropped", "processingFailed", "duplicates", "lost")) {
            assertThat(summary.path(field).asLong(-1)).as(field).isZero();
        }
        assertThat(summary.path("malformedInput").asLong()).isEqualTo(2);
        assertThat(summary.path("sentiment"))
                .isEqualTo(
                        JSON.readTree(
                                "{\"POSITIVE\":834,\"NEGATIVE\":833,\"NEUTRAL\":833,\"MIXED\":0}"));
        assertThat(summary.path("scorer").asText()).isEqualTo("local");
        assertThat(ended.err()).contains("line 2: not JSON", "line 4: no field text");
        assertThat(idsUnder(out.resolve("objects"))).hasSize(2500).doesNotHaveDuplicates();
        assertThat(keys(summary)).isEqualTo(filesUnder(out.resolve("objects")));
        for (String picture : List.of("overview-light", "results-light", "results-dark")) {
            assertThat(out.resolve(picture + ".png")).isNotEmptyFile();
        }
    }

    @Test
    void aWrongCountIsAUsageError() throws Exception {
        Program.Ended ended =
                new Program(folder, Map.of()).run(Program.kinescope("demo", "--count", "0"));

        assertThat(ended.exitCode()).isEqualTo(2);
        assertThat(ended.err()).contains("--count must be at least 1, not 0");
    }

    @Test
    void aMissingFileIsNamed() throws Exception {
        Path missing = folder.resolve("missing.jsonl");

        Program.Ended ended =
                new Program(folder, Map.of())
                        .run(Program.kinescope("demo", "--posts", missing.toString()));

        assertThat(ended.exitCode()).isEqualTo(1);
        assertThat(ended.err()).contains(missing.toString());
    }

    private static List<String> keys(JsonNode summary) {
        var keys = new ArrayList<String>();
        summary.path("s3Keys").forEach(key -> keys.add(key.asText()));
        return keys.stream().sorted().toList();
    }

    private static List<String> filesUnder(Path folder) throws Exception {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }

    private static List<String> idsUnder(Path folder) throws Exception {
        var ids = new ArrayList<String>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Iterator<Path> each = files.filter(Files::isRegularFile).iterator();
                    each.hasNext(); ) {
                for (String line : Files.readAllLines(each.next())) {
                    ids.add(JSON.readTree(line).path("id").asText());
                }
            }
        }
        return ids;
    }
}
