package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Reads a record in one pass that leaves its bytes as they are. What would not be a line of its own
 * then, or is in any way out of the ordinary, goes to {@link PostTree}, which also says what is
 * wrong with it.
 */
final class PostReader {
    private static final JsonFactory JSON =
            JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

    private PostReader() {}

    /** A record as it was read. */
    sealed interface Reading {
        record Read(Post post) implements Reading {}

        /** It is not an object of JSON; the reason does not quote it. */
        record Unreadable(String reason) implements Reading {}
    }

    /**
     * Reads a record.
     *
     * @param data not empty
     */
    static Reading read(byte[] data) {
        CharBuffer chars;
        try {
            // The parser looks at what it needs only; this looks at every byte.
            chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(data));
        } catch (CharacterCodingException e) {
            return new Reading.Unreadable("not UTF-8");
        }
        int start = 0;
        int end = trimmed(data, data.length);
        while (start < end && isSpace(data[start])) {
            start++;
        }
        return isObjectOnOneLine(data, start, end)
                ? scan(data, start, end)
                        .<Reading>map(Reading.Read::new)
                        .orElseGet(() -> PostTree.read(chars.toString()))
                : PostTree.read(chars.toString());
    }

    /**
     * Whether these bytes can be delivered as they are: nothing breaks the line between the tokens
     * (within a string JSON has line breaks as escapes only), no character is written as an escape
     * that could stand for itself, and no zero byte makes the parser think of UTF-16.
     */
    private static boolean isObjectOnOneLine(byte[] data, int start, int end) {
        if (start == end || data[start] != '{') {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte each = data[i];
            if (each == 0 || each == '\n' || each == '\r') {
                return false;
            }
            if (each == '\\' && i + 1 < end) {
                i++;
                if (data[i] == 'u' || data[i] == '/') {
                    return false;
                }
            }
        }
        return true;
    }

    /** Nothing when the tree has to decide. */
    private static Optional<Post> scan(byte[] data, int start, int end) {
        try (JsonParser json = JSON.createParser(data, start, end - start)) {
            json.nextToken();
            return scan(json, new Post.Json(data, start, trimmed(data, end - 1)));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** Reads the members of an object. */
    private static Optional<Post> scan(JsonParser json, Post.Json object) throws IOException {
        String text = "";
        String lang = "";
        var state = Post.State.UNSCORED;
        boolean marked = false;
        for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
            JsonToken value = json.nextToken();
            switch (name) {
                case Post.TEXT -> text = value == JsonToken.VALUE_STRING ? json.getText() : "";
                case Post.LANG -> {
                    if (value == JsonToken.VALUE_STRING) {
                        lang = json.getText();
                    } else if (value != JsonToken.VALUE_NULL) {
                        return Optional.empty();
                    }
                }
                case Post.SENTIMENT -> {
                    if (value == JsonToken.VALUE_NULL) {
                        marked = true;
                    } else {
                        state = Post.State.SCORED;
                    }
                }
                default -> marked |= Post.ADDED.contains(name);
            }
            json.skipChildren();
        }
        if (json.nextToken() != null || (marked && state == Post.State.UNSCORED)) {
            return Optional.empty();
        }
        return Optional.of(new Post(text, lang, state, object));
    }

    /** Where the bytes before {@code end} end without the space at their end. */
    private static int trimmed(byte[] data, int end) {
        int last = end;
        while (last > 0 && isSpace(data[last - 1])) {
            last--;
        }
        return last;
    }

    private static boolean isSpace(byte each) {
        return each == ' ' || each == '\n' || each == '\r' || each == '\t';
    }
}
