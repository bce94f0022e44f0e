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
import dev.kinescope.producer.source.PostSource.Item;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Turns a line of a replay file into the record that goes on the stream, or says why it cannot. The
 * post's own fields stay as they are, numbers included; the shape is {@code post.schema.json}.
 */
final class PostParser {
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

    private final String keyword;
    private final String keywordLowerCase;
    private final Clock clock;

    /** Makes records for a keyword; an empty one lets every post through. */
    PostParser(String keyword, Clock clock) {
        this.keyword = keyword;
        this.keywordLowerCase = keyword.toLowerCase(Locale.ROOT);
        this.clock = clock;
    }

    /**
     * Reads one line.
     *
     * @param number the line's number in the file, from 1
     * @param round how often the file was started over, from 0; later rounds mark the id with it
     * @return what the line holds, or null when it is blank
     */
    @Nullable Item parse(LineReader.Line line, long number, long round) {
        if (line.tooLong()) {
            return new Item.Malformed(
                    number, "longer than " + (LineReader.MAX_LINE_BYTES >> 20) + " MiB");
        }
        String json;
        try {
            json = decode(line.bytes(), number);
        } catch (CharacterCodingException e) {
            return new Item.Malformed(number, "not UTF-8");
        }
        if (json.isBlank()) {
            return null;
        }
        JsonNode value;
        try {
            value = JSON.readTree(json);
        } catch (MismatchedInputException e) {
            return new Item.Malformed(number, "more than one JSON value");
        } catch (JsonProcessingException e) {
            return new Item.Malformed(number, "not JSON");
        }
        if (!(value instanceof ObjectNode post)) {
            return new Item.Malformed(number, "not a JSON object");
        }
        JsonNode text = post.get("text");
        if (text == null || text.isNull()) {
            return new Item.Malformed(number, "no text");
        }
        if (!text.isTextual()) {
            return new Item.Malformed(number, "text is not a string");
        }
        if (!text.textValue().toLowerCase(Locale.ROOT).contains(keywordLowerCase)) {
            return new Item.Filtered();
        }
        var shaped = shape(post, number, round);
        return shaped.bytes() > OutgoingRecord.MAX_BYTES
                ? new Item.Malformed(number, "larger than 1 MiB")
                : new Item.Found(shaped);
    }

    private static String decode(byte[] bytes, long number) throws CharacterCodingException {
        String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        return number == 1 && text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    private OutgoingRecord shape(ObjectNode post, long number, long round) {
        String key = id(post, number);
        if (round > 0) {
            key = key + "~" + round;
            post.put("id", key);
        } else if (lacks(post, "id")) {
            post.put("id", key);
        }
        if (lacks(post, "created_at")) {
            post.put("created_at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        }
        if (lacks(post, "source")) {
            post.put("source", "replay");
        }
        if (!keyword.isEmpty() && lacks(post, "keyword")) {
            post.put("keyword", keyword);
        }
        return new OutgoingRecord(partitionKey(key), write(post));
    }

    private static String id(ObjectNode post, long number) {
        String id = post.path("id").asText("");
        return id.isBlank() ? "line-" + number : id;
    }

    private static boolean lacks(ObjectNode post, String field) {
        JsonNode value = post.get(field);
        return value == null || value.isNull() || (value.isTextual() && value.asText().isBlank());
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
