package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;

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
    private static final JsonFactory JSON = new JsonFactory();

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
     * @throws IOException when the stream cannot be read
     */
    static TransformEvent read(InputStream in) throws IOException {
        try (JsonParser json = JSON.createParser(in)) {
            return read(json);
        } catch (JsonProcessingException e) {
            throw new InvalidEventException("the event is not JSON", e);
        }
    }

    private static TransformEvent read(JsonParser json) throws IOException {
        String invocationId = "unknown";
        List<Incoming> records = null;
        if (json.nextToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("invocationId") && isText(value)) {
                    invocationId = json.getText();
                } else if (name.equals("records") && value == JsonToken.START_ARRAY) {
                    records = records(json);
                }
                json.skipChildren();
            }
        }
        if (records == null) {
            throw new InvalidEventException(
                    "records is missing: this function answers transformation events of Firehose");
        }
        return new TransformEvent(invocationId, records);
    }

    private static List<Incoming> records(JsonParser json) throws IOException {
        var ids = new HashSet<String>();
        var incoming = new ArrayList<Incoming>();
        for (int i = 0; json.nextToken() != JsonToken.END_ARRAY; i++) {
            String id = null;
            String data = "";
            if (json.currentToken() == JsonToken.START_OBJECT) {
                String name = json.nextFieldName();
                for (; name != null; name = json.nextFieldName()) {
                    JsonToken value = json.nextToken();
                    if (name.equals("recordId") && value == JsonToken.VALUE_STRING) {
                        id = json.getText();
                    } else if (name.equals("data") && isText(value)) {
                        data = json.getText();
                    }
                    json.skipChildren();
                }
            }
            if (id == null) {
                throw new InvalidEventException("records[%d].recordId is missing".formatted(i));
            }
            if (ids.add(id)) {
                incoming.add(new Incoming(id, data));
            }
        }
        return incoming;
    }

    /** Anything but a string here is wrong, and is found to be when it is used. */
    private static boolean isText(JsonToken value) {
        return value.isScalarValue() && value != JsonToken.VALUE_NULL;
    }
}
