package dev.kinescope.pipeline.provisioning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One JSON object of a definition file, read field by field; every complaint names file and field,
 * and a field that nobody asked for is a complaint too, so that nothing is ignored silently.
 */
final class Fields {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final String path;
    private final JsonNode node;
    private final Map<String, String> placeholders;
    private final Set<String> asked = new LinkedHashSet<>();

    private Fields(Path file, String path, JsonNode node, Map<String, String> placeholders) {
        this.file = file;
        this.path = path;
        this.node = node;
        this.placeholders = placeholders;
    }

    static Fields read(Path file, Map<String, String> placeholders) throws IOException {
        JsonNode root;
        try {
            root = JSON.readTree(Files.readAllBytes(file));
        } catch (JsonProcessingException wrong) {
            throw new DefinitionException(
                    file,
                    "",
                    "not JSON at line "
                            + wrong.getLocation().getLineNr()
                            + ", column "
                            + wrong.getLocation().getColumnNr());
        }
        if (!root.isObject()) {
            throw new DefinitionException(file, "", "must be a JSON object");
        }
        return new Fields(file, "", root, placeholders);
    }

    /** An object whose placeholders are filled already. */
    static Fields of(Path file, String path, JsonNode object) {
        return new Fields(file, path, object, Map.of());
    }

    private JsonNode get(String name) {
        asked.add(name);
        return node.path(name);
    }

    private String pathOf(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    DefinitionException wrong(String name, String reason) {
        return new DefinitionException(file, pathOf(name), reason);
    }

    boolean has(String name) {
        asked.add(name);
        return node.hasNonNull(name);
    }

    Fields object(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode() || value.isNull()) {
            return new Fields(file, pathOf(name), MissingNode.getInstance(), placeholders);
        }
        if (!value.isObject()) {
            throw wrong(name, "must be an object");
        }
        return new Fields(file, pathOf(name), value, placeholders);
    }

    List<Fields> objects(String name) {
        JsonNode value = get(name);
        var objects = new ArrayList<Fields>();
        for (JsonNode element : value) {
            objects.add(
                    new Fields(
                            file,
                            pathOf(name) + "[" + objects.size() + "]",
                            element,
                            placeholders));
        }
        return objects;
    }

    Optional<String> text(String name) {
        JsonNode value = get(name);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw wrong(name, "must be a text");
        }
        return Optional.of(Placeholders.fill(file, pathOf(name), value.textValue(), placeholders));
    }

    String required(String name) {
        String text = text(name).orElse("");
        if (text.isBlank()) {
            throw wrong(name, "is missing");
        }
        return text;
    }

    /** Allows only these words. */
    String oneOf(String name, String otherwise, List<String> words) {
        String text = text(name).orElse(otherwise);
        if (!words.contains(text)) {
            throw wrong(name, "must be one of " + String.join(", ", words) + ", not " + text);
        }
        return text;
    }

    boolean flag(String name, String otherwise) {
        JsonNode value = get(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw wrong(name, "must be true or false");
        }
        return value.asBoolean(Boolean.parseBoolean(otherwise));
    }

    int whole(String name, int otherwise, int least, int most) {
        double number = number(name, otherwise, least, most);
        if (number != Math.rint(number)) {
            throw wrong(name, "must be a whole number");
        }
        return (int) number;
    }

    double number(String name, double otherwise, double least, double most) {
        JsonNode value = get(name);
        double number;
        if (value.isMissingNode() || value.isNull()) {
            number = otherwise;
        } else if (value.isNumber()) {
            number = value.doubleValue();
        } else {
            String text = text(name).orElse("");
            try {
                number = Double.parseDouble(text);
            } catch (NumberFormatException notANumber) {
                throw wrong(name, "must be a number, not " + text);
            }
        }
        if (number < least || number > most) {
            throw wrong(
                    name,
                    "must be from "
                            + plain(least)
                            + " to "
                            + plain(most)
                            + ", not "
                            + plain(number));
        }
        return number;
    }

    /** Complains about every field that was not asked for. */
    void nothingElse() {
        node.fieldNames()
                .forEachRemaining(name -> {
                    if (!asked.contains(name)) {
                        throw wrong(name, "is not a field that Kinescope handles");
                    }
                });
    }

    static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
