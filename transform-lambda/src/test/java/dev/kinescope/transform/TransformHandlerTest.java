package dev.kinescope.transform;

import static dev.kinescope.transform.Invocations.results;
import static dev.kinescope.transform.Invocations.utf8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.transform.sentiment.Reply;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A batch as a whole; {@link TransformCasesTest} has the single records. */
class TransformHandlerTest {
    private final Invocations invocations = new Invocations(Invocations.DETECTING);
    private final FakeService service = invocations.service;

    @Test
    void everyBatchIsReportedInOneLineThatIsAlsoItsMetrics() throws IOException {
        service.sentiments.next(_ -> new Reply.Throttled<>());

        JsonNode answer =
                invocations.invoke(
                        "{\"text\":\"t\",\"lang\":\"en\"}",
                        "",
                        "bad",
                        "{\"text\":\"\"}",
                        "{\"Sentiment\":\"MIXED\"}");

        assertThat(results(answer))
                .containsExactly(
                        "r0: Ok", "r1: Dropped", "r2: ProcessingFailed", "r3: Ok", "r4: Ok");
        assertThat(invocations.log.toString(StandardCharsets.UTF_8))
                .isEqualTo(
                        """
                        {"type":"kinescope.transform.batch","invocationId":"i","records":5,"ok":3,\
                        "dropped":1,"failed":1,"skipped":1,"calls":2,"throttles":1,"millis":%d,\
                        "FunctionName":"function","_aws":{"Timestamp":%d,"CloudWatchMetrics":[\
                        {"Namespace":"Kinescope/Transform","Dimensions":[["FunctionName"]],"Metrics":[\
                        {"Name":"records","Unit":"Count"},{"Name":"ok","Unit":"Count"},\
                        {"Name":"dropped","Unit":"Count"},{"Name":"failed","Unit":"Count"},\
                        {"Name":"skipped","Unit":"Count"},{"Name":"calls","Unit":"Count"},\
                        {"Name":"throttles","Unit":"Count"},{"Name":"millis","Unit":"Milliseconds"}]}]}}\
                        """
                                        .formatted(
                                                invocations.clock.elapsed().toMillis(),
                                                invocations.clock.instant().toEpochMilli())
                                + System.lineSeparator());
    }

    @Test
    void noTextOfAPostIsInTheLog() throws IOException {
        service.sentiments.always(FakeService.allBut("secret", "INTERNAL", FakeService.POSITIVE));

        JsonNode answer =
                invocations.invoke(
                        "{\"text\":\"secret\"}", "{\"text\":\"secret too\"}", "{\"text\":\"secret");

        assertThat(results(answer))
                .containsExactly("r0: ProcessingFailed", "r1: Ok", "r2: ProcessingFailed");
        assertThat(invocations.context.logged())
                .containsExactly(
                        "WARN record r0 failed: no sentiment: INTERNAL%n".formatted(),
                        "WARN record r2 failed: not JSON%n".formatted());
        assertThat(invocations.log.toString(StandardCharsets.UTF_8)).doesNotContain("secret");
    }

    @Test
    void throttledToTheEndItStillAnswersEveryRecordInTime() throws IOException {
        service.sentiments.always(_ -> new Reply.Throttled<>());

        JsonNode answer = invocations.invoke("{\"text\":\"t\"}", "{\"text\":\"\"}");

        assertThat(results(answer)).containsExactly("r0: ProcessingFailed", "r1: Ok");
        assertThat(invocations.clock.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(55));
    }

    @Test
    void theEventInTheResourcesIsAnswered() throws IOException {
        byte[] event = Files.readAllBytes(Path.of("../resources/events/firehose-batch.json"));

        var results = new ArrayList<String>();
        Invocations.JSON
                .readTree(invocations.answer(event))
                .get("records")
                .forEach(item -> results.add(item.get("result").textValue()));

        assertThat(results).containsExactly("Ok", "Ok", "Ok", "ProcessingFailed");
    }

    @Test
    void membersThatAreNotNeededMayHaveAnyType() throws IOException {
        ObjectNode event = Invocations.event(List.of(utf8("{\"text\":\"t\"}")));
        event.withObject("/records/0")
                .put("approximateArrivalTimestamp", "soon")
                .putObject("kinesisRecordMetadata")
                .put("recordId", "another")
                .put("subsequenceNumber", "");
        event.putNull("invocationId");
        event.putArray("later").addObject().putArray("records");

        assertThat(results(invocations.invoke(event))).containsExactly("r0: Ok");
        assertThat(invocations.report().get("invocationId").textValue()).isEqualTo("unknown");
    }

    @Test
    void aBatchWithoutRecordsIsAnsweredEmpty() throws IOException {
        assertThat(invocations.invoke(new String[0]).toString()).isEqualTo("{\"records\":[]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {}                          | records is missing: this function answers transformation events of Firehose
                    {"records":{}}              | records is missing: this function answers transformation events of Firehose
                    []                          | records is missing: this function answers transformation events of Firehose
                    ''                          | records is missing: this function answers transformation events of Firehose
                    {"records":[{"data":""}]}   | records[0].recordId is missing
                    {"records":[5]}             | records[0].recordId is missing
                    {"records"                  | the event is not JSON
                    {"records":[                | the event is not JSON
                    nonsense                    | the event is not JSON
                    """)
    void aWrongEventIsTold(String event, String message) {
        assertThatThrownBy(() -> invocations.answer(utf8(event)))
                .isInstanceOf(InvalidEventException.class)
                .hasMessage(message);
    }
}
