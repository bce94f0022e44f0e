package dev.kinescope.desktop.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class EventFolderTest {
    @TempDir Path folder;

    @Test
    void eventsAreReadByNameWithTheStreamFilledIn() throws Exception {
        Files.writeString(
                folder.resolve("replay.json"), "{\"kinesis_stream_name\":\"${stream}\"}\n");
        Files.writeString(folder.resolve("batch.json"), "{\"records\":[]}");
        Files.writeString(folder.resolve("notes.txt"), "not an event");

        var definition = new SampleFunctions(folder).definition();

        assertThat(EventFolder.read(folder, definition))
                .containsExactly(
                        new EventTemplate("batch.json", FunctionRole.TRANSFORM, "{\"records\":[]}"),
                        new EventTemplate(
                                "replay.json",
                                FunctionRole.PRODUCER,
                                "{\"kinesis_stream_name\":\"social-posts\"}"));
    }

    @Test
    void withoutAFolderThereAreNoEvents() throws Exception {
        var definition = new SampleFunctions(folder).definition();

        assertThat(EventFolder.read(folder.resolve("none"), definition)).isEmpty();
    }
}
