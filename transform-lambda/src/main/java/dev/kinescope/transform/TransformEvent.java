package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * A batch of records as Firehose hands it over (AWS documentation, Data transformation). Members
 * that the transform does not need are not looked at, whatever their type.
 *
 * @param invocationId names the invocation in the log
 * @param records each record id once
 */
record TransformEvent(String invocationId, List<Incoming> records) {
    private static final ObjectMapper JSON = new ObjectMapper();

    TransformEvent {
        records = List.copyOf(records);
    }

    /**
     * A record to answer.
     *
     * @param recordId opaque
     * @param data base64, as it came
     */
    record Incoming(String recordId, String data) {}

    /**
     * Reads an event. An id that comes twice is one record, answered once.
     *
     * @throws InvalidEventException when there are no records, or one cannot be answered for want
     *     of its id
     */
    static TransformEvent read(InputStream in) throws IOException {
        JsonNode event;
        try {
            event = JSON.readTree(in);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("the event is not JSON", e);
        }
        JsonNode records = event.path("records");
        if (!records.isArray()) {
            throw new InvalidEventException(
                    "records is missing: this function answers transformation events of Firehose");
        }
        var ids = new HashSet<String>();
        var incoming = new ArrayList<Incoming>(records.size());
        for (JsonNode item : records) {
            JsonNode id = item.path("recordId");
            if (!id.isTextual()) {
                throw new InvalidEventException(
                        "records[%d].recordId is missing".formatted(incoming.size()));
            }
            if (ids.add(id.textValue())) {
                incoming.add(new Incoming(id.textValue(), item.path("data").asText("")));
            }
        }
        return new TransformEvent(event.path("invocationId").asText("unknown"), incoming);
    }
}
