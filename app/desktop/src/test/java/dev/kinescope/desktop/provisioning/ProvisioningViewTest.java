package dev.kinescope.desktop.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

class ProvisioningViewTest {
    private final Clock clock = Clock.fixed(SamplePipeline.NOW.plusSeconds(2), ZoneOffset.UTC);
    private final SamplePipeline pipeline = new SamplePipeline();
    private final Background background = Background.onFxThread(clock);
    private ProvisioningViewModel model;
    private Studio studio;

    @BeforeEach
    void show() throws Exception {
        studio =
                Studio.show(() -> {
                    model =
                            new ProvisioningViewModel(
                                    background,
                                    new Notifications(clock),
                                    (_, confirmed) -> confirmed.run(),
                                    clock);
                    return Fxml.load(new ProvisioningController(model, clock), "Provisioning.fxml");
                });
    }

    @AfterEach
    void close() {
        pipeline.gate.countDown();
        studio.close();
        background.close();
    }

    private void connect() {
        Studio.run(() -> {
            model.use(Optional.of(pipeline));
            model.shown();
        });
        Studio.await(() -> model.planProperty().get().isPresent());
        Studio.await(() -> model.watched().statusProperty().get().isPresent());
    }

    @Test
    void thePlanShowsWhatChangesBesideTheForm() throws Exception {
        connect();

        assertThat(studio.find("apply", Button.class).getText()).isEqualTo("Apply (4 changes)");
        assertThat(studio.find("stream-name", TextField.class).getText()).isEqualTo("social-posts");
        assertThat(studio.find("planRows", VBox.class).getChildren()).hasSize(5);
        assertThat(studio.find("statusCaption", Label.class).getText())
                .isEqualTo("listed here · 2 s ago");
        studio.picture("provision-plan");
        studio.shrink();
        studio.picture("provision-plan-small");
    }

    @Test
    void aWrongFieldSaysWhyAndKeepsThePlanFromBeingApplied() throws Exception {
        connect();

        Studio.run(() -> {
            model.form().shards.textProperty().set("8");
            model.form().bufferMiB.textProperty().set("500");
        });

        assertThat(studio.find("delivery-buffer-mib-problem", Label.class).getText())
                .isEqualTo("From 1 to 128.");
        assertThat(studio.find("apply", Button.class).isDisabled()).isTrue();
        studio.picture("provision-invalid");
    }

    @Test
    void applyingShowsEachStepAndAFailureWithWhatToDoNext() throws Exception {
        connect();
        pipeline.gate = new CountDownLatch(1);
        pipeline.failure =
                Optional.of(new IllegalStateException("The stream is being changed already."));

        Studio.run(studio.find("apply", Button.class)::fire);
        Studio.await(() -> model.steps().rows().size() == 2);
        studio.picture("provision-applying");
        pipeline.gate.countDown();
        Studio.await(() -> model.workProblemProperty().get().isPresent());

        assertThat(studio.find("workProblem", ErrorCard.class).isVisible()).isTrue();
        studio.picture("provision-failed");
    }

    @Test
    void withoutAConnectionItSaysWhatWillBeHere() throws Exception {
        Studio.run(model::shown);

        assertThat(studio.find("notConnected", VBox.class).isVisible()).isTrue();
        assertThat(studio.find("apply", Button.class).isDisabled()).isTrue();
        assertThat(studio.find("save", Button.class).isDisabled()).isTrue();
        assertThat(studio.find("formScroll", ScrollPane.class).isVisible()).isFalse();
        studio.picture("provision-not-connected");
    }
}
