package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the example events and fills in their placeholders. */
final class EventFolder {
    private EventFolder() {}

    /** All {@code *.json} files of a folder, by name; none if there is no such folder. */
    static List<EventTemplate> read(Path folder, PipelineDefinition definition) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        var events = new ArrayList<EventTemplate>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                String text =
                        Files.readString(file)
                                .strip()
                                .replace("${stream}", definition.stream().name())
                                .replace("${deliveryStream}", definition.delivery().name());
                events.add(
                        new EventTemplate(String.valueOf(file.getFileName()), roleOf(text), text));
            }
        }
        events.sort(Comparator.comparing(EventTemplate::name));
        return List.copyOf(events);
    }

    private static FunctionRole roleOf(String text) {
        // Only Firehose's transformation event has records.
        return text.contains("\"records\"") ? FunctionRole.TRANSFORM : FunctionRole.PRODUCER;
    }
}
