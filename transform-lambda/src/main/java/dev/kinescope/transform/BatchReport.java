package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The log line of one batch, which the panel adds up: {@code records = ok + dropped + failed}, and
 * the skipped ones are among the ok. On AWS the same line is CloudWatch's metrics, without a call
 * (AWS documentation, "Specification: Embedded metric format").
 *
 * @param invocationId as Firehose named it
 * @param records answered
 * @param ok delivered
 * @param dropped empty
 * @param failed sent to the error prefix
 * @param skipped delivered without a sentiment
 * @param calls to Comprehend
 * @param throttles how many of them were throttled
 * @param millis how long the batch took
 * @param end when it was answered
 */
record BatchReport(
        String invocationId,
        int records,
        int ok,
        int dropped,
        int failed,
        int skipped,
        int calls,
        int throttles,
        long millis,
        Instant end) {
    /** The line's {@code type}, to find it by. */
    static final String TYPE = "kinescope.transform.batch";

    private static final String NAMESPACE = "Kinescope/Transform";
    private static final String DIMENSION = "FunctionName";
    private static final String MILLIS = "millis";
    private static final JsonFactory JSON = new JsonFactory();

    /**
     * The line, an object of JSON.
     *
     * @param functionName tells the metrics of several functions apart
     */
    String line(String functionName) {
        var line = new StringWriter(1_024);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("type", TYPE);
            json.writeStringField("invocationId", invocationId);
            for (var metric : metrics().entrySet()) {
                json.writeNumberField(metric.getKey(), metric.getValue());
            }
            json.writeStringField(DIMENSION, functionName);
            writeMetadata(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return line.toString();
    }

    private Map<String, Long> metrics() {
        var metrics = new LinkedHashMap<String, Long>();
        metrics.put("records", (long) records);
        metrics.put("ok", (long) ok);
        metrics.put("dropped", (long) dropped);
        metrics.put("failed", (long) failed);
        metrics.put("skipped", (long) skipped);
        metrics.put("calls", (long) calls);
        metrics.put("throttles", (long) throttles);
        metrics.put(MILLIS, millis);
        return metrics;
    }

    private void writeMetadata(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("_aws");
        json.writeNumberField("Timestamp", end.toEpochMilli());
        json.writeArrayFieldStart("CloudWatchMetrics");
        json.writeStartObject();
        json.writeStringField("Namespace", NAMESPACE);
        json.writeArrayFieldStart("Dimensions");
        json.writeStartArray();
        json.writeString(DIMENSION);
        json.writeEndArray();
        json.writeEndArray();
        json.writeArrayFieldStart("Metrics");
        for (String name : metrics().keySet()) {
            json.writeStartObject();
            json.writeStringField("Name", name);
            json.writeStringField("Unit", name.equals(MILLIS) ? "Milliseconds" : "Count");
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
        json.writeEndArray();
        json.writeEndObject();
    }
}
