package dev.kinescope.pipeline.delivery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Adds up error objects: one JSON object per failed record, numbers as numbers or as text (AWS
 * documentation, Data transformation failure handling).
 */
final class ErrorLines {
    private static final ObjectMapper JSON = new ObjectMapper();

    private record Cause(String code, String message) {}

    private record Tally(int attempts, long records, Instant lastArrival) {
        Tally plus(Tally other) {
            return new Tally(
                    Math.max(attempts, other.attempts),
                    records + other.records,
                    lastArrival.isAfter(other.lastArrival) ? lastArrival : other.lastArrival);
        }
    }

    private final Map<Cause, Tally> tallies = new LinkedHashMap<>();
    private final List<String> keys = new ArrayList<>();
    private long unreadable;

    void add(String key, byte[] content) {
        keys.add(key);
        for (String line : new String(content, StandardCharsets.UTF_8).split("\n", -1)) {
            if (!line.isBlank()) {
                addLine(line);
            }
        }
    }

    private void addLine(String line) {
        try (JsonParser parser = JSON.getFactory().createParser(line)) {
            while (parser.nextToken() != null) {
                JsonNode record = parser.readValueAsTree();
                if (record.hasNonNull("errorCode")) {
                    tallies.merge(
                            new Cause(
                                    record.path("errorCode").asText(),
                                    record.path("errorMessage").asText("")),
                            new Tally(
                                    record.path("attemptsMade").asInt(0),
                                    1,
                                    Instant.ofEpochMilli(
                                            record.path("arrivalTimestamp").asLong(0))),
                            Tally::plus);
                } else {
                    unreadable++;
                }
            }
        } catch (JsonProcessingException notJson) {
            unreadable++;
        } catch (IOException impossible) {
            throw new UncheckedIOException("Reading from memory failed", impossible);
        }
    }

    FailedRecords total() {
        List<FailedRecords.Reason> reasons =
                tallies.entrySet().stream()
                        .map(entry ->
                                new FailedRecords.Reason(
                                        entry.getKey().code(),
                                        entry.getKey().message(),
                                        entry.getValue().attempts(),
                                        entry.getValue().records(),
                                        entry.getValue().lastArrival()))
                        .sorted(Comparator.comparingLong(FailedRecords.Reason::records).reversed())
                        .toList();
        return new FailedRecords(
                reasons.stream().mapToLong(FailedRecords.Reason::records).sum(),
                reasons,
                List.copyOf(keys),
                unreadable);
    }
}
