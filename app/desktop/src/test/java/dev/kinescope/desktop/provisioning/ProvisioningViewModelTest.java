package dev.kinescope.desktop.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.dialogs.Confirmation;
import dev.kinescope.desktop.dialogs.Confirmation.Loss;
import dev.kinescope.desktop.provisioning.ProvisioningViewModel.PlanState;
import dev.kinescope.desktop.shell.Notification;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.ResourceKind;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class ProvisioningViewModelTest {
    private final Clock clock = Clock.fixed(SamplePipeline.NOW.plusSeconds(2), ZoneOffset.UTC);
    private final SamplePipeline pipeline = new SamplePipeline();
    private final Background background = new Background(Runnable::run, clock);
    private final Notifications notifications = new Notifications(clock);
    private final List<Confirmation> asked = new ArrayList<>();
    private boolean answer = true;
    private final ProvisioningViewModel model =
            new ProvisioningViewModel(
                    background,
                    notifications,
                    (question, confirmed) -> {
                        asked.add(question);
                        if (answer) {
                            confirmed.run();
                        }
                    },
                    clock);

    @AfterEach
    void close() {
        pipeline.gate.countDown();
        model.hidden();
        await().until(() -> background.tasks().isEmpty());
        background.close();
    }

    private void connect() {
        model.use(Optional.of(pipeline));
        model.shown();
        await().until(() ->
                model.planStateProperty().get() != PlanState.PLANNING
                        && model.planStateProperty().get() != PlanState.NOT_CONNECTED);
    }

    private void awaitIdle() {
        await().until(() -> !model.busyProperty().get());
    }

    private List<String> titles() {
        return notifications.all().stream().map(Notification::title).toList();
    }

    @Test
    void theRiskiestChangeComesFirstAndTheRestStaysInTheOrderOfTheWork() {
        connect();

        assertThat(ProvisioningViewModel.riskiestFirst(model.planProperty().get().orElseThrow()))
                .extracting(PlannedChange::action, PlannedChange::kind)
                .containsExactly(
                        tuple(Action.REPLACE, ResourceKind.DELIVERY_STREAM),
                        tuple(Action.UPDATE, ResourceKind.FUNCTION),
                        tuple(Action.UPDATE, ResourceKind.STREAM),
                        tuple(Action.CREATE, ResourceKind.BUCKET));
    }

    @Test
    void theStateOfTheResourcesSaysWhereItIsFromAndHowOldItIs() {
        connect();

        await().until(() -> model.watched().statusProperty().get().isPresent());
        assertThat(model.watched().captionProperty().get()).isEqualTo("listed here · 2 s ago");
    }

    @Test
    void anEditMakesThePlanOutdatedAndApplyingItIsRefused() {
        connect();

        model.form().shards.textProperty().set("2");
        model.apply();

        assertThat(model.outdated().get()).isTrue();
        assertThat(pipeline.applied).isEmpty();

        model.planAgain();
        await().until(() -> !model.outdated().get());
        assertThat(model.planProperty().get().orElseThrow().definition().stream().shards())
                .isEqualTo(2);
    }

    @Test
    void aPlanThatReplacesNamesWhatIsDeletedBeforeItIsApplied() {
        connect();
        answer = false;

        model.apply();

        assertThat(asked)
                .containsExactly(
                        new Confirmation(
                                "Replace Firehose social-posts-to-s3?",
                                "account 123456789012, us-east-1",
                                List.of(
                                        new Loss(
                                                "Firehose social-posts-to-s3",
                                                "deleted and made again",
                                                Loss.Kind.LOST)),
                                Optional.empty(),
                                "Replace"));
        assertThat(pipeline.applied).isEmpty();
    }

    @Test
    void aPlanThatReplacesNothingIsAppliedWithoutAsking() {
        pipeline.changes = SamplePipeline.withoutReplacing();
        connect();
        Plan plan = model.planProperty().get().orElseThrow();

        model.apply();
        await().until(() -> !notifications.all().isEmpty());

        assertThat(asked).isEmpty();
        assertThat(pipeline.applied).containsExactly(plan);
        assertThat(titles()).containsExactly("Apply 3 changes: done");
    }

    @Test
    void eachStepIsShownWhileItRunsAndWithItsTimeAfterwards() {
        pipeline.gate = new CountDownLatch(1);
        connect();

        model.apply();
        await().until(() ->
                model.steps().rows().stream().anyMatch(row -> !row.message().isEmpty()));

        assertThat(model.steps().rows())
                .extracting(StepRow::state, StepRow::message, StepRow::took)
                .containsExactly(
                        tuple(StepRow.State.DONE, "", Duration.ofMillis(1400)),
                        tuple(StepRow.State.RUNNING, "4 of 8 shards, UPDATING", Duration.ZERO));
        assertThat(model.steps().waitingProperty().get()).isEqualTo(2);

        pipeline.gate.countDown();
        awaitIdle();
        assertThat(model.steps().rows().getLast().took()).isEqualTo(Duration.ofSeconds(31));
        assertThat(model.steps().waitingProperty().get()).isZero();
    }

    @Test
    void aFailedStepStaysWithTheReasonAndTheNextPlanIsMade() {
        pipeline.failure = Optional.of(new IllegalStateException("The stream is busy."));
        connect();

        model.apply();
        awaitIdle();

        assertThat(model.workProblemProperty().get().orElseThrow().reason())
                .isEqualTo("The stream is busy.");
        assertThat(model.steps().rows().getLast().state()).isEqualTo(StepRow.State.FAILED);
        assertThat(titles()).containsExactly("Apply 4 changes failed");
        await().until(() -> model.planStateProperty().get() == PlanState.READY);
    }

    @Test
    void stoppingKeepsWhatIsDoneAndIsNoError() {
        pipeline.gate = new CountDownLatch(1);
        connect();
        model.apply();
        await().until(() -> model.steps().rows().size() == 2);

        model.cancel();
        awaitIdle();

        assertThat(model.workProblemProperty().get()).isEmpty();
        assertThat(model.steps().rows())
                .extracting(StepRow::state)
                .containsExactly(StepRow.State.DONE, StepRow.State.STOPPED);
        await().untilAsserted(
                        () -> assertThat(titles()).containsExactly("Apply 4 changes: stopped"));
    }

    @Test
    void tearingDownNamesWhatIsThereAndKeepsTheData() {
        connect();

        model.tearDown(Keep.DATA);
        await().until(() -> !pipeline.tornDown.isEmpty());

        assertThat(pipeline.tornDown).containsExactly(Keep.DATA);
        Confirmation question = asked.getFirst();
        assertThat(question.typed()).contains("social-posts");
        assertThat(question.losses())
                .contains(
                        new Loss(
                                "S3 bucket acme-posts-results",
                                "kept with its objects",
                                Loss.Kind.KEPT),
                        new Loss(
                                "Kinesis stream social-posts",
                                "lost with all its records",
                                Loss.Kind.LOST))
                .contains(new Loss("3 log groups", "kept", Loss.Kind.KEPT))
                .noneMatch(loss -> loss.what().startsWith("Firehose"));
    }

    @Test
    void deletingTheDataAsWellAsksForTheNameOfTheBucket() {
        connect();
        answer = false;

        model.tearDown(Keep.NOTHING);
        await().until(() -> !asked.isEmpty());

        assertThat(asked.getFirst().typed()).contains("acme-posts-results");
        assertThat(asked.getFirst().losses())
                .contains(new Loss("3 log groups", "deleted with what is logged", Loss.Kind.LOST));
        assertThat(asked.getFirst().action()).isEqualTo("Delete everything");
        assertThat(pipeline.tornDown).isEmpty();
    }

    @Test
    void whereNothingIsThereIsNothingToTearDown() {
        pipeline.everythingIsThere = false;
        connect();

        model.tearDown(Keep.DATA);

        await().untilAsserted(() -> assertThat(titles()).containsExactly("Nothing to tear down"));
        assertThat(asked).isEmpty();
    }

    @Test
    void aFailedPlanSaysWhyAndCanBeTriedAgain() {
        pipeline.planFailure = Optional.of(new IllegalStateException("No answer."));
        connect();

        assertThat(model.planStateProperty().get()).isEqualTo(PlanState.FAILED);
        assertThat(model.planProblemProperty().get().orElseThrow().reason())
                .isEqualTo("No answer.");

        pipeline.planFailure = Optional.empty();
        model.planAgain();
        await().until(() -> model.planStateProperty().get() == PlanState.READY);
        assertThat(model.planProblemProperty().get()).isEmpty();
    }

    @Test
    void savingWritesTheFormAndMakesItTheNewBeginning() {
        connect();
        model.form().bucket.textProperty().set("another-bucket");

        model.save();
        await().until(() -> !model.form().changedProperty().get());

        assertThat(pipeline.saved)
                .containsExactly(
                        SamplePipeline.DEFINITION.withDelivery(
                                SamplePipeline.DEFINITION.delivery().withBucket("another-bucket")));
    }

    @Test
    void anotherConnectionForgetsThePlanOfTheOneBefore() {
        connect();

        model.use(Optional.empty());

        assertThat(model.planProperty().get()).isEmpty();
        assertThat(model.watched().statusProperty().get()).isEmpty();
        assertThat(model.planStateProperty().get()).isEqualTo(PlanState.NOT_CONNECTED);
    }

    @Test
    void anotherConnectionReadsTheFilesForItsOwnAccount() {
        connect();
        model.form().bucket.textProperty().set("bucket-of-the-old-account");

        model.use(Optional.of(new SamplePipeline()));

        await().until(() -> model.planStateProperty().get() == PlanState.READY);
        assertThat(model.form().definitionProperty().get()).contains(SamplePipeline.DEFINITION);
    }

    @Test
    void aPlanThatChangesNothingCannotBeApplied() {
        pipeline.changes = SamplePipeline.onlyUnchanged();
        connect();

        model.apply();

        assertThat(pipeline.applied).isEmpty();
        assertThat(model.busyProperty().get()).isFalse();
    }
}
