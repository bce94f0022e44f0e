package dev.kinescope.pipeline.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.run.Conservation.Equation;
import dev.kinescope.pipeline.run.Conservation.Sight;
import dev.kinescope.pipeline.run.Conservation.Term;
import dev.kinescope.pipeline.run.Conservation.Verdict;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

class ConservationTest {
    private static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");

    /** The moment that all the pictures show. */
    private static final RunCounts PICTURED =
            counts(241_500, 241_462, 38, 238_940, 238_402, 321, 217, 234_092);

    private static RunCounts counts(
            long sent,
            long accepted,
            long failed,
            long read,
            long ok,
            long dropped,
            long processingFailed,
            long lines) {
        return new RunCounts(
                sent,
                accepted,
                failed,
                0,
                0,
                0,
                Measured.of(read, Source.CLOUDWATCH, NOW),
                Measured.of(ok, Source.FUNCTION_LOG, NOW),
                Measured.of(dropped, Source.FUNCTION_LOG, NOW),
                Measured.of(processingFailed, Source.FUNCTION_LOG, NOW),
                lines,
                1,
                0,
                0,
                processingFailed);
    }

    @Test
    void thePicturedMomentIsBalancedWithRecordsOnTheWay() {
        assertThat(Conservation.of(PICTURED, Sight.PROMPT))
                .isEqualTo(
                        new Conservation(
                                new Equation(
                                        new Term(241_500, "sent"),
                                        List.of(
                                                new Term(241_462, "accepted"),
                                                new Term(38, "failed")),
                                        new Term(0, ""),
                                        0),
                                new Equation(
                                        new Term(241_462, "accepted"),
                                        List.of(new Term(238_940, "read")),
                                        new Term(2_522, "unread"),
                                        0),
                                new Equation(
                                        new Term(238_940, "read"),
                                        List.of(
                                                new Term(238_402, "ok"),
                                                new Term(321, "dropped"),
                                                new Term(217, "failed")),
                                        new Term(0, "in the transform"),
                                        0),
                                new Equation(
                                        new Term(238_402, "ok"),
                                        List.of(new Term(234_092, "delivered lines")),
                                        new Term(4_310, "buffered"),
                                        0),
                                2_522 + 4_310,
                                0,
                                Verdict.ON_THE_WAY));
        assertThat(PICTURED.unread()).isEqualTo(2_522);
        assertThat(PICTURED.buffered()).isEqualTo(4_310);
    }

    @Test
    void whatIsStillOnTheWayWhenWaitingIsOverIsUnexplained() {
        Conservation end = Conservation.of(PICTURED, Sight.FINAL);

        assertThat(end.verdict()).isEqualTo(Verdict.UNEXPLAINED);
        assertThat(end.onTheWay()).isZero();
        assertThat(end.unexplained()).isEqualTo(2_522 + 4_310);
    }

    @Test
    void nothingMissingAtTheEndIsBalanced() {
        Conservation end = Conservation.of(counts(400, 398, 2, 398, 390, 5, 3, 390), Sight.FINAL);

        assertThat(end.verdict()).isEqualTo(Verdict.BALANCED);
        assertThat(end.unexplained()).isZero();
    }

    @Test
    void oneLineTooManyIsUnexplainedAtOnce() {
        Conservation doubled =
                Conservation.of(counts(400, 400, 0, 400, 400, 0, 0, 401), Sight.PROMPT);

        assertThat(doubled.verdict()).isEqualTo(Verdict.UNEXPLAINED);
        assertThat(doubled.delivered().unexplained()).isEqualTo(1);
    }

    @Test
    void moreReadThanAcceptedIsUnexplainedUnlessTheCountIsBehind() {
        RunCounts foreign = counts(100, 100, 0, 120, 100, 0, 0, 100);

        assertThat(Conservation.of(foreign, Sight.PROMPT).verdict()).isEqualTo(Verdict.UNEXPLAINED);
        assertThat(Conservation.of(foreign, Sight.LAGGING).unexplained()).isZero();
    }

    @Test
    void lateMetricsOfAnAccountAreNotAnError() {
        RunCounts behind = counts(100, 100, 0, 40, 90, 0, 0, 70);

        Conservation lagging = Conservation.of(behind, Sight.LAGGING);

        assertThat(lagging.verdict()).isEqualTo(Verdict.ON_THE_WAY);
        assertThat(lagging.onTheWay()).isEqualTo(10 + 20);
        assertThat(lagging.read().left().value()).isEqualTo(90);
    }

    @Test
    void aReadCountThatWasNeverToldDoesNotSpoilTheRest() {
        RunCounts told = counts(100, 100, 0, 0, 100, 0, 0, 100);
        var untold =
                new RunCounts(
                        told.sent(),
                        told.accepted(),
                        told.failed(),
                        0,
                        0,
                        0,
                        new Measured<>(Optional.empty(), Source.CLOUDWATCH, NOW),
                        told.ok(),
                        told.dropped(),
                        told.processingFailed(),
                        told.lines(),
                        1,
                        0,
                        0,
                        0);

        assertThat(Conservation.of(untold, Sight.FINAL).verdict()).isEqualTo(Verdict.BALANCED);
    }

    @Test
    void aReadCountThatStayedBehindIsUnexplainedOnce() {
        Conservation end = Conservation.of(counts(100, 100, 0, 90, 100, 0, 0, 100), Sight.FINAL);

        assertThat(end.unexplained()).isEqualTo(10);
        assertThat(end.read().unexplained()).isEqualTo(10);
        assertThat(end.unread().holds()).isTrue();
    }

    @Test
    void whatWasNeverReadIsUnexplainedBesidesAReadCountThatStayedBehind() {
        Conservation end = Conservation.of(counts(105, 105, 0, 90, 100, 0, 0, 100), Sight.FINAL);

        assertThat(end.unexplained()).isEqualTo(15);
        assertThat(end.unread().unexplained()).isEqualTo(5);
    }

    @Test
    void sentMustAlwaysBeAcceptedPlusFailed() {
        Conservation wrong = Conservation.of(counts(100, 90, 5, 90, 90, 0, 0, 90), Sight.LAGGING);

        assertThat(wrong.sent().unexplained()).isEqualTo(5);
        assertThat(wrong.verdict()).isEqualTo(Verdict.UNEXPLAINED);
    }
}
