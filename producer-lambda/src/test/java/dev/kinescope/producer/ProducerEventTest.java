package dev.kinescope.producer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                                 "rate":0.5,"cursor":"1.x","later":{"a":[1]}}
                                """))
                .isEqualTo(
                        new ProducerEvent(
                                "tram",
                                Duration.ofMillis(2500),
                                "posts",
                                "s3://b/k",
                                OptionalLong.of(10),
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
                                "",
                                Duration.ofSeconds(60),
                                "posts",
                                "bundled",
                                OptionalLong.empty(),
                                OptionalDouble.empty(),
                                Optional.empty()));
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
                    {"delivery":"realtime","duration":1,"kinesis_stream_name":"s"}     | delivery realtime is not offered by this version: use replay
                    {"delivery":"search","duration":1,"kinesis_stream_name":"s"}       | delivery search is not offered by this version: use replay
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
