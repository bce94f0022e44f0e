package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.producer.ProducerEvent.Origin;
import dev.kinescope.producer.source.Wanted;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

class ProducerEventTest {
    @Test
    void aFullEventIsRead() throws IOException {
        assertThat(
                        read(
                                """
                                {"keyword":" tram ","delivery":"replay","duration":2.5,
                                 "kinesis_stream_name":"posts","posts":"s3://b/k","count":10,
                                 "rate":0.5,"cursor":"1.x","retweets":null,"later":{"a":[1]}}
                                """))
                .isEqualTo(
                        new ProducerEvent(
                                new Origin.Replay("s3://b/k"),
                                new Wanted("tram", true, OptionalLong.of(10)),
                                Duration.ofMillis(2500),
                                "posts",
                                OptionalDouble.of(0.5),
                                Optional.of("1.x")));
    }

    @Test
    void aShortEventReplaysTheBundledPostsAsFastAsPossible() throws IOException {
        assertThat(
                        read(
                                """
                                {"delivery":"replay","duration":60,"kinesis_stream_name":"posts",
                                 "count":null,"cursor":null}
                                """))
                .isEqualTo(
                        new ProducerEvent(
                                new Origin.Replay("bundled"),
                                Wanted.allWith(""),
                                Duration.ofSeconds(60),
                                "posts",
                                OptionalDouble.empty(),
                                Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    "delivery":"realtime","keyword":"k"                      | XStream[]
                    "delivery":"realtime","keyword":"k","source":"x"         | XStream[]
                    "delivery":"search","keyword":"k","source":"x"           | XSearch[]
                    "delivery":"realtime","source":"bluesky"                 | Bluesky[]
                    "delivery":"replay","source":"replay","posts":"s3://b/k" | Replay[posts=s3://b/k]
                    """)
    void deliveryAndSourceSayWhereThePostsComeFrom(String fields, String origin)
            throws IOException {
        var event = read("{%s,\"duration\":1,\"kinesis_stream_name\":\"s\"}".formatted(fields));

        assertThat(event.origin()).hasToString(origin);
        assertThat(event.wanted().retweets()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"duration":1,"kinesis_stream_name":"s"}                           | delivery is missing
                    {"delivery":"replay","kinesis_stream_name":"s"}                    | duration is missing
                    {"delivery":"replay","duration":1}                                 | kinesis_stream_name is missing
                    {"delivery":"replay","duration":1,"kinesis_stream_name":" "}       | kinesis_stream_name is missing
                    {"delivery":"replay","duration":1,"kinesis_stream_name":7}         | kinesis_stream_name must be a string
                    {"delivery":"realtime","duration":1,"kinesis_stream_name":"s"}     | keyword is missing
                    {"delivery":"search","duration":1,"kinesis_stream_name":"s","keyword":" "} | keyword is missing
                    {"delivery":"realtime","source":"myspace","duration":1,"kinesis_stream_name":"s"} | source must be x or bluesky for delivery realtime
                    {"delivery":"search","source":"bluesky","keyword":"k","duration":1,"kinesis_stream_name":"s"} | source must be x for delivery search
                    {"delivery":"replay","source":"x","duration":1,"kinesis_stream_name":"s"} | source must be replay for delivery replay
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","retweets":"no"} | retweets must be keep or skip
                    {"delivery":"pigeon","duration":1,"kinesis_stream_name":"s"}       | delivery must be realtime, search or replay
                    {"delivery":"replay","duration":"1","kinesis_stream_name":"s"}     | duration must be a number
                    {"delivery":"replay","duration":0,"kinesis_stream_name":"s"}       | duration must be above 0 and at most 86400 seconds
                    {"delivery":"replay","duration":1e9,"kinesis_stream_name":"s"}     | duration must be above 0 and at most 86400 seconds
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","count":0}   | count must be a whole number above 0
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","count":1.5} | count must be a whole number above 0
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","count":1e30} | count must be a whole number above 0
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","rate":0}    | rate must be between 0.001 and 1000000 posts per second
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","rate":"x"}  | rate must be a number
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","keyword":5} | keyword must be a string
                    {"delivery":"replay","duration":1,"kinesis_stream_name":"s","posts":[]}  | posts must be a string
                    []                                                                 | the event must be a JSON object
                    {"delivery":                                                       | the event is not JSON
                    """)
    void aWrongEventIsToldByItsField(String event, String message) {
        assertThatThrownBy(() -> read(event))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(message);
    }

    private static ProducerEvent read(String json) throws IOException {
        return ProducerEvent.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    }
}
