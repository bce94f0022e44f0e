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

import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.Sentiment;
import dev.kinescope.transform.sentiment.TextToScore;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/**
 * Reads a record of the stream and writes it back with what was found out about it; its own fields
 * stay as they are, numbers and order included.
 */
final class PostRecord {
    private static final String SENTIMENT = "Sentiment";
    private static final String SCORE = "SentimentScore";
    private static final String SKIPPED = "SentimentSkipped";

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

    private PostRecord() {}

    /** What a record turned out to be. */
    sealed interface Reading {
        /** Its answer is known without asking anyone. */
        record Settled(Answer answer) implements Reading {}

        /** It waits for its sentiment. */
        record Scorable(ObjectNode post, TextToScore text) implements Reading {}
    }

    /**
     * Reads a record.
     *
     * @param base64 its data
     * @param fallback the language of a post that names none
     */
    static Reading read(String base64, Language fallback) {
        String json;
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            if (bytes.length == 0) {
                return new Reading.Settled(new Answer.Dropped());
            }
            json = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException e) {
            return failed("data is not base64");
        } catch (CharacterCodingException e) {
            return failed("not UTF-8");
        }
        try {
            JsonNode value = JSON.readTree(json);
            return value instanceof ObjectNode post
                    ? read(post, fallback)
                    : failed("not a JSON object");
        } catch (MismatchedInputException e) {
            return failed("more than one JSON value");
        } catch (JsonProcessingException e) {
            return failed("not JSON");
        }
    }

    private static Reading read(ObjectNode post, Language fallback) {
        if (post.hasNonNull(SENTIMENT)) {
            return new Reading.Settled(new Answer.Enriched(line(post)));
        }
        String text = post.path("text").isTextual() ? post.path("text").textValue() : "";
        if (text.isBlank()) {
            return skipped(post, "no text");
        }
        String tag = post.path("lang").asText("");
        Language language = tag.isBlank() ? fallback : Language.of(tag);
        if (!language.isSupported()) {
            return skipped(post, "unsupported language " + language.code());
        }
        return new Reading.Scorable(post, new TextToScore(text, language));
    }

    /** The record with its sentiment, as one line. */
    static Answer enriched(ObjectNode post, Sentiment sentiment) {
        post.remove(SKIPPED);
        post.put(SENTIMENT, sentiment.label());
        post.putObject(SCORE)
                .put("Positive", sentiment.positive())
                .put("Negative", sentiment.negative())
                .put("Neutral", sentiment.neutral())
                .put("Mixed", sentiment.mixed());
        return new Answer.Enriched(line(post));
    }

    private static Reading skipped(ObjectNode post, String reason) {
        post.put(SKIPPED, reason);
        return new Reading.Settled(new Answer.Skipped(line(post)));
    }

    private static Reading failed(String reason) {
        return new Reading.Settled(new Answer.Failed(reason));
    }

    private static byte[] line(ObjectNode post) {
        byte[] json;
        try {
            json = JSON.writeValueAsBytes(post);
        } catch (JsonProcessingException e) {
            json = escaped(post);
        }
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private static byte[] escaped(ObjectNode post) {
        try {
            return ESCAPING.writeValueAsBytes(post);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a parsed JSON object cannot be written", e);
        }
    }
}
