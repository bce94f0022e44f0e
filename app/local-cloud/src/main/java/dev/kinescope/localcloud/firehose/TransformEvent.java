package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JsonFactory;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;

/** Writes the event that a transform function gets (AWS documentation, Data transformation). */
record TransformEvent(String deliveryStreamArn, @Nullable String sourceArn, String region) {
    /** What Lambda accepts in one synchronous call. */
    static final int MAX_BYTES = 6 * 1_048_576;

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FRAME = 1_024;
    private static final int RECORD_FRAME = 360;

    /** At most this much of an event is a record, base64 and metadata included. */
    static int size(SourceRecord record) {
        int base64 = (record.data().length + 2) / 3 * 4;
        var origin = record.kinesis();
        // A character of a partition key is at most six bytes, as an escape.
        return base64 + RECORD_FRAME + (origin == null ? 0 : 6 * origin.partitionKey().length());
    }

    /** What the records of one event may add up to. */
    static int room() {
        return MAX_BYTES - FRAME;
    }

    byte[] write(UUID invocationId, List<SourceRecord> records, int sizeHint) {
        var out = new ByteArrayOutputStream(sizeHint + FRAME);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeStringField("invocationId", invocationId.toString());
            json.writeStringField("deliveryStreamArn", deliveryStreamArn);
            if (sourceArn != null) {
                json.writeStringField("sourceKinesisStreamArn", sourceArn);
            }
            json.writeStringField("region", region);
            json.writeArrayFieldStart("records");
            for (SourceRecord record : records) {
                long arrival = record.arrival().toEpochMilli();
                json.writeStartObject();
                json.writeStringField("recordId", record.id());
                json.writeNumberField("approximateArrivalTimestamp", arrival);
                json.writeBinaryField("data", record.data());
                SourceRecord.Origin origin = record.kinesis();
                if (origin != null) {
                    json.writeObjectFieldStart("kinesisRecordMetadata");
                    json.writeStringField("sequenceNumber", origin.sequenceNumber());
                    json.writeNumberField("subsequenceNumber", origin.subsequenceNumber());
                    json.writeStringField("partitionKey", origin.partitionKey());
                    json.writeStringField("shardId", origin.shardId());
                    json.writeNumberField("approximateArrivalTimestamp", arrival);
                    json.writeEndObject();
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
