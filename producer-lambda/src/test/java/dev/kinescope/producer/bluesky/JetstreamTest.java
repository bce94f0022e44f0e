package dev.kinescope.producer.bluesky;

import static dev.kinescope.producer.wire.JetstreamServer.event;
import static dev.kinescope.producer.wire.JetstreamServer.post;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.FakeStream;
import dev.kinescope.producer.FakeToken;
import dev.kinescope.producer.LiveCalls;
import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.wire.JetstreamServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

class JetstreamTest {
    private static final long T = 1_793_606_400_000_000L;
    private static final long SECOND = 1_000_000;
    private static final String URI_START = "at://did:plc:someone/app.bsky.feed.post/";

    private final FakeStream stream = new FakeStream();
    private JetstreamServer jetstream;
    private LiveCalls calls;

    @BeforeEach
    void start() throws IOException {
        jetstream = new JetstreamServer();
        calls = calls(Duration.ofSeconds(20));
    }

    @AfterEach
    void stop() throws IOException {
        jetstream.close();
    }

    private LiveCalls calls(Duration silence) {
        return new LiveCalls(
                stream,
                URI.create("http://127.0.0.1:1"),
                List.of(jetstream.uri()),
                new FakeToken(),
                silence);
    }

    private static ObjectNode wanted(int count) {
        return LiveCalls.event("realtime", "tram").put("source", "bluesky").put("count", count);
    }

    private List<String> keys() {
        return calls.ids().stream().map(id -> id.substring(URI_START.length())).toList();
    }

    @Test
    void aPostArrivesInTheShapeOfAllSources() {
        jetstream.then(c -> {
            c.send(post(T, "a", "a Tram"));
            c.stall();
        });

        calls.call(wanted(1));

        assertThat(stream.data())
                .containsExactly(
                        "{\"id\":\"at://did:plc:someone/app.bsky.feed.post/a\","
                                + "\"created_at\":\"2026-11-02T08:00:00Z\","
                                + "\"handle\":\"did:plc:someone\",\"text\":\"a Tram\","
                                + "\"favourite_count\":null,\"retweet_count\":null,"
                                + "\"retweeted\":false,\"followers_count\":null,"
                                + "\"friends_count\":null,\"location\":null,\"lang\":\"en\","
                                + "\"source\":\"bluesky\",\"keyword\":\"tram\"}");
        assertThat(jetstream.requests().getFirst().path()).isEqualTo("/subscribe");
        assertThat(jetstream.requests().getFirst().query())
                .containsExactly(java.util.Map.entry("wantedCollections", "app.bsky.feed.post"));
    }

    @Test
    void everyPostIsOnTheStreamOnceWhateverHappensToTheConnections() {
        calls = calls(Duration.ofMillis(400));
        jetstream
                .then(c -> {
                    c.send(post(T, "a", "tram"));
                    c.send(post(T, "a", "tram"));
                    c.send(event(T + 1, "identity"));
                    c.send(post(T + SECOND, "b", "tram"));
                    c.half(post(T + 2 * SECOND, "c", "tram"));
                })
                .then(c -> c.refuse(503))
                .then(c -> {
                    c.send(post(T, "a", "tram"));
                    c.send(post(T + SECOND, "b", "tram"));
                    String third = post(T + 2 * SECOND, "c", "tram é 😀").toString();
                    c.pieces(third.substring(0, 30), "", third.substring(30));
                    c.text("{\"did\":\"did:plc:some");
                    c.text("null");
                    c.ping();
                    c.stall();
                })
                .then(c -> c.refuse(429))
                .then(c -> {
                    c.send(post(T + 2 * SECOND, "c", "tram"));
                    c.send(post(T + 3 * SECOND, "d", "bus"));
                    c.send(deletion(T + 3 * SECOND));
                    c.send(post(T + 4 * SECOND, "e", "tram"));
                    c.goodbye(1001);
                })
                .then(c -> {
                    c.send(post(T + 4 * SECOND, "e", "tram"));
                    c.send(post(T + 5 * SECOND, "f", "tram"));
                    c.stall();
                });

        JsonNode result = calls.call(wanted(5));

        assertThat(keys()).containsExactly("a", "b", "c", "e", "f");
        assertThat(jetstream.requests())
                .extracting(request -> request.query().getOrDefault("cursor", "none"))
                .containsExactly(
                        "none",
                        Long.toString(T - 4 * SECOND),
                        Long.toString(T - 4 * SECOND),
                        Long.toString(T - 3 * SECOND),
                        Long.toString(T - 3 * SECOND),
                        Long.toString(T - SECOND));
        assertThat(result.at("/skipped/duplicates").intValue()).isEqualTo(5);
        assertThat(result.at("/skipped/control").intValue()).isEqualTo(2);
        assertThat(result.get("filtered").intValue()).isEqualTo(1);
        assertThat(result.at("/malformed/count").intValue()).isEqualTo(2);
        assertThat(result.get("connections").toString())
                .isEqualTo(
                        "{\"opened\":4,\"lost\":2,\"stalled\":1,\"throttled\":1,\"unavailable\":1}");
        assertThat(calls.waited())
                .as("0.25 s, 5 s, 0.25 s, 60 s, 0.25 s")
                .isBetween(Duration.ofSeconds(65), Duration.ofSeconds(67));
        assertThat(calls.logged())
                .allSatisfy(line -> assertThat(line).doesNotContain("tram", "bus"));
    }

