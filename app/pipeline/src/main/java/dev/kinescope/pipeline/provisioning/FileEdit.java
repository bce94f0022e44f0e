package dev.kinescope.pipeline.provisioning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Changes some fields of a file and leaves the rest. */
final class FileEdit {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final Map<String, String> placeholders;
    private final ObjectNode root;

    FileEdit(Path file, Map<String, String> placeholders) throws IOException {
        this.file = file;
        this.placeholders = placeholders;
        JsonNode read = JSON.readTree(Files.readAllBytes(file));
        if (!(read instanceof ObjectNode object)) {
            throw new DefinitionException(file, "", "must be a JSON object");
        }
        this.root = object;
    }

    void set(String path, String value) {
        ObjectNode parent = parent(path);
        String name = afterLast(path, '.');
        if (!standsFor(path, parent.path(name), value)) {
            parent.put(name, value);
        }
    }

    void set(String path, int value) {
        ObjectNode parent = parent(path);
        String name = afterLast(path, '.');
        if (!standsFor(path, parent.path(name), Integer.toString(value))) {
            parent.put(name, value);
        }
    }

    void remove(String path) {
        parent(path).remove(afterLast(path, '.'));
    }

    /**
     * Sets a parameter of the first processor of a list, which names and values them as AWS does.
     */
    void setParameter(String path, String name, String value) {
        JsonNode parameters =
                parent(path).withArray(afterLast(path, '.')).path(0).path("Parameters");
        for (JsonNode parameter : parameters) {
            if (parameter.path("ParameterName").asText().equals(name)
                    && parameter instanceof ObjectNode entry) {
                if (!standsFor(path, entry.path("ParameterValue"), value)) {
                    entry.put("ParameterValue", value);
                }
                return;
            }
        }
        if (parameters instanceof ArrayNode list) {
            list.addObject().put("ParameterName", name).put("ParameterValue", value);
        }
    }

    private boolean standsFor(String path, JsonNode present, String value) {
        return present.isTextual()
                && Placeholders.fill(file, path, present.textValue(), placeholders).equals(value);
    }

    private ObjectNode parent(String path) {
        ObjectNode node = root;
        String[] names = path.split("\\.", -1);
        for (int index = 0; index < names.length - 1; index++) {
            node = node.withObjectProperty(names[index]);
        }
        return node;
    }

    void write() throws IOException {
        Path whole = file.resolveSibling(file.getFileName() + ".new");
        Files.write(
                whole,
                (JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n")
                        .getBytes(StandardCharsets.UTF_8));
        try {
            Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException simpler) {
            Files.move(whole, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static String afterLast(String text, char separator) {
        return text.substring(text.lastIndexOf(separator) + 1);
    }
}
