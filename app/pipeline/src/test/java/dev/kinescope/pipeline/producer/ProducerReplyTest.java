package dev.kinescope.pipeline.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

class ProducerReplyTest {
    private static final ProducerSettings SETTINGS =
            new ProducerSettings(
                    "kinescope-producer",
                    "tram",
                    Delivery.REPLAY,
                    Duration.ofMinutes(1),
                    "social-posts",
                    "s3://b/replay/f.jsonl",
                    OptionalLong.of(1000),
                    OptionalDouble.of(12.5));

    @Test
    void theEventOfASliceCarriesTheSettingsAndTheCursor() throws JsonProcessingException {
        String event = ProducerReply.event(SETTINGS, Duration.ofSeconds(3), Optional.of("c1"));

        assertThat(new ObjectMapper().readTree(event))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"keyword":"tram","delivery":"replay","source":"replay","duration":3,
                                        "kinesis_stream_name":"social-posts",
                                        "posts":"s3://b/replay/f.jsonl","count":1000,"rate":12.5,
                                        "cursor":"c1"}
                                        """));
    }

    @Test
    void aLiveSourceIsNamedAndNoFileIs() throws JsonProcessingException {
        var bluesky =
                new ProducerSettings(
                        "kinescope-producer",
                        "",
                        Delivery.BLUESKY,
                        Duration.ofMinutes(1),
                        "social-posts",
                        "bundled",
                        OptionalLong.empty(),
                        OptionalDouble.empty());

        assertThat(ProducerReply.event(bluesky, Duration.ofSeconds(30), Optional.empty()))
                .isEqualTo(
                        "{\"keyword\":\"\",\"delivery\":\"realtime\",\"source\":\"bluesky\","
                                + "\"duration\":30,\"kinesis_stream_name\":\"social-posts\"}");
    }

    @Test
    void theResultOfASliceIsRead() throws JsonProcessingException {
        var reply =
                ProducerReply.parse(
                        """
                        {"seen":12,"filtered":1,"sent":10,"accepted":9,"failed":1,"resent":3,
                        "bytes":2048,"malformed":{"count":1,"lines":[{"line":17,"reason":"not JSON"}]},
                        "shards":{"shardId-000000000000":5,"shardId-000000000001":4},"done":false,
                        "skipped":{"duplicates":2,"retweets":3,"control":4,"cutOff":5},
                        "ended":"paused","notice":"too many requests",
                        "cursor":"c2","elapsedMillis":2500}
                        """);

        assertThat(reply)
                .isEqualTo(
                        new ProducerReply(
                                new ProducerTotals(
                                        12,
                                        1,
                                        10,
                                        9,
                                        1,
                                        3,
                                        2048,
                                        1,
                                        List.of(new MalformedLine(17, "not JSON")),
                                        Map.of(
                                                "shardId-000000000000",
                                                5L,
                                                "shardId-000000000001",
                                                4L),
                                        5,
                                        Optional.of("too many requests"),
                                        false),
                                Optional.of("c2"),
                                Duration.ofMillis(2500)));
    }

    @Test
    void somethingElseIsNotTakenForAResult() {
        assertThatThrownBy(() -> ProducerReply.parse("{\"hello\":1}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("seen");
    }

    @Test
    void slicesAddUp() {
        var first =
                new ProducerTotals(
                        5,
                        1,
                        4,
                        4,
                        0,
                        1,
                        10,
                        1,
                        List.of(new MalformedLine(1, "a")),
                        Map.of("s0", 4L),
                        2,
                        Optional.of("gone when it goes on"),
                        false);
        var second =
                new ProducerTotals(
                        3,
                        0,
                        2,
                        1,
                        1,
                        0,
                        5,
                        1,
                        List.of(new MalformedLine(9, "b")),
                        Map.of("s0", 1L, "s1", 0L),
                        3,
                        Optional.empty(),
                        true);

        assertThat(ProducerTotals.NONE.plus(first).plus(second))
                .isEqualTo(
                        new ProducerTotals(
                                8,
                                1,
                                6,
                                5,
                                1,
                                1,
                                15,
                                2,
                                List.of(new MalformedLine(1, "a"), new MalformedLine(9, "b")),
                                Map.of("s0", 5L, "s1", 0L),
                                5,
                                Optional.empty(),
                                true));
    }
}
