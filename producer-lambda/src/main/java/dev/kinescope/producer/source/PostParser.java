package dev.kinescope.producer.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.source.PostSource.Item;

import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;

/**
 * Turns a line of a replay file into the record that goes on the stream, or says why it cannot. The
 * post's own fields stay as they are, numbers included; the shape is {@code post.schema.json}.
 */
final class PostParser {
    private final Wanted wanted;
    private final Clock clock;

    /** Makes records of the posts that are wanted. */
    PostParser(Wanted wanted, Clock clock) {
        this.wanted = wanted;
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
        ObjectNode post;
        try {
            post = PostJson.read(json);
        } catch (PostJson.NotAnObjectException e) {
            return new Item.Malformed(number, e.reason());
        }
        JsonNode text = post.get("text");
        if (text == null || text.isNull()) {
            return new Item.Malformed(number, "no text");
        }
        if (!text.isTextual()) {
            return new Item.Malformed(number, "text is not a string");
        }
        if (!wanted.isMentionedIn(text.textValue())) {
            return new Item.Filtered();
        }
        if (!wanted.retweets() && post.path("retweeted").asBoolean()) {
            return new Item.Skipped(PostSource.Reason.RETWEET);
        }
        var shaped = shape(post, number, round);
        return shaped.bytes() > OutgoingRecord.MAX_BYTES
                ? new Item.Malformed(number, PostJson.TOO_LARGE)
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
        if (!wanted.keyword().isEmpty() && lacks(post, "keyword")) {
            post.put("keyword", wanted.keyword());
        }
        return PostJson.asRecord(key, post);
    }

    private static String id(ObjectNode post, long number) {
        String id = post.path("id").asText("");
        return id.isBlank() ? "line-" + number : id;
    }

    private static boolean lacks(ObjectNode post, String field) {
        JsonNode value = post.get(field);
        return value == null || value.isNull() || (value.isTextual() && value.asText().isBlank());
    }
}
