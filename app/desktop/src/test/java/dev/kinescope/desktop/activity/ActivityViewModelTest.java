package dev.kinescope.desktop.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.pipeline.connection.AwsCall;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class ActivityViewModelTest {
    private final Background background = new Background(Runnable::run, Clock.systemUTC());
    private final CallHistory history = new CallHistory();
    private final ActivityViewModel model = new ActivityViewModel(background, history);

    @AfterEach
    void stop() {
        model.hidden();
        background.close();
    }

    private void recordFive() {
        history.record(CallHistoryTest.call("Kinesis", "PutRecords", 10));
        history.record(CallHistoryTest.call("Kinesis", "GetRecords", 20));
        history.record(CallHistoryTest.call("S3", "GetObject", 30));
        history.record(CallHistoryTest.call("Lambda", "Invoke", 40));
        history.record(
                new AwsCall(
                        Instant.EPOCH,
                        "Lambda",
                        "CreateFunction",
                        "kinescope-producer",
                        Duration.ofMillis(50),
                        new AwsCall.Failed("ResourceConflictException", "It is there", 409),
                        3,
                        "id-5"));
    }

    @Test
    void callsMadeWhileHiddenAreThereWhenShown() {
        recordFive();
        assertThat(model.calls()).isEmpty();
        model.shown();
        await().until(() -> model.calls().size() == 5);
        assertThat(model.calls().getFirst().outcome()).isEqualTo("ResourceConflictException");
        assertThat(model.services())
                .containsExactly(ActivityViewModel.ALL_SERVICES, "Kinesis", "Lambda", "S3");
        assertThat(model.statisticsProperty().get())
                .isEqualTo(
                        new CallStatistics(
                                5,
                                1,
                                1,
                                Optional.of(Duration.ofMillis(30)),
                                Optional.of(Duration.ofMillis(50))));
    }

    @Test
    void filtersNarrowTogetherAndTheSumsFollow() {
        recordFive();
        model.shown();
        await().until(() -> model.calls().size() == 5);
        model.serviceProperty().set("Lambda");
        assertThat(model.calls()).hasSize(2);
        model.errorsOnlyProperty().set(true);
        assertThat(model.calls())
                .extracting(logged -> logged.call().operation())
                .containsExactly("CreateFunction");
        assertThat(model.statisticsProperty().get().median()).contains(Duration.ofMillis(50));
        model.clearFilter();
        model.filterProperty().set("  s3 GET ");
        assertThat(model.calls())
                .extracting(logged -> logged.call().operation())
                .containsExactly("GetObject");
        model.filterProperty().set("nothing like it");
        assertThat(model.statisticsProperty().get().p95()).isEmpty();
    }

    @Test
    void pausedItKeepsButDoesNotShow() {
        model.shown();
        model.pausedProperty().set(true);
        recordFive();
        assertThat(model.calls()).isEmpty();
        model.pausedProperty().set(false);
        await().until(() -> model.calls().size() == 5);
    }

    @Test
    void theDetailsOfAFailedCallHoldCodeStatusAndMessage() {
        recordFive();
        LoggedCall failed = history.since(4).calls().getFirst();
        assertThat(failed.details("then", "50 ms"))
                .isEqualTo(
                        """
                        Time:       then
                        Call:       Lambda CreateFunction
                        Resource:   kinescope-producer
                        Took:       50 ms in 3 attempts
                        Request id: id-5
                        Outcome:    ResourceConflictException, HTTP 409
                        Message:    It is there\
                        """);
    }
}
