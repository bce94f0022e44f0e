package dev.kinescope.desktop.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.results.Sentiment;

import org.junit.jupiter.api.Test;

import java.util.Optional;

class RecordResultTest {

    @Test
    void eachRecordIsShownWithItsResultAndSentiment() {
        assertThat(RecordResult.of(SampleFunctions.ANSWER))
                .containsExactly(
                        new RecordResult(
                                1,
                                "4959000001000000",
                                "Ok",
                                Optional.of(Sentiment.POSITIVE),
                                "Line 4 is back, thank you all.",
                                ""),
                        new RecordResult(
                                2,
                                "4959000002000000",
                                "Ok",
                                Optional.of(Sentiment.NEGATIVE),
                                "Doors closed again in my face.",
                                ""),
                        new RecordResult(
                                3, "4959000003000000", "Ok", Optional.empty(), "", "no text"),
                        new RecordResult(
                                4,
                                "4959000004000000",
                                "ProcessingFailed",
                                Optional.empty(),
                                "this is not JSON",
                                "not JSON"));
    }

    @Test
    void anAnswerWithoutRecordsHasNone() {
        assertThat(RecordResult.of("{\"sent\":426,\"done\":true}")).isEmpty();
        assertThat(RecordResult.of("\"text\"")).isEmpty();
        assertThat(RecordResult.of("not JSON")).isEmpty();
    }
}
