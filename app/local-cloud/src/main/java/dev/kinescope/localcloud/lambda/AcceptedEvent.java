package dev.kinescope.localcloud.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import software.amazon.awssdk.core.SdkBytes;

import java.io.IOException;
import java.time.Instant;

/** An event that was accepted for one version of a function, and its document. */
record AcceptedEvent(FunctionName function, Instant accepted, Invoker.Invocation invocation) {

    byte[] toDocument() {
        ObjectNode document = Models.JSON.createObjectNode();
        document.put("function", function.name());
        document.put("version", function.qualifier());
        document.put("accepted", accepted.toEpochMilli());
        document.put("arn", invocation.functionArn());
        document.put("clientContext", invocation.clientContext());
        document.put("payload", invocation.payload().asByteArrayUnsafe());
        try {
            return Models.JSON.writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can always be written", e);
        }
    }

    /**
     * What a document says.
     *
     * @throws IOException if it is not the whole document of an event
     */
    static AcceptedEvent fromDocument(String requestId, byte[] bytes) throws IOException {
        JsonNode document = Models.JSON.readTree(bytes);
        byte[] payload = document.path("payload").binaryValue();
        if (payload == null
                || !document.path("function").isTextual()
                || !document.path("version").isTextual()) {
            throw new IOException("It has no function, version or payload.");
        }
        return new AcceptedEvent(
                new FunctionName(
                        document.path("function").asText(), document.path("version").asText()),
                Instant.ofEpochMilli(document.path("accepted").asLong()),
                new Invoker.Invocation(
                        requestId,
                        SdkBytes.fromByteArrayUnsafe(payload),
                        document.path("arn").asText(),
                        document.path("clientContext").textValue()));
    }
}
