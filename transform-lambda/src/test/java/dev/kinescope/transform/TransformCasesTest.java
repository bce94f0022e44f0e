package dev.kinescope.transform;

import static dev.kinescope.transform.Invocations.SCORED;
import static dev.kinescope.transform.Invocations.data;
import static dev.kinescope.transform.Invocations.results;
import static dev.kinescope.transform.Invocations.utf8;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;

import dev.kinescope.transform.sentiment.Detail;
import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.TextService;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the transform answers to a record, case by case; the package's documentation has it in
 * words.
 */
class TransformCasesTest {
    private final Invocations invocations =
            new Invocations(new Settings(new Language("en"), Detail.SENTIMENT));

    private static Arguments ok(String name, String data, String expected) {
        return Arguments.of(name, data, expected + "\n");
    }

    static Stream<Arguments> delivered() {
        return Stream.of(
                ok("a good post", "{\"text\":\"t\"}", "{\"text\":\"t\"," + SCORED + "}"),
                ok(
                        "numbers, order and unknown fields stay",
                        "{\"z\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"e\":1e5,"
                                + "\"n\":null,\"o\":{\"y\":[1,{}]}}",
                        "{\"z\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"e\":1e5,"
                                + "\"n\":null,\"o\":{\"y\":[1,{}]},"
                                + SCORED
                                + "}"),
                ok(
                        "space between the tokens of a line stays, at its ends it goes",
                        " \t{ \"text\" : \"t\" ,\t\"a\":[1, 2] } \r\n",
                        "{ \"text\" : \"t\" ,\t\"a\":[1, 2]," + SCORED + "}"),
                ok(
                        "a record over several lines becomes one",
                        "{\n \"text\" : \"t\"\n}\n",
                        "{\"text\":\"t\"," + SCORED + "}"),
                ok(
                        "a line break in a text stays an escape",
                        "{\"text\":\"a\\nb\\\"\\\\\"}",
                        "{\"text\":\"a\\nb\\\"\\\\\"," + SCORED + "}"),
                ok("letters stay", "{\"text\":\"é日😀\"}", "{\"text\":\"é日😀\"," + SCORED + "}"),
                ok(
                        "emoji become readable",
                        "{\"text\":\"\\ud83d\\ude00\\/\"}",
                        "{\"text\":\"😀/\"," + SCORED + "}"),
                ok(
                        "half an emoji stays as it was written",
                        "{\"text\":\"a\\ud83d\"}",
                        "{\"text\":\"a\\uD83D\"," + SCORED + "}"),
                ok(
                        "of a member that comes twice the last counts",
                        "{\"text\":\"a\",\"b\":1,\"text\":\"t\"}",
                        "{\"text\":\"t\",\"b\":1," + SCORED + "}"),
                ok(
                        "a scored text beside a longer one of the same name further down",
                        "{\"o\":{\"text\":7,\"Sentiment\":\"x\"},\"text\":\"t\"}",
                        "{\"o\":{\"text\":7,\"Sentiment\":\"x\"},\"text\":\"t\"," + SCORED + "}"),
                ok(
                        "marks of an earlier try go",
                        "{\"SentimentSkipped\":\"no text\",\"text\":\"t\",\"Sentiment\":null,"
                                + "\"DetectedLanguage\":\"he\",\"Entities\":[],"
                                + "\"EntitiesSkipped\":\"x\",\"SentimentScore\":{}}",
                        "{\"text\":\"t\"," + SCORED + "}"),
                ok(
                        "blank text is skipped",
                        "{\"text\":\" \\n\"}",
                        "{\"text\":\" \\n\",\"SentimentSkipped\":\"no text\"}"),
                ok("no text is skipped", "{\"a\":1}", "{\"a\":1,\"SentimentSkipped\":\"no text\"}"),
                ok(
                        "null text is skipped",
                        "{\"text\":null}",
                        "{\"text\":null,\"SentimentSkipped\":\"no text\"}"),
                ok(
                        "text that is not a string is skipped",
                        "{\"text\":[\"t\"]}",
                        "{\"text\":[\"t\"],\"SentimentSkipped\":\"no text\"}"),
                ok("an object without members", "{ }", "{\"SentimentSkipped\":\"no text\"}"),
                ok(
                        "an unsupported language is skipped",
                        "{\"text\":\"t\",\"lang\":\"iw\"}",
                        "{\"text\":\"t\",\"lang\":\"iw\","
                                + "\"SentimentSkipped\":\"unsupported language he\"}"),
                ok(
                        "a language that is no string is read as one",
                        "{\"text\":\"t\",\"lang\":7}",
                        "{\"text\":\"t\",\"lang\":7,\"SentimentSkipped\":\"unsupported language"
                                + " 7\"}"),
                ok(
                        "a language that is an object names none",
                        "{\"text\":\"t\",\"lang\":{}}",
                        "{\"text\":\"t\",\"lang\":{}," + SCORED + "}"),
                ok(
                        "a scored record passes through",
                        "{\"Sentiment\":\"MIXED\",\"text\":\"t\",\"SentimentScore\":{\"Mixed\":1.0},"
                            + "\"SentimentSkipped\":\"x\"}",
                        "{\"Sentiment\":\"MIXED\",\"text\":\"t\",\"SentimentScore\":{\"Mixed\":1.0},"
                            + "\"SentimentSkipped\":\"x\"}"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("delivered")
    void aPostIsDeliveredAsOneLine(String name, String data, String expected) throws IOException {
        JsonNode answer = invocations.invoke(data);

        assertThat(results(answer)).containsExactly("r0: Ok");
        assertThat(data(answer, 0)).isEqualTo(expected);
        assertThat(invocations.context.logged()).isEmpty();
    }

    static Stream<Arguments> failed() {
        return Stream.of(
                Arguments.of("not JSON", utf8("nonsense")),
                Arguments.of("not JSON", utf8("{\"text\":\"cut off")),
                Arguments.of("not JSON", utf8("{\"text\":\"t\"")),
                Arguments.of("not JSON", utf8("{\"text\":\"t\",}")),
                Arguments.of("not JSON", utf8("{\"text\":\"a\nb\"}")),
                Arguments.of("not JSON", utf8("[".repeat(100_000))),
                Arguments.of("not JSON", utf8("{\"a\":".repeat(1_001) + "1" + "}".repeat(1_001))),
                Arguments.of("not JSON", utf8("{\"text\":\"t\"} }")),
                Arguments.of("not JSON", utf8("\uFEFF{\"text\":\"a byte order mark\"}")),
                Arguments.of("not JSON", "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_16BE)),
                Arguments.of("not JSON", "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_16LE)),
                Arguments.of("not JSON", "{\"text\":\"t\"}".getBytes(StandardCharsets.UTF_32LE)),
                Arguments.of("not a JSON object", utf8("[{\"text\":\"t\"}]")),
                Arguments.of("not a JSON object", utf8("null")),
                Arguments.of("not a JSON object", utf8(" \n")),
                Arguments.of("more than one JSON value", utf8("{\"text\":\"a\"}{\"text\":\"b\"}")),
                Arguments.of(
                        "more than one JSON value", utf8("{\"text\":\"a\"}\n{\"text\":\"b\"}")),
                Arguments.of("more than one JSON value", utf8("{\"text\":\"a\"} 7")),
                Arguments.of("not UTF-8", new byte[] {'{', (byte) 0xFF, '}'}),
                Arguments.of(
                        "not UTF-8", "{\"text\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1)));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void aRecordThatIsNoPostFailsAloneAndIsWarnedAbout(String reason, byte[] data)
            throws IOException {
        JsonNode answer =
                invocations.invoke(utf8("{\"text\":\"t\"}"), data, utf8("{\"text\":\"u\"}"));

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: ProcessingFailed", "r2: Ok");
        assertThat(answer.at("/records/1").has("data")).isFalse();
        assertThat(invocations.context.logged())
                .containsExactly("WARN record r1 failed: %s%n".formatted(reason));
    }

    @Test
    void anEmptyRecordIsDropped() throws IOException {
        assertThat(results(invocations.invoke(""))).containsExactly("r0: Dropped");
    }

    @Test
    void aRecordThatIsNotBase64FailsAlone() throws IOException {
        var event = Invocations.event(List.of(utf8("{\"text\":\"t\"}"), utf8("x"), utf8("y")));
        event.withObject("/records/1").put("data", "%%%");
        event.withObject("/records/2").put("data", 12);

        assertThat(results(invocations.invoke(event)))
                .containsExactly("r0: Ok", "r1: ProcessingFailed", "r2: ProcessingFailed");
    }

    @Test
    void aHugeTextIsScoredByItsBeginningAndDeliveredWhole() throws IOException {
        String text = "é".repeat(512 * 1_024);

        JsonNode answer = invocations.invoke("{\"text\":\"%s\"}".formatted(text));

        assertThat(data(answer, 0)).isEqualTo("{\"text\":\"%s\",%s}\n".formatted(text, SCORED));
        assertThat(invocations.service.sentiments.calls())
                .containsExactly(
                        new FakeService.Call(
                                "en", List.of("é".repeat(TextService.MAX_TEXT_BYTES / 2))));
    }

    @Test
    void theSameRecordUnderTwoIdsIsAnsweredUnderBoth() throws IOException {
        String same = "{\"id\":\"p\",\"text\":\"t\"}";

        JsonNode answer = invocations.invoke(same, same);

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: Ok");
        assertThat(data(answer, 0)).isEqualTo(data(answer, 1));
    }

    @Test
    void anIdThatComesTwiceIsAnsweredOnce() throws IOException {
        var event = Invocations.event(List.of(utf8("{\"text\":\"t\"}"), utf8("{\"text\":\"t\"}")));
        event.withObject("/records/1").put("recordId", "r0");

        assertThat(results(invocations.invoke(event))).containsExactly("r0: Ok");
    }

    @Test
    void theAnswerStaysWithinSixMegabytes() throws IOException {
        String big = "{\"text\":\"t\",\"big\":\"%s\"}".formatted("x".repeat(1_000_000));
        var event =
                Invocations.event(
                        Stream.of(big, big, big, big, big, "{\"text\":\"small\"}")
                                .map(Invocations::utf8)
                                .toList());
        var output = new ByteArrayOutputStream();

        output.write(invocations.answer(Invocations.JSON.writeValueAsBytes(event)));

        assertThat(output.size()).isLessThan(6_000_000).isGreaterThan(5_000_000);
        assertThat(results(Invocations.JSON.readTree(output.toByteArray())))
                .containsExactly(
                        "r0: Ok", "r1: Ok", "r2: Ok", "r3: Ok", "r4: ProcessingFailed", "r5: Ok");
        assertThat(invocations.context.logged())
                .containsExactly(
                        "WARN record r4 failed: no room left in the answer of 6 MB%n".formatted());
    }
}
