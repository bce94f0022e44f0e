package dev.kinescope.pipeline.results;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Takes a delivered object apart: usually one JSON object a line, but several on one line are read
 * too, because Firehose joins records without a delimiter.
 */
final class PostLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The time format of posts from before the present API, for example in old exports. */
    private static final DateTimeFormatter OLD_TIME =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss Z yyyy", Locale.ENGLISH);

    private PostLines() {}

    /** Adds every post and every broken line of an object's content. */
    static void read(String key, byte[] content, List<ScoredPost> posts, List<BrokenLine> broken) {
        long number = 0;
        int start = 0;
        while (start < content.length) {
            int end = start;
            while (end < content.length && content[end] != '\n') {
                end++;
            }
            number++;
            readLine(key, number, content, start, end - start, posts, broken);
            start = end + 1;
        }
    }

    private static void readLine(
            String key,
            long number,
            byte[] content,
            int start,
            int length,
            List<ScoredPost> posts,
            List<BrokenLine> broken) {
        try (JsonParser parser = JSON.getFactory().createParser(content, start, length)) {
            while (parser.nextToken() != null) {
                JsonNode value = parser.readValueAsTree();
                if (value.isObject()) {
                    posts.add(post(value, key, number));
                } else {
                    broken.add(new BrokenLine(key, number, "not a JSON object"));
                }
            }
        } catch (JsonProcessingException wrong) {
            broken.add(
                    new BrokenLine(
                            key,
                            number,
                            "not JSON at column " + wrong.getLocation().getColumnNr()));
        } catch (IOException impossible) {
            throw new UncheckedIOException("Reading from memory failed", impossible);
        }
    }

    static ScoredPost post(JsonNode node, String key, long line) {
        JsonNode scores = node.path("SentimentScore");
        return new ScoredPost(
                node.path("id").asText(""),
                time(node.path("created_at").asText("")),
                node.path("handle").asText(""),
                node.path("text").asText(""),
                node.path("lang").asText(""),
                node.path("keyword").asText(""),
                node.path("favourite_count").asLong(node.path("favorite_count").asLong(0)),
                node.path("retweet_count").asLong(0),
                Sentiment.of(node.path("Sentiment").asText("")),
                scores.isObject()
                        ? Optional.of(
                                new SentimentScores(
                                        scores.path("Positive").asDouble(0),
                                        scores.path("Neutral").asDouble(0),
                                        scores.path("Mixed").asDouble(0),
                                        scores.path("Negative").asDouble(0)))
                        : Optional.empty(),
                node.path("SentimentSkipped").asText(""),
                key,
                line);
    }

    private static Optional<Instant> time(String text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException notIso) {
            try {
                return Optional.of(OffsetDateTime.parse(text, OLD_TIME).toInstant());
            } catch (DateTimeException unknown) {
                return Optional.empty();
            }
        }
    }
}
