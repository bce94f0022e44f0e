package dev.kinescope.transform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The answers to all records of a batch, in their order, kept within what Lambda carries back. */
final class BatchAnswer {
    /** A little under the 6 MB of a synchronous invocation (AWS documentation, Lambda quotas). */
    static final int MAX_BYTES = 6_000_000;

    /** {@code {"recordId":"","result":"ProcessingFailed","data":""},} */
    private static final int MEMBER_BYTES = 60;

    private static final JsonFactory JSON = new JsonFactory();

    private final List<Entry> entries;

    private BatchAnswer(List<Entry> entries) {
        this.entries = entries;
    }

    /** A record's id and its answer. */
    record Entry(String recordId, Answer answer) {}

    /** Takes the answers, failing those whose data no longer fits. */
    static BatchAnswer within(int maxBytes, List<Entry> wanted) {
        long left = maxBytes;
        for (Entry entry : wanted) {
            left -= entry.recordId().getBytes(StandardCharsets.UTF_8).length + MEMBER_BYTES;
        }
        var entries = new ArrayList<Entry>(wanted.size());
        for (Entry entry : wanted) {
            long size = dataBytes(entry.answer());
            if (size <= left) {
                left -= size;
                entries.add(entry);
            } else {
                var failed = new Answer.Failed("no room left in the answer of 6 MB");
                entries.add(new Entry(entry.recordId(), failed));
            }
        }
        return new BatchAnswer(List.copyOf(entries));
    }

    List<Entry> entries() {
        return entries;
    }

    /**
     * Writes the response that Firehose expects.
     *
     * @throws IOException when {@code out} does
     */
    void write(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeArrayFieldStart("records");
            for (Entry entry : entries) {
                json.writeStartObject();
                json.writeStringField("recordId", entry.recordId());
                switch (entry.answer()) {
                    case Answer.Ok ok -> {
                        json.writeStringField("result", "Ok");
                        json.writeFieldName("data");
                        // The JDK's encoder is several times as quick as the generator's own.
                        byte[] base64 = Base64.getEncoder().encode(ok.data());
                        json.writeRawUTF8String(base64, 0, base64.length);
                    }
                    case Answer.Dropped() -> json.writeStringField("result", "Dropped");
                    case Answer.Failed _ -> json.writeStringField("result", "ProcessingFailed");
                }
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static long dataBytes(Answer answer) {
        return answer instanceof Answer.Ok ok ? (ok.data().length + 2L) / 3 * 4 : 0;
    }
}
