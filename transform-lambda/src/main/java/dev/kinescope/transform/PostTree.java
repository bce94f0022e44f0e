package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonWriteFeature;

import dev.kinescope.transform.PostReader.Reading;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a record that cannot be delivered in its own bytes, and writes it anew on one line; its
 * members stay as they are, numbers and order included, and of those that come twice the last
 * counts. A tree of its own saves the function the size and the loading of a mapper.
 */
final class PostTree {
    private static final JsonFactory JSON =
            JsonFactory.builder()
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    /** For text that cannot be written as UTF-8 but as escapes: an unpaired surrogate. */
    private static final JsonFactory ESCAPING =
            JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PostTree() {}

    /** A value of JSON. */
    private sealed interface Value {
        record Members(Map<String, Value> members) implements Value {}

        record Items(List<Value> items) implements Value {}

        record Text(String text) implements Value {}

        /** A number, {@code true}, {@code false} or {@code null}, as it was spelled. */
        record Literal(String spelled) implements Value {
            static final Literal NULL = new Literal("null");
        }
    }

    static Reading read(String json) {
        try (JsonParser parser = JSON.createParser(json)) {
            JsonToken first = parser.nextToken();
            Value value = first == null ? Value.Literal.NULL : value(parser, first);
            if (parser.nextToken() != null) {
                return new Reading.Unreadable("more than one JSON value");
            }
            return value instanceof Value.Members(Map<String, Value> members)
                    ? new Reading.Read(post(members))
                    : new Reading.Unreadable("not a JSON object");
        } catch (JsonProcessingException e) {
            return new Reading.Unreadable("not JSON");
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    private static Value value(JsonParser json, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> {
                var members = new LinkedHashMap<String, Value>();
                for (String name = json.nextFieldName();
                        name != null;
                        name = json.nextFieldName()) {
                    members.put(name, value(json, json.nextToken()));
                }
                yield new Value.Members(members);
            }
            case START_ARRAY -> {
                var items = new ArrayList<Value>();
                for (JsonToken item = json.nextToken();
                        item != JsonToken.END_ARRAY;
                        item = json.nextToken()) {
                    items.add(value(json, item));
                }
                yield new Value.Items(items);
            }
            case VALUE_STRING -> new Value.Text(json.getText());
            default -> new Value.Literal(json.getText());
        };
    }

    private static Post post(Map<String, Value> members) throws IOException {
        var state = isNull(members, Post.SENTIMENT) ? Post.State.UNSCORED : Post.State.SCORED;
        if (state == Post.State.UNSCORED) {
            members.keySet().removeAll(Post.ADDED);
        }
        byte[] bytes = bytes(members);
        return new Post(
                members.get(Post.TEXT) instanceof Value.Text(String text) ? text : "",
                lang(members.getOrDefault(Post.LANG, Value.Literal.NULL)),
                state,
                new Post.Json(bytes, 0, bytes.length - 1));
    }

    private static boolean isNull(Map<String, Value> members, String name) {
        return members.getOrDefault(name, Value.Literal.NULL).equals(Value.Literal.NULL);
    }

    private static String lang(Value value) {
        return switch (value) {
            case Value.Text(String text) -> text;
            case Value.Literal literal when literal.equals(Value.Literal.NULL) -> "";
            case Value.Literal(String spelled) -> spelled;
            case Value.Members _, Value.Items _ -> "";
        };
    }

    private static byte[] bytes(Map<String, Value> members) throws IOException {
        try {
            return bytes(JSON, members);
        } catch (JsonProcessingException e) {
            return bytes(ESCAPING, members);
        }
    }

    private static byte[] bytes(JsonFactory format, Map<String, Value> members) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = format.createGenerator(bytes)) {
            write(json, new Value.Members(members));
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator json, Value value) throws IOException {
        switch (value) {
            case Value.Members(Map<String, Value> members) -> {
                json.writeStartObject();
                for (var member : members.entrySet()) {
                    json.writeFieldName(member.getKey());
                    write(json, member.getValue());
                }
                json.writeEndObject();
            }
            case Value.Items(List<Value> items) -> {
                json.writeStartArray();
                for (Value item : items) {
                    write(json, item);
                }
                json.writeEndArray();
            }
            case Value.Text(String text) -> json.writeString(text);
            case Value.Literal(String spelled) -> json.writeRawValue(spelled);
        }
    }
}
