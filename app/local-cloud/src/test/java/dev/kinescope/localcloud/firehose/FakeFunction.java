package dev.kinescope.localcloud.firehose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** A transform function whose behaviour a test gives as code. */
final class FakeFunction implements Transformer {
    static final String ARN = "arn:aws:lambda:us-east-1:000000000000:function:transform";
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<JsonNode> events = new ArrayList<>();
    private Function<JsonNode, Answer> behaviour = event -> each(event, FakeFunction::upperCase);
    private Runnable wait = () -> {};

    void behave(Function<JsonNode, Answer> replacement) {
        behaviour = replacement;
    }

    /** What happens while the next call waits for its turn. */
    void beforeTurn(Runnable work) {
        wait = work;
    }

    @Override
    public Answer invoke(String functionArn, Supplier<byte[]> event, Consumer<Runnable> begun) {
        Runnable now = wait;
        wait = () -> {};
        now.run();
        byte[] sent = event.get();
        begun.accept(() -> {});
        try {
            JsonNode read = JSON.readTree(sent);
            events.add(read);
            return behaviour.apply(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Answer answer(String json) {
        return new Answer.Returned(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    static Answer each(JsonNode event, Function<JsonNode, ObjectNode> verdict) {
        ObjectNode root = JSON.createObjectNode();
        var records = root.putArray("records");
        event.get("records").forEach(record -> records.add(verdict.apply(record)));
        return answer(root.toString());
    }

    static ObjectNode upperCase(JsonNode record) {
        return result(record, "Ok").put("data", base64(text(record).toUpperCase() + "\n"));
    }

    static ObjectNode result(JsonNode record, String result) {
        return JSON.createObjectNode()
                .put("recordId", record.get("recordId").textValue())
                .put("result", result);
    }

    static String text(JsonNode record) {
        return new String(
                Base64.getDecoder().decode(record.get("data").textValue()), StandardCharsets.UTF_8);
    }

    static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
