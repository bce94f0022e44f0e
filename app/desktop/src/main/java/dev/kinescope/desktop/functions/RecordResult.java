package dev.kinescope.desktop.functions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.results.Sentiment;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * What the transform answered for one record (AWS documentation, Data transformation).
 *
 * @param number place in the answer, from 1
 * @param result Ok, Dropped or ProcessingFailed
 * @param text the post's text, or the data as it is if it is no post
 * @param skipped why it has no sentiment; empty if it has one or if nothing was said
 */
record RecordResult(
        int number,
        String recordId,
        String result,
        Optional<Sentiment> sentiment,
        String text,
        String skipped) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The records of an answer; empty if it has none, as the producer's. */
    static List<RecordResult> of(String payload) {
        var results = new ArrayList<RecordResult>();
        JsonNode records;
        try {
            records = JSON.readTree(payload).path("records");
        } catch (JsonProcessingException notJson) {
            return List.of();
        }
        for (JsonNode entry : records) {
            results.add(of(results.size() + 1, entry));
        }
        return List.copyOf(results);
    }

    private static RecordResult of(int number, JsonNode entry) {
        String data = decoded(entry.path("data").asText(""));
        String id = entry.path("recordId").asText("");
        String result = entry.path("result").asText("");
        try {
            JsonNode post = JSON.readTree(data);
            if (post.isObject()) {
                return new RecordResult(
                        number,
                        id,
                        result,
                        Sentiment.of(post.path("Sentiment").asText("")),
                        post.path("text").asText(""),
                        post.path("SentimentSkipped").asText(""));
            }
        } catch (JsonProcessingException notJson) {
            return new RecordResult(number, id, result, Optional.empty(), data.strip(), "not JSON");
        }
        return new RecordResult(number, id, result, Optional.empty(), data.strip(), "");
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException notBase64) {
            return base64;
        }
    }
}
