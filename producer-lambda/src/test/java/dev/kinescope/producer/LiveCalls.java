package dev.kinescope.producer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.x.BearerToken;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Calls the producer function with live sources that are servers of the test. */
public final class LiveCalls {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final FakeStream stream;
    private final HastyClock clock = new HastyClock();
    private final FakeContext context = new FakeContext(Duration.ofHours(2));
    private final ProducerHandler handler;

    /** Puts posts on {@code stream}; a connection may be silent for {@code silence}. */
    public LiveCalls(
            FakeStream stream, URI x, List<URI> jetstream, BearerToken token, Duration silence) {
        this.stream = stream;
        this.handler =
                new ProducerHandler(
                        _ -> stream,
                        new Sources(
                                _ -> {
                                    throw new IllegalStateException("no file is wanted");
                                },
                                token,
                                new Places(x, jetstream, silence),
                                clock,
                                clock),
                        new Random(11),
                        clock,
                        clock,
                        System.out,
                        new FakeSnapshots());
    }

    /** An event with the fields that every event needs. */
    public static ObjectNode event(String delivery, String keyword) {
        return JSON.createObjectNode()
                .put("delivery", delivery)
                .put("keyword", keyword)
                .put("duration", 3600)
                .put("kinesis_stream_name", "posts");
    }

    /** The result of one call. */
    public JsonNode call(ObjectNode event) {
        try {
            var output = new ByteArrayOutputStream();
            handler.handleRequest(
                    new ByteArrayInputStream(JSON.writeValueAsBytes(event)), output, context);
            return JSON.readTree(output.toByteArray());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the function logged. */
    public List<String> logged() {
        return context.logged();
    }

    /** How long the function waited, which it did not really. */
    public Duration waited() {
        return clock.slept();
    }

    /** The ids of the posts on the stream, in order of arrival. */
    public List<String> ids() {
        return stream.keys();
    }
}
