package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.core.JsonFactory;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;

/** Writes the line that stands for a failed record under the error prefix. */
final class ErrorObject {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int PARTS_OF_UNQUALIFIED_ARN = 7;

    private ErrorObject() {}

    static byte[] line(
            SourceRecord record,
            Verdict.Failed failure,
            int attempts,
            Instant ended,
            String functionArn) {
        var out = new ByteArrayOutputStream(record.data().length * 4 / 3 + 512);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeBinaryField("rawData", record.data());
            json.writeStringField("errorCode", failure.code());
            json.writeStringField("errorMessage", failure.message());
            json.writeNumberField("attemptsMade", attempts);
            json.writeNumberField("arrivalTimestamp", record.arrival().toEpochMilli());
            json.writeNumberField("attemptEndingTimestamp", ended.toEpochMilli());
            json.writeStringField("lambdaARN", qualified(functionArn));
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static String qualified(String functionArn) {
        return functionArn.split(":", -1).length == PARTS_OF_UNQUALIFIED_ARN
                ? functionArn + ":$LATEST"
                : functionArn;
    }
}
