package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

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

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResponseInterpreter() {}

    /** The verdicts in the order of the records. */
    static List<Verdict> verdicts(List<SourceRecord> sent, byte[] payload) {
        Map<String, Verdict> byId = new HashMap<>();
        Verdict otherwise = MISSING;
        try {
            JsonNode answer = JSON.readTree(payload);
            JsonNode records = answer == null ? null : answer.get("records");
            if (records != null && records.isArray()) {
                for (JsonNode record : records) {
                    JsonNode id = record.get("recordId");
                    if (id != null && id.isTextual()) {
                        byId.merge(id.textValue(), verdict(record), (_, _) -> DUPLICATED);
                    }
                }
            }
        } catch (IOException e) {
            // The reason is in every error object; the payload may hold people's texts.
            otherwise = NOT_JSON;
        }
        var verdicts = new ArrayList<Verdict>(sent.size());
        for (SourceRecord record : sent) {
            verdicts.add(byId.getOrDefault(record.id(), otherwise));
        }
        return verdicts;
    }

    private static Verdict verdict(JsonNode record) {
        return switch (record.path("result").asText("")) {
            case "Ok" -> ok(record.path("data"), record.path("metadata").path("partitionKeys"));
            case "Dropped" -> new Verdict.Dropped();
            case "ProcessingFailed" -> STATUS;
            default -> FORMAT;
        };
    }

    /** Text as it is, numbers and truth values as JSON writes them; others are no keys. */
    private static Map<String, String> keys(JsonNode partitionKeys) {
        if (partitionKeys.isMissingNode()) {
            return Map.of();
        }
        Map<String, String> keys = new HashMap<>();
        for (var entry : partitionKeys.properties()) {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                keys.put(entry.getKey(), entry.getValue().asText());
            }
        }
        return keys;
    }

    private static Verdict ok(JsonNode data, JsonNode partitionKeys) {
        if (!data.isTextual()) {
            return FORMAT;
        }
        try {
            return new Verdict.Ok(
                    Base64.getDecoder().decode(data.textValue()), keys(partitionKeys));
        } catch (IllegalArgumentException e) {
            return FORMAT;
        }
    }
}
