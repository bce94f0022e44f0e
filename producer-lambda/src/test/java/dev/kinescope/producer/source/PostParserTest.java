package dev.kinescope.producer.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.producer.ManualClock;
import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.source.PostSource.Item;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

class PostParserTest {
    private static final String NOW = "\"created_at\":\"2026-11-02T08:00:00Z\"";

    static Stream<Arguments> posts() {
        return Stream.of(
                Arguments.of(
                        "a full post keeps its own fields",
                        "{\"id\":\"p\",\"created_at\":\"2020\",\"text\":\"t\",\"source\":\"mine\"}",
                        "{\"id\":\"p\",\"created_at\":\"2020\",\"text\":\"t\",\"source\":\"mine\"}"),
                Arguments.of(
                        "what is missing is filled in",
                        "{\"text\":\"t\"}",
                        "{\"text\":\"t\",\"id\":\"line-7\"," + NOW + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "null counts as missing",
                        "{\"id\":null,\"text\":\"t\",\"created_at\":null}",
                        "{\"id\":\"line-7\",\"text\":\"t\"," + NOW + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "numbers stay as they are",
                        "{\"id\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"b\":0.1234567890123456789}",
                        "{\"id\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"b\":0.1234567890123456789,"
                                + NOW
                                + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "white space around is not kept",
                        "  { \"id\" : \"p\", \"text\" : \"t\" } \r",
                        "{\"id\":\"p\",\"text\":\"t\"," + NOW + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "blank text is a post",
                        "{\"id\":\"p\",\"text\":\"\"}",
                        "{\"id\":\"p\",\"text\":\"\"," + NOW + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "emoji stay readable",
                        "{\"id\":\"p\",\"text\":\"\\ud83d\\ude00 é\"}",
                        "{\"id\":\"p\",\"text\":\"😀 é\"," + NOW + ",\"source\":\"replay\"}"),
                Arguments.of(
                        "half an emoji stays as it was written",
                        "{\"id\":\"p\",\"text\":\"\\ud83d!\"}",
                        "{\"id\":\"p\",\"text\":\"\\uD83D!\"," + NOW + ",\"source\":\"replay\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("posts")
    void aPostBecomesARecord(String name, String line, String expected) {
        var found = (Item.Found) parse("", line.getBytes(StandardCharsets.UTF_8), 0);

        assertThat(new String(found.post().data(), StandardCharsets.UTF_8)).isEqualTo(expected);
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                Arguments.of("not JSON", "nonsense"),
                Arguments.of("not JSON", "{\"text\":\"cut off"),
                Arguments.of("not JSON", "[".repeat(100_000)),
                Arguments.of("more than one JSON value", "{\"text\":\"a\"}{\"text\":\"b\"}"),
                Arguments.of("not a JSON object", "[{\"text\":\"a\"}]"),
                Arguments.of("not a JSON object", "\"text\""),
                Arguments.of("not a JSON object", "null"),
                Arguments.of("no text", "{}"),
                Arguments.of("no text", "{\"text\":null}"),
                Arguments.of("text is not a string", "{\"text\":5}"),
                Arguments.of("text is not a string", "{\"text\":{\"a\":1}}"),
                Arguments.of("larger than 1 MiB", "{\"text\":\"" + "x".repeat(1 << 20) + "\"}"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aLineThatHoldsNoPostIsToldWithItsNumber(String reason, String line) {
        assertThat(parse("", line.getBytes(StandardCharsets.UTF_8), 0))
                .isEqualTo(new Item.Malformed(7, reason));
    }

    @Test
    void bytesThatAreNotUtf8AreTold() {
        assertThat(parse("", new byte[] {'{', (byte) 0xC3, '}'}, 0))
                .isEqualTo(new Item.Malformed(7, "not UTF-8"));
    }

    @Test
    void aLineBeyondTheBoundIsTold() {
        var line = new LineReader.Line(new byte[0], true);

        assertThat(new PostParser(Wanted.allWith(""), new ManualClock()).parse(line, 7, 0))
                .isEqualTo(new Item.Malformed(7, "longer than 4 MiB"));
    }

    @Test
    void aRecordOfExactlyOneMebibyteIsTaken() {
        var fixed = "{\"id\":\"p\",\"created_at\":\"2020\",\"source\":\"s\",\"text\":\"\"}";
        var text = "x".repeat(OutgoingRecord.MAX_BYTES - fixed.length() - 1);
        var fits = fixed.replace("\"text\":\"\"", "\"text\":\"" + text + "\"");
        var tooBig = fixed.replace("\"text\":\"\"", "\"text\":\"" + text + "x\"");

        assertThat(parse("", fits.getBytes(StandardCharsets.UTF_8), 0))
                .isInstanceOf(Item.Found.class);
        assertThat(parse("", tooBig.getBytes(StandardCharsets.UTF_8), 0))
                .isEqualTo(new Item.Malformed(7, "larger than 1 MiB"));
    }

    @Test
    void aBlankLineIsNothing() {
        assertThat(parse("", " \t\r".getBytes(StandardCharsets.UTF_8), 0)).isNull();
    }

    @Test
    void theFirstLineMayBeginWithAByteOrderMark() {
        byte[] line = "\uFEFF{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_8);
        var parser = new PostParser(Wanted.allWith(""), new ManualClock());

        assertThat(parser.parse(new LineReader.Line(line, false), 1, 0))
                .isInstanceOf(Item.Found.class);
        assertThat(parser.parse(new LineReader.Line(line, false), 2, 0))
                .isEqualTo(new Item.Malformed(2, "not JSON"));
    }

    @Test
    void theKeywordFiltersInAnyCaseAndIsNotedOnThePost() {
        byte[] line =
                "{\"id\":\"p\",\"text\":\"Die STRASSENBAHN\"}".getBytes(StandardCharsets.UTF_8);

        assertThat(parse("bus", line, 0)).isEqualTo(new Item.Filtered());
        var found = (Item.Found) parse("Strassenbahn", line, 0);
        assertThat(new String(found.post().data(), StandardCharsets.UTF_8))
                .endsWith("\"source\":\"replay\",\"keyword\":\"Strassenbahn\"}");
    }

    @Test
    void laterRoundsMarkTheId() {
        var own = (Item.Found) parse("", "{\"id\":5,\"text\":\"t\"}".getBytes(), 2);
        var generated = (Item.Found) parse("", "{\"text\":\"t\"}".getBytes(), 2);

        assertThat(own.post().partitionKey()).isEqualTo("5~2");
        assertThat(new String(own.post().data(), StandardCharsets.UTF_8))
                .startsWith("{\"id\":\"5~2\",");
        assertThat(generated.post().partitionKey()).isEqualTo("line-7~2");
    }

    @Test
    void aLongIdGivesAPartitionKeyOfTheLengthAllowed() {
        var id = "y".repeat(10) + "x".repeat(300);
        var line = "{\"id\":\"" + id + "\",\"text\":\"t\"}";

        var found = (Item.Found) parse("", line.getBytes(StandardCharsets.UTF_8), 0);

        assertThat(found.post().partitionKey()).isEqualTo("x".repeat(256));
        assertThat(new String(found.post().data(), StandardCharsets.UTF_8)).contains(id);
    }

    private static Item parse(String keyword, byte[] line, long round) {
        var parser = new PostParser(Wanted.allWith(keyword), new ManualClock());
        return parser.parse(new LineReader.Line(line, false), 7, round);
    }
}
