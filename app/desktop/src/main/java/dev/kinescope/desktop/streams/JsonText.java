package dev.kinescope.desktop.streams;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A JSON document laid out on lines and cut into pieces that can be coloured. */
final class JsonText {
    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();
    private static final String INDENT = "  ";

    /** What a piece is. */
    enum Kind {
        PLAIN,
        NAME,
        STRING,
        NUMBER
    }

    /** One piece of the text. */
    record Piece(String text, Kind kind) {}

    private final List<Piece> pieces = new ArrayList<>();

    private JsonText() {}

    /** The pieces of an indented document; the text as it is if it is not JSON. */
    static List<Piece> pretty(String text) {
        Optional<JsonNode> node = parse(text);
        if (node.isEmpty()) {
            return List.of(new Piece(text, Kind.PLAIN));
        }
        var out = new JsonText();
        out.write(node.get(), "");
        return List.copyOf(out.pieces);
    }

    /**
     * The first line of the post's text, or of whatever the record holds, cut at 200 characters.
     */
    static String preview(String text) {
        String post =
                parse(text)
                        .map(node -> node.path("text"))
                        .filter(JsonNode::isTextual)
                        .map(JsonNode::textValue)
                        .orElse(text)
                        .strip();
        String line = post.lines().findFirst().orElse("");
        boolean more = line.length() < post.length() || line.length() > 200;
        return line.substring(0, Math.min(line.length(), 200)) + (more ? " …" : "");
    }

    private static Optional<JsonNode> parse(String text) {
        try {
            JsonNode node = MAPPER.readTree(text);
            return node.isContainerNode() ? Optional.of(node) : Optional.empty();
        } catch (JacksonException e) {
            // Records of any kind can be in a stream; what is no JSON is shown as it is.
            return Optional.empty();
        }
    }

    private void write(JsonNode node, String indent) {
        if (node.isObject()) {
            plain("{");
            Iterator<Map.Entry<String, JsonNode>> fields = node.properties().iterator();
            while (fields.hasNext()) {
                Map.Entry<String, JsonNode> field = fields.next();
                plain("\n" + indent + INDENT);
                pieces.add(new Piece(quoted(field.getKey()), Kind.NAME));
                plain(": ");
                write(field.getValue(), indent + INDENT);
                plain(fields.hasNext() ? "," : "\n" + indent);
            }
            plain("}");
        } else if (node.isArray()) {
            plain("[");
            Iterator<JsonNode> items = node.elements();
            while (items.hasNext()) {
                plain("\n" + indent + INDENT);
                write(items.next(), indent + INDENT);
                plain(items.hasNext() ? "," : "\n" + indent);
            }
            plain("]");
        } else if (node.isTextual()) {
            pieces.add(new Piece(quoted(node.textValue()), Kind.STRING));
        } else {
            pieces.add(new Piece(node.toString(), Kind.NUMBER));
        }
    }

    private static String quoted(String text) {
        return MAPPER.getNodeFactory().textNode(text).toString();
    }

    private void plain(String text) {
        pieces.add(new Piece(text, Kind.PLAIN));
    }
}
