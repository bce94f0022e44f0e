package dev.kinescope.desktop.functions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.functions.Deployment.CodeSource;
import dev.kinescope.desktop.shell.Notification;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.provisioning.ResourceState;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class FunctionsViewModelTest {
    @TempDir Path folder;
    private final Clock clock = Clock.fixed(SampleFunctions.NOW, ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final Notifications notifications = new Notifications(clock);
    private SampleFunctions functions;
    private FunctionsViewModel model;

    @BeforeEach
    void make() throws Exception {
        functions = new SampleFunctions(folder);
        model = new FunctionsViewModel(functions, background, notifications, clock);
    }

    @AfterEach
    void close() {
        functions.gate.countDown();
        model.hidden();
        await().until(() -> background.tasks().isEmpty());
        background.close();
    }

    private void connect() {
        model.use(Optional.of(functions));
        model.shown();
        await().until(() -> !model.captionProperty().get().isEmpty());
        await().until(() -> !producer().invoke().events().isEmpty());
        await().until(() -> !model.desk(FunctionRole.TRANSFORM).invoke().events().isEmpty());
    }

    private FunctionsViewModel.Desk producer() {
        return model.desk(FunctionRole.PRODUCER);
    }

    private FunctionsViewModel.Desk transform() {
        return model.desk(FunctionRole.TRANSFORM);
    }

    @Test
    void bothFunctionsAreListedWithWhetherTheBuiltZipDiffers() {
        connect();

        assertThat(model.cardsProperty().get())
                .extracting(card -> card.spec().name(), FunctionCard::state, FunctionCard::differs)
                .containsExactly(
                        tuple("kinescope-producer", ResourceState.READY, Optional.of(false)),
                        tuple("kinescope-transform", ResourceState.READY, Optional.of(true)));
        assertThat(model.captionProperty().get()).isEqualTo("listed here · now");
    }

    @Test
    void aFunctionThatIsNotThereIsMissing() {
        functions.missing = true;
        connect();

        assertThat(model.card(FunctionRole.PRODUCER).orElseThrow().state())
                .isEqualTo(ResourceState.MISSING);
        assertThat(model.card(FunctionRole.PRODUCER).orElseThrow().differs()).isEmpty();
    }

    @Test
    void deployingShowsWhatItDoesAndThenHowLongItTook() {
        functions.gate = new CountDownLatch(1);
        connect();

        transform().deployment().deploy();
        await().until(() ->
                transform().deployment().doingProperty().get().equals("uploading 8.1 MB"));
        assertThat(transform().deployment().busyProperty().get()).isTrue();

        functions.gate.countDown();
        await().until(() -> !notifications.all().isEmpty());
        assertThat(functions.deployed)
                .containsExactly(new FunctionCode.Zip(functions.builtZip(FunctionRole.TRANSFORM)));
        assertThat(notifications.all())
                .extracting(Notification::title)
                .containsExactly("Deploy kinescope-transform: done");
        assertThat(transform().deployment().doingProperty().get())
                .isEqualTo("Deployed in 0 ms, measured here");
    }

    @Test
    void aChosenZipIsDeployedInPlaceOfTheBuiltOne() {
        connect();
        Deployment deployment = producer().deployment();
        deployment.source.valueProperty().set(CodeSource.OTHER_ZIP);
        assertThat(deployment.refusalProperty().get()).isEqualTo("Choose a zip first.");

        deployment.choose(Path.of("other.zip"));
        deployment.deploy();

        await().until(() -> !functions.deployed.isEmpty());
        assertThat(functions.deployed).containsExactly(new FunctionCode.Zip(Path.of("other.zip")));
    }

    @Test
    void anImageNeedsAWholeUriAndAFunctionThatIsNoZip() {
        connect();
        Deployment deployment = producer().deployment();
        deployment.source.valueProperty().set(CodeSource.IMAGE);
        deployment.imageUri.textProperty().set("kinescope:latest");
        assertThat(deployment.refusalProperty().get()).isEqualTo("Name the image first.");

        deployment
                .imageUri
                .textProperty()
                .set("000000000000.dkr.ecr.us-east-1.amazonaws.com/kinescope/producer:1.0");
        assertThat(deployment.refusalProperty().get())
                .startsWith("The function there is a zip, not a container image");

        deployment.deploy();
        assertThat(functions.deployed).isEmpty();
    }

    @Test
    void aFailedDeploymentSaysWhy() {
        functions.deployFailure =
                Optional.of(new IllegalStateException("The role cannot be assumed."));
        connect();

        producer().deployment().deploy();

        await().until(() -> producer().deployment().problemProperty().get().isPresent());
        assertThat(producer().deployment().problemProperty().get().orElseThrow().reason())
                .isEqualTo("The role cannot be assumed.");
        assertThat(producer().deployment().busyProperty().get()).isFalse();
    }

    @Test
    void anEventThatIsNoJsonIsNamedAndNotSent() {
        connect();
        InvokeDesk desk = producer().invoke();

        desk.textProperty().set("{\n  \"duration\": 60,\n}");
        desk.invoke();

        assertThat(desk.faultProperty().get().orElseThrow().words()).startsWith("Line 3, column");
        assertThat(functions.invoked).isEmpty();
        assertThat(desk.busyProperty().get()).isFalse();
    }

    @Test
    void theEventIsSentAsItIsEdited() {
        connect();
        InvokeDesk desk = producer().invoke();
        desk.textProperty().set("{\"duration\":5}");

        desk.invoke();

        await().until(() -> desk.invocationProperty().get().isPresent());
        assertThat(functions.invoked).containsExactly("kinescope-producer: {\"duration\":5}");
    }

    @Test
    void anEditedEventIsKeptWhileAnotherIsLookedAt() {
        connect();
        InvokeDesk desk = producer().invoke();
        assertThat(desk.chosenProperty().get()).contains(SampleFunctions.REPLAY);
        desk.textProperty().set("{\"duration\":5}");

        desk.choose(SampleFunctions.SEARCH);
        assertThat(desk.textProperty().get()).isEqualTo(SampleFunctions.SEARCH.text());
        assertThat(desk.editedProperty().get()).isFalse();

        desk.choose(SampleFunctions.REPLAY);
        assertThat(desk.textProperty().get()).isEqualTo("{\"duration\":5}");
        assertThat(desk.editedProperty().get()).isTrue();

        desk.reset();
        assertThat(desk.textProperty().get()).isEqualTo(SampleFunctions.REPLAY.text());
        assertThat(desk.editedProperty().get()).isFalse();
    }

    @Test
    void theLogOfTheInvocationTakesThePlaceOfTheLogGroup() {
        connect();
        await().until(() -> transform().log().entries().size() == 2);
        assertThat(transform().log().captionProperty().get())
                .isEqualTo("newest 2 lines · function log · now");

        transform().invoke().invoke();
        await().until(() -> transform().log().entries().size() == SampleFunctions.TAIL.size());

        assertThat(transform().log().entries())
                .extracting(LogEntry::kind)
                .containsExactly(
                        LogEntry.Kind.FRAME,
                        LogEntry.Kind.WARNING,
                        LogEntry.Kind.PLAIN,
                        LogEntry.Kind.FRAME,
                        LogEntry.Kind.REPORT);
        assertThat(transform().log().captionProperty().get())
                .isEqualTo("this invocation · function log · now");
    }

    @Test
    void anotherConnectionForgetsWhatWasAnsweredBefore() {
        connect();
        transform().invoke().invoke();
        await().until(() -> transform().invoke().invocationProperty().get().isPresent());

        model.use(Optional.empty());

        assertThat(model.cardsProperty().get()).isEmpty();
        assertThat(transform().invoke().invocationProperty().get()).isEmpty();
        assertThat(transform().log().entries()).isEmpty();
    }
}
