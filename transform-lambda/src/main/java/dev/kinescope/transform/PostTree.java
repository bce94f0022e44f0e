package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.transform.PostReader.Reading;

/**
 * Reads a record that cannot be delivered in its own bytes, and writes it anew on one line; its
 * members stay as they are, numbers and order included, and of those that come twice the last
 * counts.
 */
final class PostTree {
    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .build();

    /** For text that cannot be written as UTF-8 but as escapes: an unpaired surrogate. */
    private static final ObjectMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PostTree() {}

    static Reading read(String json) {
        try {
            return JSON.readTree(json) instanceof ObjectNode post
                    ? new Reading.Read(read(post))
                    : new Reading.Unreadable("not a JSON object");
        } catch (MismatchedInputException e) {
            return new Reading.Unreadable("more than one JSON value");
        } catch (JsonProcessingException e) {
            return new Reading.Unreadable("not JSON");
        }
    }

    private static Post read(ObjectNode post) {
        var state = post.hasNonNull(Post.SENTIMENT) ? Post.State.SCORED : Post.State.UNSCORED;
        if (state == Post.State.UNSCORED) {
            post.remove(Post.ADDED);
        }
        JsonNode text = post.path(Post.TEXT);
        byte[] bytes = bytes(post);
        return new Post(
                text.isTextual() ? text.textValue() : "",
                post.path(Post.LANG).asText(""),
                state,
                new Post.Json(bytes, 0, bytes.length - 1));
    }

    private static byte[] bytes(ObjectNode post) {
        try {
            return JSON.writeValueAsBytes(post);
        } catch (JsonProcessingException e) {
            return escaped(post);
        }
    }

    private static byte[] escaped(ObjectNode post) {
        try {
            return ESCAPING.writeValueAsBytes(post);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed JSON object cannot be written", e);
        }
    }
}
