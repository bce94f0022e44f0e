package dev.kinescope.pipeline.functions;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

class ReportTest {
    @Test
    void aColdStartsReportIsReadInFull() {
        assertThat(
                        Report.find(
                                List.of(
                                        "START RequestId: 8b1f Version: $LATEST",
                                        "END RequestId: 8b1f",
                                        "REPORT RequestId: 8b1f\tDuration: 12.84 ms\tBilled"
                                            + " Duration: 13 ms\tMemory Size: 512 MB\tMax Memory"
                                            + " Used: 148 MB\tInit Duration: 800.50 ms\t")))
                .contains(
                        new Report(
                                "8b1f",
                                Duration.ofNanos(12_840_000),
                                Duration.ofMillis(13),
                                512,
                                148,
                                Optional.of(Duration.ofNanos(800_500_000)),
                                ""));
    }

    @Test
    void aTimeOutIsSaid() {
        Optional<Report> report =
                Report.find(
                        List.of(
                                "REPORT RequestId: a\tDuration: 3000.00 ms\tBilled Duration: 3000"
                                        + " ms\tMemory Size: 128 MB\tMax Memory Used: 60"
                                        + " MB\tStatus: timeout"));

        assertThat(report).map(Report::status).hasValue("timeout");
    }

    @Test
    void withoutAReportLineThereIsNone() {
        assertThat(Report.find(List.of("hello", "REPORT without id"))).isEmpty();
    }
}
