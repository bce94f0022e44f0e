package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a transform function's answer: exactly one verdict for each record that was sent, whatever
 * came back (AWS documentation, Data transformation status model; codes as probed on AWS).
 */
final class ResponseInterpreter {
    static final Verdict.Failed MISSING =
            new Verdict.Failed(
                    "Lambda.MissingRecordId",
                    "One or more record Ids were not returned. Ensure that the Lambda function"
                            + " returns all received record Ids.");
    static final Verdict.Failed DUPLICATED =
            new Verdict.Failed(
                    "Lambda.DuplicatedRecordId",
                    "Multiple records were returned with the same record Id. Ensure that the Lambda"
                            + " function returns a unique record Id for each record.");
    static final Verdict.Failed STATUS =
            new Verdict.Failed(
                    "Lambda.ProcessingFailedStatus", "ProcessingFailed status set for record");
    static final Verdict.Failed FORMAT =
            new Verdict.Failed(
                    "Lambda.InvalidReturnFormat",
                    "The record was returned in an invalid format. Ensure that result is Ok,"
                            + " Dropped or ProcessingFailed and that data is base64-encoded.");
    static final Verdict.Failed NO_PARTITION_KEY =
            new Verdict.Failed(
                    "DynamicPartitioning.MetadataExtractionFailed",
                    "partitionKeys values must not be null or empty");
    static final Verdict.Failed NOT_JSON =
            new Verdict.Failed(
                    "Lambda.JsonProcessingException",
                    "There was an error parsing returned records from the Lambda function. Ensure"
                            + " that the returned records follow the required status model.");

    private static final Verdict DROPPED = new Verdict.Dropped();
    private static final JsonFactory JSON = new JsonFactory();

    private ResponseInterpreter() {}

    /** The verdicts in the order of the records. */
    static List<Verdict> verdicts(List<SourceRecord> sent, byte[] payload) {
        var answers = new Answers(sent);
        try (JsonParser json = JSON.createParser(payload)) {
            if (json.nextToken() == JsonToken.START_OBJECT) {
                read(json, answers);
            } else {
                json.skipChildren();
            }
            return answers.verdicts(MISSING);
        } catch (IOException e) {
            // The reason is in every error object; the payload may hold people's texts.
            return new Answers(sent).verdicts(NOT_JSON);
        }
    }

    private static void read(JsonParser json, Answers answers) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean records = json.currentName().equals("records");
            boolean list = json.nextToken() == JsonToken.START_ARRAY;
            if (!records || !list) {
                json.skipChildren();
                continue;
            }
            for (JsonToken one = json.nextToken();
                    one != JsonToken.END_ARRAY;
                    one = json.nextToken()) {
                if (one == JsonToken.START_OBJECT) {
                    record(json, answers);
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    /** Members may come in any order, so they are judged when all are there. */
    private static void record(JsonParser json, Answers answers) throws IOException {
        String id = null;
        String result = "";
        byte[] data = null;
        Map<String, String> keys = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            boolean text = value == JsonToken.VALUE_STRING;
            switch (name) {
                case "recordId" -> id = text ? json.getText() : null;
                case "result" -> result = text ? json.getText() : "";
                case "data" -> data = text ? decoded(json) : null;
                case "metadata" -> keys = value == JsonToken.START_OBJECT ? metadata(json) : keys;
                default -> {
                    // Others mean nothing here.
                }
            }
            // Does nothing behind a value, nor behind the end of what was read here.
            json.skipChildren();
        }
        if (id != null) {
            answers.add(id, verdict(result, data, keys));
        }
    }

    private static Verdict verdict(
            String result, byte @Nullable [] data, Map<String, String> keys) {
        return switch (result) {
            case "Ok" -> data == null ? FORMAT : new Verdict.Ok(data, keys);
            case "Dropped" -> DROPPED;
            case "ProcessingFailed" -> STATUS;
            default -> FORMAT;
        };
    }

    /** From the parser's own characters, without a text in between; null unless it is base64. */
    private static byte @Nullable [] decoded(JsonParser json) throws IOException {
        char[] characters = json.getTextCharacters();
        int from = json.getTextOffset();
        int length = json.getTextLength();
        byte[] ascii = new byte[length];
        for (int i = 0; i < length; i++) {
            char c = characters[from + i];
            if (c > 127) {
                return null;
            }
            ascii[i] = (byte) c;
        }
        try {
            return Base64.getDecoder().decode(ascii);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static Map<String, String> metadata(JsonParser json) throws IOException {
        Map<String, String> keys = Map.of();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            boolean asked = json.currentName().equals("partitionKeys");
            if (json.nextToken() == JsonToken.START_OBJECT && asked) {
                keys = keys(json);
            } else {
                json.skipChildren();
            }
        }
        return keys;
    }

    /** Text as it is, numbers and truth values as JSON writes them; others are no keys. */
    private static Map<String, String> keys(JsonParser json) throws IOException {
        Map<String, String> keys = new HashMap<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                keys.put(name, json.getText());
            } else {
                keys.remove(name);
                json.skipChildren();
            }
        }
        return keys;
    }

    /** Collects verdicts; functions nearly always answer in the order that they were asked. */
    private static final class Answers {
        private final List<SourceRecord> sent;
        private final @Nullable Verdict[] verdicts;
        private @Nullable Map<String, Integer> places;
        private int expected;

        Answers(List<SourceRecord> sent) {
            this.sent = sent;
            this.verdicts = new @Nullable Verdict[sent.size()];
        }

        void add(String id, Verdict verdict) {
            int place = place(id);
            if (place >= 0) {
                verdicts[place] = verdicts[place] == null ? verdict : DUPLICATED;
                expected = place + 1;
            }
        }

        /** Below 0 for an id that was not sent. */
        private int place(String id) {
            if (expected < sent.size() && sent.get(expected).id().equals(id)) {
                return expected;
            }
            Map<String, Integer> byId = places;
            if (byId == null) {
                byId = HashMap.newHashMap(sent.size());
                for (int i = 0; i < sent.size(); i++) {
                    byId.put(sent.get(i).id(), i);
                }
                places = byId;
            }
            return byId.getOrDefault(id, -1);
        }

        List<Verdict> verdicts(Verdict otherwise) {
            var all = new ArrayList<Verdict>(verdicts.length);
            for (@Nullable Verdict verdict : verdicts) {
                all.add(verdict == null ? otherwise : verdict);
            }
            return all;
        }
    }
}
