package dev.kinescope.transform;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.RenewableRandom;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** A handler with a fake service and a clock of its own, and what it takes to invoke it. */
final class Invocations {
    static final ObjectMapper JSON = new ObjectMapper();
    static final Settings DETECTING = new Settings(Language.UNDETERMINED, Detail.SENTIMENT);
    static final String SCORED =
            "\"Sentiment\":\"POSITIVE\",\"SentimentScore\":"
                    + "{\"Positive\":0.9,\"Negative\":0.04,\"Neutral\":0.05,\"Mixed\":0.01}";

    final FakeService service = new FakeService();
    final ManualClock clock = new ManualClock();
    final FakeContext context = new FakeContext(Duration.ofMinutes(1));
    final ByteArrayOutputStream log = new ByteArrayOutputStream();
    final Snapshots snapshots = new Snapshots();
    final TransformHandler handler;

    Invocations(Settings settings) {
        handler =
                new TransformHandler(
                        settings,
                        service,
                        new RenewableRandom(),
                        clock,
                        clock,
                        new PrintStream(log, true, StandardCharsets.UTF_8),
                        snapshots);
    }

    /** The answer to records {@code r0}, {@code r1} … of these data. */
    JsonNode invoke(byte[]... data) throws IOException {
        return invoke(event(List.of(data)));
    }

    JsonNode invoke(String... data) throws IOException {
        return invoke(event(List.of(data).stream().map(Invocations::utf8).toList()));
    }

    JsonNode invoke(ObjectNode event) throws IOException {
        return JSON.readTree(answer(JSON.writeValueAsBytes(event)));
    }

    byte[] answer(byte[] event) throws IOException {
        var output = new ByteArrayOutputStream();
        handler.handleRequest(new ByteArrayInputStream(event), output, context);
        return output.toByteArray();
    }

    /** The report of the last batch. */
    JsonNode report() throws IOException {
        return JSON.readTree(log.toString(StandardCharsets.UTF_8).lines().toList().getLast());
    }

    static ObjectNode event(List<byte[]> data) {
        ObjectNode event = JSON.createObjectNode().put("invocationId", "i");
        var records = event.putArray("records");
        for (int i = 0; i < data.size(); i++) {
            records.addObject()
                    .put("recordId", "r" + i)
                    .put("data", Base64.getEncoder().encodeToString(data.get(i)));
        }
        return event;
    }

    static List<String> results(JsonNode answer) {
        var results = new ArrayList<String>();
        for (JsonNode item : answer.get("records")) {
            results.add(item.get("recordId").textValue() + ": " + item.get("result").textValue());
        }
        return results;
    }

    static String data(JsonNode answer, int index) {
        byte[] data =
                Base64.getDecoder().decode(answer.at("/records/" + index + "/data").textValue());
        return new String(data, StandardCharsets.UTF_8);
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