    @Test
    void aResetThatTakesPostsWithItLosesNone() {
        JetstreamServer.Script all =
                c -> {
                    for (String key : List.of("a", "b", "c")) {
                        c.send(post(T, key, "tram"));
                    }
                };
        jetstream
                .then(c -> {
                    all.play(c);
                    c.reset();
                })
                .then(c -> {
                    all.play(c);
                    c.send(post(T + SECOND, "d", "tram"));
                    c.stall();
                });

        calls.call(wanted(4));

        assertThat(keys()).containsExactly("a", "b", "c", "d");
    }

    @Test
    void theNextCallGoesOnBehindTheLastPostOfThisOne() {
        jetstream
                .then(c -> {
                    c.send(post(T, "a", "tram"));
                    c.send(post(T + SECOND, "b", "bus"));
                    c.stall();
                })
                .then(c -> {
                    c.send(post(T, "a", "tram"));
                    c.send(post(T + SECOND, "b", "bus"));
                    c.send(post(T + 2 * SECOND, "c", "tram"));
                    c.stall();
                });
        String cursor = calls.call(wanted(2).put("duration", 1)).get("cursor").textValue();

        JsonNode result = calls.call(wanted(2).put("cursor", cursor));

        assertThat(keys()).containsExactly("a", "c");
        assertThat(result.at("/skipped/duplicates").intValue()).isEqualTo(2);
        assertThat(jetstream.requests().getLast().query())
                .containsEntry("cursor", Long.toString(T + SECOND - 5 * SECOND));
    }

    @Test
    void anAuthorsClockIsBelievedWithinReason() {
        jetstream.then(c -> {
            c.send(created("a", "2026-11-02T09:59:00+02:00"));
            c.send(created("b", "2999-01-01T00:00:00Z"));
            c.send(created("c", "0001-01-01T00:00:00Z"));
            c.send(created("d", "yesterday"));
            c.stall();
        });

        calls.call(wanted(4));

        assertThat(stream.data())
                .extracting(line -> line.replaceAll(".*\"created_at\":\"([^\"]*)\".*", "$1"))
                .containsExactly(
                        "2026-11-02T07:59:00Z",
                        "2026-11-02T08:00:00Z",
                        "2026-11-02T08:00:00Z",
                        "2026-11-02T08:00:00Z");
    }

    @Test
    void aHostThatIsGoneIsPassedOver() throws IOException {
        try (var gone = new JetstreamServer()) {
            gone.then(c -> c.refuse(404));
            jetstream.then(c -> {
                c.send(post(T, "a", "tram"));
                c.stall();
            });
            var both =
                    new LiveCalls(
                            stream,
                            URI.create("http://127.0.0.1:1"),
                            List.of(gone.uri(), jetstream.uri()),
                            new FakeToken(),
                            Duration.ofSeconds(20));

            JsonNode result = both.call(wanted(1));
            JsonNode next =
                    both.call(
                            wanted(2)
                                    .put("duration", 1)
                                    .put("cursor", result.get("cursor").textValue()));

            assertThat(result.at("/connections/unavailable").intValue()).isEqualTo(1);
            assertThat(next.at("/connections/opened").intValue()).isEqualTo(1);
            assertThat(gone.requests()).as("the next call begins where this one was").hasSize(1);
        }
    }

    @Test
    void timesThatCannotBeDoNotLeadTheNextCallAstray() {
        jetstream.then(c -> {
            c.send(post(T, "a", "tram"));
            c.send(post(-5, "b", "tram"));
            c.send(post(Long.MAX_VALUE, "c", "tram"));
            c.stall();
        });

        JsonNode result = calls.call(wanted(5).put("duration", 1));

        assertThat(keys()).containsExactly("a");
        assertThat(result.at("/malformed/count").intValue()).isEqualTo(2);
        assertThat(result.get("cursor").textValue()).endsWith("~" + T + "@0");
    }

    @Test
    void aHostThatDoesNotUnderstandIsToldByItsSetting() {
        jetstream.then(c -> c.refuse(400));

        assertThatThrownBy(() -> calls.call(wanted(1)))
                .isInstanceOf(SourceRefusedException.class)
                .hasMessage(
                        "Jetstream refused the connection with status 400: look at JETSTREAM_URL.");
    }

    private static ObjectNode created(String key, String createdAt) {
        ObjectNode post = post(T, key, "tram");
        ((ObjectNode) post.at("/commit/record")).put("createdAt", createdAt);
        return post;
    }

    private static ObjectNode deletion(long timeMicros) {
        ObjectNode event = event(timeMicros, "commit");
        event.putObject("commit")
                .put("rev", "r")
                .put("operation", "delete")
                .put("collection", "app.bsky.feed.post")
                .put("rkey", "a");
        return event;
    }
}
