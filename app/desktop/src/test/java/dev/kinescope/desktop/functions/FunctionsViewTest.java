package dev.kinescope.desktop.functions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class FunctionsViewTest {
    @TempDir Path folder;
    private final Clock clock = Clock.fixed(SampleFunctions.NOW, ZoneOffset.UTC);
    private final Background background = Background.onFxThread(clock);
    private SampleFunctions functions;
    private FunctionsViewModel model;
    private Studio studio;

    @BeforeEach
    void show() throws Exception {
        functions = new SampleFunctions(folder);
        studio =
                Studio.show(() -> {
                    model =
                            new FunctionsViewModel(
                                    functions, background, new Notifications(clock), clock);
                    return Fxml.load(
                            new FunctionsController(
                                    model, (_, _, _) -> Optional.of(Path.of("chosen.zip")), clock),
                            "Functions.fxml");
                });
        Studio.run(() -> {
            model.use(Optional.of(functions));
            model.shown();
        });
        Studio.await(() -> !model.cardsProperty().get().isEmpty());
        Studio.await(() -> !model.desk(FunctionRole.TRANSFORM).log().entries().isEmpty());
        Studio.await(() -> !model.desk(FunctionRole.TRANSFORM).invoke().events().isEmpty());
    }

    @AfterEach
    void close() {
        functions.gate.countDown();
        studio.close();
        background.close();
    }

    @Test
    void invokingShowsRecordsTimesAndTheLog() throws Exception {
        Studio.run(studio.find("cardTransform", ToggleButton.class)::fire);
        Studio.run(studio.find("invoke", Button.class)::fire);
        Studio.await(() ->
                model.desk(FunctionRole.TRANSFORM).invoke().invocationProperty().get().isPresent());

        assertThat(studio.find("records", VBox.class).getChildren()).hasSize(4);
        assertThat(studio.find("invocation-outcome", Label.class).getText()).isEqualTo("answered");
        studio.picture("functions-invoked");
        studio.shrink();
        studio.picture("functions-invoked-small");
    }

    @Test
    void aBrokenEventIsNamedBeneathIt() throws Exception {
        Studio.run(() ->
                studio.find("event", TextArea.class)
                        .setText("{\n  \"keyword\": \"tram\",\n  \"duration\": sixty\n}"));

        assertThat(studio.find("eventFault", Label.class).getText()).startsWith("Line 3, column");
        assertThat(studio.find("invoke", Button.class).isDisabled()).isTrue();
        studio.picture("functions-broken-event");
    }

    @Test
    void aChosenZipIsDeployedAndAFailureStays() throws Exception {
        functions.gate = new CountDownLatch(1);
        functions.deployFailure =
                Optional.of(
                        new IllegalStateException(
                                "The role defined for the function cannot be assumed."));
        Studio.run(studio.find("sourceOther", ToggleButton.class)::fire);
        Studio.run(studio.find("chooseZip", Button.class)::fire);
        assertThat(studio.find("deployFile", Label.class).getText()).isEqualTo("chosen.zip");

        Studio.run(studio.find("deploy", Button.class)::fire);
        Studio.await(
                () -> studio.find("deployDoing", Label.class).getText().equals("uploading 8.1 MB"));
        functions.gate.countDown();
        Studio.await(() ->
                model.desk(FunctionRole.PRODUCER).deployment().problemProperty().get().isPresent());

        studio.picture("functions-deploy-failed");
    }
}
