package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.send.RecordSink;
import dev.kinescope.producer.send.StreamRefusedException;
import dev.kinescope.producer.source.PostFile;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class ProducerHandlerTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = new ManualClock();
    private final FakeStream stream = new FakeStream();
    private final FakeContext context = new FakeContext(Duration.ofMinutes(1));

    @Test
    void aReplayAnswersWithAllItsCounts() throws IOException {
        stream.next(records -> stream.acceptEvery(2, records));
        var file =
                """
                {"id":"a","text":"the tram"}
                {"id":"b","text":"the bus"}
                oops
                {"id":"c","text":"a Tram"}
                """;

        JsonNode result = invoke(file, event().put("keyword", "tram"));

        ((ObjectNode) result).remove("elapsedMillis");
        assertThat(result.toString())
                .isEqualTo(
                        """
                        {"seen":4,"filtered":1,"sent":2,"accepted":2,"failed":0,"resent":1,\
                        "bytes":198,"malformed":{"count":1,"lines":[{"line":3,"reason":"not JSON"}]},\
                        "skipped":{"duplicates":0,"retweets":0,"control":0,"cutOff":0},\
                        "shards":{"shardId-000000000001":2},"done":true,"ended":"complete",\
                        "notice":null,"cursor":null,"connections":null}\
                        """);
        assertThat(stream.data())
                .containsExactly(
                        "{\"id\":\"a\",\"text\":\"the tram\","
                                + "\"created_at\":\"2026-11-02T08:00:00Z\","
                                + "\"source\":\"replay\",\"keyword\":\"tram\"}",
                        "{\"id\":\"c\",\"text\":\"a Tram\","
                                + "\"created_at\":\"2026-11-02T08:00:00Z\","
                                + "\"source\":\"replay\",\"keyword\":\"tram\"}");
    }

    @Test
    void manySlicesSendExactlyWhatOneRunSends() throws IOException {
        String file = posts(50);
        invoke(file, event().put("count", 173));
        List<String> whole = stream.keys().stream().sorted().toList();
        var sliced = new FakeStream();
        JsonNode result = null;
        int slices = 0;
        do {
            ObjectNode event = event().put("count", 173).put("rate", 20).put("duration", 0.35);
            if (result != null) {
                event.put("cursor", result.get("cursor").textValue());
            }
            result = invoke(file, event, sliced);
            slices++;
        } while (!result.get("done").booleanValue());

        assertThat(sliced.keys().stream().sorted().toList()).isEqualTo(whole).hasSize(173);
        assertThat(new HashSet<>(whole)).hasSize(173);
        assertThat(slices).isGreaterThan(20);
        assertThat(result.get("cursor").isNull()).isTrue();
    }

    @Test
    void aRateIsKeptWithinACall() throws IOException {
        JsonNode result = invoke(posts(101), event().put("rate", 10));

        assertThat(result.get("accepted").longValue()).isEqualTo(101);
        assertThat(clock.elapsed()).isBetween(Duration.ofSeconds(10), Duration.ofMillis(10_100));
        assertThat(stream.requests()).as("small batches show life").hasSizeGreaterThan(20);
    }

    @Test
    void aRateIsKeptFromCallToCall() throws IOException {
        String file = posts(10);
        String cursor = "";
        for (int second = 1; second <= 9; second++) {
            ObjectNode event = event().put("rate", 0.25).put("duration", 1);
            cursor =
                    invoke(file, cursor.isEmpty() ? event : event.put("cursor", cursor))
                            .get("cursor")
                            .textValue();
            assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(second));
        }

        assertThat(stream.keys()).containsExactly("p0", "p1", "p2");
    }

    @Test
    void theDurationEndsACallAndTheCursorLeadsOn() throws IOException {
        JsonNode result = invoke(posts(100), event().put("rate", 10).put("duration", 2));

        assertThat(result.get("done").booleanValue()).isFalse();
        assertThat(result.get("cursor").textValue()).isNotBlank();
        assertThat(result.get("accepted").longValue()).isEqualTo(20);
        assertThat(result.get("elapsedMillis").longValue()).isEqualTo(2000);
    }

    @Test
    void theFunctionsTimeOutEndsACallBeforeTheDuration() throws IOException {
        JsonNode result =
                invoke(
                        posts(1000),
                        event().put("rate", 10).put("duration", 900),
                        stream,
                        new FakeContext(Duration.ofSeconds(30)));

        assertThat(result.get("accepted").longValue()).isEqualTo(170);
        assertThat(clock.elapsed()).isEqualTo(Duration.ofSeconds(17));
        assertThat(result.get("done").booleanValue()).isFalse();
    }

    @Test
    void thousandsOfPostsGoInBatchesOfFiveHundred() throws IOException {
        JsonNode result = invoke(posts(2_300), event());

        assertThat(result.get("accepted").longValue()).isEqualTo(2_300);
        assertThat(stream.requests()).containsExactlyInAnyOrder(500, 500, 500, 500, 300);
        assertThat(new HashSet<>(stream.keys())).hasSize(2_300);
    }

    @Test
    void postsNeverAcceptedAreCountedAsFailedAndWarnedAbout() throws IOException {
        for (int i = 0; i < 12; i++) {
            stream.next(_ -> new RecordSink.Answer.Unavailable("throttled"));
        }

        JsonNode result = invoke(posts(3), event());

        assertThat(result.get("sent").longValue()).isEqualTo(3);
        assertThat(result.get("accepted").longValue()).isZero();
        assertThat(result.get("failed").longValue()).isEqualTo(3);
        assertThat(context.logged())
                .containsExactly("WARN 3 records were not accepted after 12 tries: throttled\n");
    }

    @Test
    void aRefusingStreamEndsTheCallWithItsReasonAndTheCount() {
        stream.next(stream::acceptAll)
                .next(_ -> {
                    throw new StreamRefusedException(
                            "Stream posts was not found.", new RuntimeException());
                });

        assertThatThrownBy(() -> invoke(posts(600), event()))
                .isInstanceOf(StreamRefusedException.class)
                .hasMessageMatching(
                        "Stream posts was not found\\. (100|500) posts of this call had been"
                                + " accepted\\.");
    }

    @Test
    void whenTheFileBreaksOffTheCursorLeadsOn() throws IOException {
        byte[] half = posts(10).getBytes(StandardCharsets.UTF_8);
        PostFile breaking =
                file(offset ->
                        new SequenceInputStream(
                                new ByteArrayInputStream(half, (int) offset, 120), failing()));

        JsonNode result = invoke(breaking, event(), stream, context);

        assertThat(result.get("done").booleanValue()).isFalse();
        assertThat(stream.keys()).containsExactly("p0", "p1", "p2", "p3", "p4");
        invoke(posts(10), event().put("cursor", result.get("cursor").textValue()));
        assertThat(stream.keys())
                .containsExactly("p0", "p1", "p2", "p3", "p4", "p5", "p6", "p7", "p8", "p9");
    }

    @Test
    void aFileThatGivesNothingIsAnError() {
        assertThatThrownBy(() -> invoke(file(_ -> failing()), event(), stream, context))
                .isInstanceOf(IOException.class)
                .hasMessage("connection reset");
    }

    @Test
    void aWrongCursorIsTold() {
        for (String cursor : List.of("x", "1", "1.", "1.e30", "x.y")) {
            assertThatThrownBy(() -> invoke(posts(1), event().put("cursor", cursor)))
                    .as(cursor)
                    .isInstanceOf(InvalidEventException.class)
                    .hasMessageStartingWith("cursor ");
        }
    }

    @Test
    void aHundredMalformedLinesAreListedAndAllAreCounted() throws IOException {
        JsonNode result = invoke("broken\n".repeat(250), event());

        assertThat(result.get("seen").longValue()).isEqualTo(250);
        assertThat(result.at("/malformed/count").longValue()).isEqualTo(250);
        assertThat(result.at("/malformed/lines")).hasSize(100);
        assertThat(result.at("/malformed/lines/99/line").longValue()).isEqualTo(100);
    }

    private static String posts(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "{\"id\":\"p" + i + "\",\"text\":\"t\"}\n")
                .collect(Collectors.joining());
    }

    private static ObjectNode event() {
        return JSON.createObjectNode()
                .put("delivery", "replay")
                .put("duration", 40)
                .put("kinesis_stream_name", "posts");
    }

    private JsonNode invoke(String file, ObjectNode event) throws IOException {
        return invoke(file, event, stream);
    }

    private JsonNode invoke(String file, ObjectNode event, RecordSink sink) throws IOException {
        return invoke(file, event, sink, context);
    }

    private JsonNode invoke(String file, ObjectNode event, RecordSink sink, FakeContext context)
            throws IOException {
        byte[] bytes = file.getBytes(StandardCharsets.UTF_8);
        return invoke(
                file(offset ->
                        new ByteArrayInputStream(bytes, (int) offset, bytes.length - (int) offset)),
                event,
                sink,
                context);
    }

    private JsonNode invoke(PostFile file, ObjectNode event, RecordSink sink, FakeContext context)
            throws IOException {
        var names = new ArrayList<String>();
        var handler =
                new ProducerHandler(
                        name -> {
                            names.add(name);
                            return sink;
                        },
                        new Sources(_ -> file, new FakeToken(), Places.of(Map.of()), clock, clock),
                        new Random(11),
                        clock,
                        clock,
                        System.out,
                        new FakeSnapshots());
        var output = new ByteArrayOutputStream();
        handler.handleRequest(
                new ByteArrayInputStream(JSON.writeValueAsBytes(event)), output, context);
        assertThat(names).containsExactly("posts");
        return JSON.readTree(output.toByteArray());
    }

    private interface Opening {
        InputStream at(long offset) throws IOException;
    }

    private static PostFile file(Opening opening) {
        return new PostFile() {
            @Override
            public String name() {
                return "file";
            }

            @Override
            public InputStream openAt(long offset) throws IOException {
                return opening.at(offset);
            }
        };
    }

    private static InputStream failing() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("connection reset");
            }
        };
    }
}
