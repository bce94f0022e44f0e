package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.wire.JetstreamServer;
import dev.kinescope.producer.wire.XServer;

import org.junit.jupiter.api.Test;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/** Holds the live sources to the silence that X allows, in the time it really takes. */
class SilenceTest {
    private static final Duration SILENCE = Places.of(Map.of()).silence();
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @Test
    void afterTwentySecondsOfSilenceBothSourcesConnectAnew() throws Exception {
        try (var x = new XServer(FakeToken.FIRST);
                var jetstream = new JetstreamServer();
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            x.then(
                            c -> {
                                c.posts("1");
                                c.keepAlive();
                                c.stall();
                            })
                    .then(c -> c.posts("1", "2"));
            jetstream
                    .then(c -> {
                        c.send(JetstreamServer.post(1_793_606_400_000_000L, "a", "tram"));
                        c.ping();
                        c.stall();
                    })
                    .then(c -> {
                        c.send(JetstreamServer.post(1_793_606_400_000_000L, "a", "tram"));
                        c.send(JetstreamServer.post(1_793_606_401_000_000L, "b", "tram"));
                    });
            long begin = System.nanoTime();

            var fromX = threads.submit(() -> call(x.uri(), jetstream.uri(), "x"));
            var fromBluesky = threads.submit(() -> call(NOWHERE, jetstream.uri(), "bluesky"));

            for (JsonNode result : List.of(fromX.get(), fromBluesky.get())) {
                assertThat(result.get("accepted").intValue()).isEqualTo(2);
                assertThat(result.at("/skipped/duplicates").intValue()).isEqualTo(1);
                assertThat(result.at("/connections/stalled").intValue()).isEqualTo(1);
            }
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(SILENCE);
        }
        assertThat(SILENCE).isEqualTo(Duration.ofSeconds(20));
    }

    private static JsonNode call(URI x, URI jetstream, String source) {
        ObjectNode event = LiveCalls.event("realtime", "tram").put("source", source);
        return new LiveCalls(new FakeStream(), x, List.of(jetstream), new FakeToken(), SILENCE)
                .call(event.put("count", 2).put("duration", 120));
    }
}
