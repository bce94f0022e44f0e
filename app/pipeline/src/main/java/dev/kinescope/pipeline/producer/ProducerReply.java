package dev.kinescope.pipeline.producer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the producer function answers to one slice.
 *
 * @param cursor where the next slice goes on; empty at the end
 */
record ProducerReply(ProducerTotals totals, Optional<String> cursor, Duration elapsed) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The event that asks for one slice. */
    static String event(ProducerSettings settings, Duration slice, Optional<String> cursor) {
        ObjectNode event = JSON.createObjectNode();
        event.put("keyword", settings.keyword());
        event.put("delivery", settings.delivery().word());
        event.put("source", settings.delivery().source());
        event.put("duration", Math.max(1, slice.toSeconds()));
        event.put("kinesis_stream_name", settings.streamName());
        if (settings.delivery() == Delivery.REPLAY) {
            event.put("posts", settings.posts());
        }
        settings.count().ifPresent(count -> event.put("count", count));
        settings.rate().ifPresent(rate -> event.put("rate", rate));
        cursor.ifPresent(place -> event.put("cursor", place));
        return event.toString();
    }

    /**
     * Reads an answer.
     *
     * @throws JsonProcessingException if it is not what the producer answers
     */
    static ProducerReply parse(String payload) throws JsonProcessingException {
        JsonNode reply = JSON.readTree(payload);
        List<MalformedLine> lines = new ArrayList<>();
        for (JsonNode line : reply.path("malformed").path("lines")) {
            lines.add(new MalformedLine(line.path("line").asLong(), line.path("reason").asText()));
        }
        Map<String, Long> shards = new HashMap<>();
        reply.path("shards")
                .properties()
                .forEach(shard -> shards.put(shard.getKey(), shard.getValue().asLong()));
        Optional<String> cursor =
                reply.hasNonNull("cursor")
                        ? Optional.of(reply.path("cursor").asText())
                        : Optional.empty();
        return new ProducerReply(
                new ProducerTotals(
                        reply.required("seen").asLong(),
                        reply.path("filtered").asLong(),
                        reply.required("sent").asLong(),
                        reply.required("accepted").asLong(),
                        reply.required("failed").asLong(),
                        reply.path("resent").asLong(),
                        reply.path("bytes").asLong(),
                        reply.path("malformed").path("count").asLong(),
                        lines,
                        shards,
                        reply.at("/skipped/duplicates").asLong()
                                + reply.at("/skipped/retweets").asLong(),
                        reply.hasNonNull("notice")
                                ? Optional.of(reply.path("notice").asText())
                                : Optional.empty(),
                        reply.path("done").asBoolean(cursor.isEmpty())),
                cursor,
                Duration.ofMillis(reply.path("elapsedMillis").asLong()));
    }
}
