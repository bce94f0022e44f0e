package dev.kinescope.producer.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.send.OutgoingRecord;

/** How posts are read from JSON and written as records of the stream, whatever their source. */
public final class PostJson {
    static final String TOO_LARGE = "larger than 1 MiB";

    /** A partition key has 1 to 256 characters (AWS documentation, PutRecords). */
    private static final int MAX_KEY_CHARACTERS = 256;

    private static final ObjectMapper JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
                    .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
                    .build();

    /** For text that cannot be written as UTF-8 but as escapes: an unpaired surrogate. */
    private static final ObjectMapper ESCAPING =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private PostJson() {}

    /** Says why a text is no JSON object, without quoting it. */
    public static final class NotAnObjectException extends Exception {
        private static final long serialVersionUID = 1L;

        private final String reason;

        private NotAnObjectException(String reason) {
            super(reason);
            this.reason = reason;
        }

        /** What the text is instead. */
        public String reason() {
            return reason;
        }
    }

    /** Reads one JSON object; its numbers stay as they are written. */
    public static ObjectNode read(String json) throws NotAnObjectException {
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (MismatchedInputException _) {
            throw new NotAnObjectException("more than one JSON value");
        } catch (JsonProcessingException _) {
            throw new NotAnObjectException("not JSON");
        }
        if (value instanceof ObjectNode post) {
            return post;
        }
        throw new NotAnObjectException("not a JSON object");
    }

    /** An empty object, to fill. */
    public static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** The record of a post; its id spreads the posts over the shards. */
    static OutgoingRecord asRecord(String id, ObjectNode post) {
        return new OutgoingRecord(partitionKey(id), write(post));
    }

    private static String partitionKey(String id) {
        // The end of a long id tells more: it carries the round.
        int from = Math.max(0, id.length() - MAX_KEY_CHARACTERS);
        if (from > 0 && Character.isLowSurrogate(id.charAt(from))) {
            from++;
        }
        return id.substring(from);
    }

    private static byte[] write(ObjectNode post) {
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
