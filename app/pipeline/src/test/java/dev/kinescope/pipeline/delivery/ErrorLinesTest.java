package dev.kinescope.pipeline.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

class ErrorLinesTest {
    @Test
    void recordsAreAddedUpByReasonWhetherNumbersAreTextOrNot() {
        var lines = new ErrorLines();
        lines.add(
                "errors/a",
                """
                {"attemptsMade":1,"arrivalTimestamp":1781234567890,"errorCode":"Lambda.ProcessingFailedStatus","errorMessage":"ProcessingFailed status set for record","rawData":"eA=="}
                {"attemptsMade":"4","arrivalTimestamp":"1781234601234","errorCode":"Lambda.FunctionError","errorMessage":"It failed.","rawData":"eA=="}
                """
                        .getBytes(StandardCharsets.UTF_8));
        lines.add(
                "errors/b",
                """
                {"attemptsMade":1,"arrivalTimestamp":1781234567000,"errorCode":"Lambda.ProcessingFailedStatus","errorMessage":"ProcessingFailed status set for record","rawData":"eA=="}
                broken
                """
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(lines.total())
                .isEqualTo(
                        new FailedRecords(
                                3,
                                List.of(
                                        new FailedRecords.Reason(
                                                "Lambda.ProcessingFailedStatus",
                                                "ProcessingFailed status set for record",
                                                1,
                                                2,
                                                Instant.ofEpochMilli(1781234567890L)),
                                        new FailedRecords.Reason(
                                                "Lambda.FunctionError",
                                                "It failed.",
                                                4,
                                                1,
                                                Instant.ofEpochMilli(1781234601234L))),
                                List.of("errors/a", "errors/b"),
                                1));
    }
}
