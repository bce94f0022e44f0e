package dev.kinescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.kinescope.pipeline.producer.MalformedLine;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.run.RunSummary.Verdict;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

class RunSummaryTest {
    @Test
    void theJsonHasTheFieldsThatScriptsRead() throws IOException {
        var millis = new EnumMap<Stage, Long>(Map.of(Stage.SEND, 1200L, Stage.CHECK, 30L));
        var summary =
                new RunSummary(
                        10,
                        9,
                        1,
                        OptionalLong.empty(),
                        7,
                        1,
                        1,
                        7,
                        0,
                        2,
                        List.of(new MalformedLine(17, "not JSON")),
                        new SentimentCounts(3, 2, 1, 0, 1),
                        List.of("posts/a"),
                        millis,
                        "local",
                        false,
                        0,
                        0,
                        Verdict.COMPLETE);

        assertThat(new ObjectMapper().readTree(summary.toJson()))
                .isEqualTo(
                        new ObjectMapper()
                                .readTree(
                                        """
                                        {"sent":10,"accepted":9,"failedToSend":1,"read":null,"ok":7,
                                        "dropped":1,"processingFailed":1,"deliveredLines":7,
                                        "duplicates":0,"malformedInput":2,
                                        "malformedLines":[{"line":17,"reason":"not JSON"}],
                                        "sentiment":{"POSITIVE":3,"NEUTRAL":2,"MIXED":1,"NEGATIVE":0},
                                        "unscored":1,"s3Keys":["posts/a"],
                                        "stageMillis":{"check":30,"send":1200},"scorer":"local",
                                        "stopped":false,"lost":0,"unexplained":0,
                                        "verdict":"COMPLETE"}
                                        """));
        assertThat(summary.isClean()).isFalse();
    }
}
