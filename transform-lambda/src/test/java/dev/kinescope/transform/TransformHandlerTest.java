package dev.kinescope.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.transform.sentiment.Language;
import dev.kinescope.transform.sentiment.SentimentScorer.Reply;
import dev.kinescope.transform.sentiment.SentimentScorer.Verdict;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

class TransformHandlerTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SCORED =
            ",\"Sentiment\":\"POSITIVE\",\"SentimentScore\":"
                    + "{\"Positive\":0.9,\"Negative\":0.04,\"Neutral\":0.05,\"Mixed\":0.01}}\n";

    private final FakeScorer scorer = new FakeScorer();
    private final ManualClock clock = new ManualClock();
    private final FakeContext context = new FakeContext(Duration.ofMinutes(1));
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    static Stream<Arguments> delivered() {
        return Stream.of(
                Arguments.of("a good post", "{\"text\":\"t\"}", "{\"text\":\"t\"" + SCORED),
                Arguments.of(
                        "numbers, order and unknown fields stay",
                        "{\"z\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"n\":null,\"o\":{\"y\":[1,{}]}}",
                        "{\"z\":12345678901234567890123,\"text\":\"t\",\"a\":1.10,\"n\":null,\"o\":{\"y\":[1,{}]}"
                                + SCORED),
                Arguments.of(
                        "a record over several lines becomes one",
                        "{\n \"text\" : \"t\"\n}\n",
                        "{\"text\":\"t\"" + SCORED),
                Arguments.of(
                        "emoji stay readable",
                        "{\"text\":\"\\ud83d\\ude00\"}",
                        "{\"text\":\"😀\"" + SCORED),
                Arguments.of(
                        "half an emoji stays as it was written",
                        "{\"text\":\"a\\ud83d\"}",
                        "{\"text\":\"a\\uD83D\"" + SCORED),
                Arguments.of(
                        "a mark of an earlier attempt goes",
                        "{\"text\":\"t\",\"SentimentSkipped\":\"no text\"}",
                        "{\"text\":\"t\"" + SCORED),
                Arguments.of(
                        "blank text is skipped",
                        "{\"text\":\" \\n\"}",
                        "{\"text\":\" \\n\",\"SentimentSkipped\":\"no text\"}\n"),
                Arguments.of(
                        "no text is skipped",
                        "{\"a\":1}",
                        "{\"a\":1,\"SentimentSkipped\":\"no text\"}\n"),
                Arguments.of(
                        "text that is not a string is skipped",
                        "{\"text\":7}",
                        "{\"text\":7,\"SentimentSkipped\":\"no text\"}\n"),
                Arguments.of(
                        "an unsupported language is skipped",
                        "{\"text\":\"t\",\"lang\":\"iw\"}",
                        "{\"text\":\"t\",\"lang\":\"iw\","
                                + "\"SentimentSkipped\":\"unsupported language he\"}\n"),
                Arguments.of(
                        "a scored record passes through",
                        "{\"Sentiment\":\"MIXED\",\"text\":\"t\",\"SentimentScore\":{\"Mixed\":1.0}}",
                        "{\"Sentiment\":\"MIXED\",\"text\":\"t\",\"SentimentScore\":{\"Mixed\":1.0}}\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("delivered")
    void aPostIsDeliveredAsOneLine(String name, String data, String expected) throws IOException {
        JsonNode answer = invoke(List.of(data.getBytes(StandardCharsets.UTF_8)));

        assertThat(answer.at("/records/0/result").textValue()).isEqualTo("Ok");
        assertThat(data(answer, 0)).isEqualTo(expected);
        assertThat(context.logged()).isEmpty();
    }

    static Stream<Arguments> failed() {
        return Stream.of(
                Arguments.of("not JSON", utf8("nonsense")),
                Arguments.of("not JSON", utf8("{\"text\":\"cut off")),
                Arguments.of("not JSON", utf8("[".repeat(100_000))),
                Arguments.of("not a JSON object", utf8("[{\"text\":\"t\"}]")),
                Arguments.of("not a JSON object", utf8("null")),
                Arguments.of("not a JSON object", utf8(" \n")),
                Arguments.of("more than one JSON value", utf8("{\"text\":\"a\"}{\"text\":\"b\"}")),
                Arguments.of(
                        "more than one JSON value", utf8("{\"text\":\"a\"}\n{\"text\":\"b\"}")),
                Arguments.of("not UTF-8", new byte[] {'{', (byte) 0xFF, '}'}));
    }

    @ParameterizedTest
    @MethodSource("failed")
    void aRecordThatIsNoPostFailsAloneAndIsWarnedAbout(String reason, byte[] data)
            throws IOException {
        JsonNode answer = invoke(List.of(utf8("{\"text\":\"t\"}"), data, utf8("{\"text\":\"u\"}")));

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: ProcessingFailed", "r2: Ok");
        assertThat(context.logged())
                .containsExactly("WARN record r1 failed: %s%n".formatted(reason));
    }

    @Test
    void anEmptyRecordIsDroppedAndEveryBatchIsReportedInOneLine() throws IOException {
        scorer.next(_ -> new Reply.Throttled());

        JsonNode answer =
                invoke(
                        List.of(
                                utf8("{\"text\":\"t\"}"),
                                new byte[0],
                                utf8("bad"),
                                utf8("{\"text\":\"\"}"),
                                utf8("{\"Sentiment\":\"MIXED\"}")));

        assertThat(results(answer))
                .containsExactly(
                        "r0: Ok", "r1: Dropped", "r2: ProcessingFailed", "r3: Ok", "r4: Ok");
        assertThat(log.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        "{\"type\":\"kinescope.transform.batch\",\"invocationId\":\"i\","
                                + "\"records\":5,\"ok\":3,\"dropped\":1,\"failed\":1,"
                                + "\"skipped\":1,\"calls\":2,\"throttles\":1,\"millis\":"
                                + clock.elapsed().toMillis()
                                + "}"
                                + System.lineSeparator());
    }

    @Test
    void aRecordThatIsNotBase64FailsAlone() throws IOException {
        ObjectNode event = event(List.of(utf8("{\"text\":\"t\"}"), utf8("x")));
        ((ObjectNode) event.at("/records/1")).put("data", "%%%");

        assertThat(results(invoke(event))).containsExactly("r0: Ok", "r1: ProcessingFailed");
    }

    @Test
    void aTextThatIsNotScoredFailsAloneAndIsNotQuoted() throws IOException {
        scorer.always(texts ->
                new Reply.Verdicts(
                        texts.stream()
                                .map(text ->
                                        text.contains("secret")
                                                ? new Verdict.NotScored("INTERNAL")
                                                : (Verdict) new Verdict.Scored(FakeScorer.POSITIVE))
                                .toList()));

        JsonNode answer = invoke(List.of(utf8("{\"text\":\"secret\"}"), utf8("{\"text\":\"t\"}")));

        assertThat(results(answer)).containsExactly("r0: ProcessingFailed", "r1: Ok");
        assertThat(context.logged())
                .containsExactly("WARN record r0 failed: no sentiment: INTERNAL%n".formatted());
    }

    @Test
    void everyLanguageIsAskedForOnItsOwnAndTheFallbackForTheRest() throws IOException {
        invoke(
                List.of(
                        utf8("{\"text\":\"a\",\"lang\":\"de-AT\"}"),
                        utf8("{\"text\":\"b\"}"),
                        utf8("{\"text\":\"c\",\"lang\":null}"),
                        utf8("{\"text\":\"d\",\"lang\":\"zh-TW\"}"),
                        utf8("{\"text\":\"e\",\"lang\":\"de\"}")));

        assertThat(scorer.calls())
                .containsExactlyInAnyOrder(
                        new FakeScorer.Call("de", List.of("a", "e")),
                        new FakeScorer.Call("fr", List.of("b", "c")),
                        new FakeScorer.Call("zh-TW", List.of("d")));
    }

    @Test
    void duplicatedRecordsAreEachAnsweredUnderTheirOwnId() throws IOException {
        byte[] same = utf8("{\"id\":\"p\",\"text\":\"t\"}");

        JsonNode answer = invoke(List.of(same, same));

        assertThat(results(answer)).containsExactly("r0: Ok", "r1: Ok");
        assertThat(data(answer, 0)).isEqualTo(data(answer, 1));
    }

    @Test
    void anIdThatComesTwiceIsAnsweredOnce() throws IOException {
        ObjectNode event = event(List.of(utf8("{\"text\":\"t\"}"), utf8("{\"text\":\"t\"}")));
        ((ObjectNode) event.at("/records/1")).put("recordId", "r0");

        assertThat(results(invoke(event))).containsExactly("r0: Ok");
    }

    @Test
    void theAnswerStaysWithinSixMegabytes() throws IOException {
        var data = new ArrayList<byte[]>();
        for (int i = 0; i < 5; i++) {
            data.add(utf8("{\"text\":\"t\",\"big\":\"%s\"}".formatted("x".repeat(1_000_000))));
        }
        data.add(utf8("{\"text\":\"small\"}"));
        var output = new ByteArrayOutputStream();

        handler().handleRequest(json(event(data)), output, context);

        assertThat(output.size()).isLessThan(6_000_000).isGreaterThan(5_000_000);
        assertThat(results(JSON.readTree(output.toByteArray())))
                .containsExactly(
                        "r0: Ok", "r1: Ok", "r2: Ok", "r3: Ok", "r4: ProcessingFailed", "r5: Ok");
        assertThat(context.logged())
                .containsExactly(
                        "WARN record r4 failed: no room left in the answer of 6 MB%n".formatted());
    }

    @Test
    void throttledToTheEndItStillAnswersEveryRecordInTime() throws IOException {
        scorer.always(_ -> new Reply.Throttled());

        JsonNode answer = invoke(List.of(utf8("{\"text\":\"t\"}"), utf8("{\"text\":\"\"}")));

        assertThat(results(answer)).containsExactly("r0: ProcessingFailed", "r1: Ok");
        assertThat(clock.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(55));
    }

    @Test
    void theEventInTheResourcesIsAnswered() throws IOException {
        byte[] event = Files.readAllBytes(Path.of("../resources/events/firehose-batch.json"));
        var output = new ByteArrayOutputStream();

        handler().handleRequest(new ByteArrayInputStream(event), output, context);

        var results = new ArrayList<String>();
        JSON.readTree(output.toByteArray())
                .get("records")
                .forEach(item -> results.add(item.get("result").textValue()));
        assertThat(results).containsExactly("Ok", "Ok", "Ok", "ProcessingFailed");
    }

    @Test
    void membersThatAreNotNeededMayHaveAnyType() throws IOException {
        ObjectNode event = event(List.of(utf8("{\"text\":\"t\"}")));
        ((ObjectNode) event.at("/records/0"))
                .put("approximateArrivalTimestamp", "soon")
                .putObject("kinesisRecordMetadata")
                .put("subsequenceNumber", "");
        event.remove("invocationId");
        event.putArray("later");

        assertThat(results(invoke(event))).containsExactly("r0: Ok");
    }

    @Test
    void aBatchWithoutRecordsIsAnsweredEmpty() throws IOException {
        assertThat(invoke(List.of()).toString()).isEqualTo("{\"records\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                          | records is missing: this function answers transformation events of Firehose
                    {"records":{}}              | records is missing: this function answers transformation events of Firehose
                    []                          | records is missing: this function answers transformation events of Firehose
                    {"records":[{"data":""}]}   | records[0].recordId is missing
                    {"records":[5]}             | records[0].recordId is missing
                    {"records"                  | the event is not JSON
                    """)
    void aWrongEventIsTold(String event, String message) {
        assertThatThrownBy(() ->
                        handler()
                                .handleRequest(
                                        new ByteArrayInputStream(utf8(event)),
                                        new ByteArrayOutputStream(),
                                        context))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(message);
    }

    @Test
    void theDefaultLanguageComesFromTheEnvironment() {
        assertThat(TransformHandler.fallbackLanguage(Map.of())).isEqualTo(new Language("en"));
        assertThat(TransformHandler.fallbackLanguage(Map.of("DEFAULT_LANGUAGE", "pt-BR")))
                .isEqualTo(new Language("pt"));
        assertThatThrownBy(
                        () -> TransformHandler.fallbackLanguage(Map.of("DEFAULT_LANGUAGE", "xx")))
                .hasMessage("DEFAULT_LANGUAGE xx is not one that Comprehend scores");
    }

    private JsonNode invoke(List<byte[]> data) throws IOException {
        return invoke(event(data));
    }

    private JsonNode invoke(ObjectNode event) throws IOException {
        var output = new ByteArrayOutputStream();
        handler().handleRequest(json(event), output, context);
        return JSON.readTree(output.toByteArray());
    }

    private TransformHandler handler() {
        return new TransformHandler(
                scorer,
                new Language("fr"),
                new Random(7),
                clock,
                clock,
                new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    private static ObjectNode event(List<byte[]> data) {
        ObjectNode event = JSON.createObjectNode().put("invocationId", "i");
        var records = event.putArray("records");
        for (int i = 0; i < data.size(); i++) {
            records.addObject()
                    .put("recordId", "r" + i)
                    .put("data", Base64.getEncoder().encodeToString(data.get(i)));
        }
        return event;
    }

    private static ByteArrayInputStream json(ObjectNode event) throws IOException {
        return new ByteArrayInputStream(JSON.writeValueAsBytes(event));
    }

    private static List<String> results(JsonNode answer) {
        var results = new ArrayList<String>();
        for (JsonNode item : answer.get("records")) {
            results.add(item.get("recordId").textValue() + ": " + item.get("result").textValue());
        }
        return results;
    }

    private static String data(JsonNode answer, int index) {
        byte[] data =
                Base64.getDecoder().decode(answer.at("/records/" + index + "/data").textValue());
        return new String(data, StandardCharsets.UTF_8);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
