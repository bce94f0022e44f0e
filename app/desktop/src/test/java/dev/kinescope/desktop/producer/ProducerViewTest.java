package dev.kinescope.desktop.producer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.pipeline.producer.Delivery;
import dev.kinescope.pipeline.producer.MalformedLine;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerSettings;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

class ProducerViewTest {
    private final Clock clock = Clock.fixed(Instant.parse("2026-11-22T14:05:12Z"), ZoneOffset.UTC);
    private final Background background = Background.onFxThread(clock);
    private final List<SampleSending> runs = new CopyOnWriteArrayList<>();
    private ProducerViewModel model;
    private Studio studio;

    @BeforeEach
    void show() throws Exception {
        studio =
                Studio.show(() -> {
                    model =
                            new ProducerViewModel(
                                    Slices::definition,
                                    background,
                                    new Notifications(clock),
                                    clock);
                    return Fxml.load(new ProducerController(model), "Producer.fxml");
                });
        Studio.run(() -> {
            model.use(Optional.of(this::prepare));
            model.shown();
        });
        Studio.await(() -> model.form().settingsProperty().get().isPresent());
    }

    private Sending prepare(ProducerSettings settings) {
        var run = new SampleSending(settings);
        runs.add(run);
        return run;
    }

    @AfterEach
    void close() {
        studio.close();
        background.close();
    }

    @Test
    void countsShardsAndMalformedLinesShowWhileItSends() throws Exception {
        Studio.run(studio.find("start", Button.class)::fire);
        long total = 0;
        long[] slices = {900, 3_400, 3_100, 3_600, 1_200, 3_300, 3_500, 2_900, 3_600, 3_400};
        for (int i = 0; i < slices.length; i++) {
            total += slices[i];
            runs.getFirst()
                    .slice(
                            new ProducerProgress(
                                    Slices.totals(
                                            total,
                                            38,
                                            List.of(
                                                    new MalformedLine(17, "not JSON"),
                                                    new MalformedLine(204, "no text field"))),
                                    i + 1,
                                    Duration.ofMillis(3_100L * (i + 1)),
                                    0));
        }
        Studio.await(() -> model.rates().length == slices.length);

        assertThat(studio.find("accepted", Label.class).getText()).isEqualTo("28,900");
        assertThat(studio.find("failed", Label.class).getText()).isEqualTo("38");
        assertThat(studio.find("shards", TableView.class).getItems().size()).isEqualTo(4);
        assertThat(studio.find("malformedLines", TableView.class).getItems().size()).isEqualTo(2);
        assertThat(studio.find("start", Button.class).isDisabled()).isTrue();
        assertThat(studio.find("stop", Button.class).isDisabled()).isFalse();
        studio.picture("producer-sending");
        studio.shrink();
        studio.picture("producer-sending-small");
    }

    @Test
    void aSourceThatPausesSaysWhy() throws Exception {
        Studio.run(() -> model.form().delivery.valueProperty().set(Delivery.BLUESKY));
        Studio.run(studio.find("start", Button.class)::fire);
        var totals = Slices.paused(Slices.totals(426, 0, List.of()), "too many requests");
        runs.getFirst().slice(new ProducerProgress(totals, 1, Duration.ofSeconds(30), 14));
        runs.getFirst().end(totals);
        Studio.await(() -> model.stateProperty().get() == ProducerViewModel.State.ENDED);

        assertThat(studio.find("stateText", Label.class).getText())
                .isEqualTo("The source has paused: too many requests. 1 slice in 30.0 s");
        assertThat(studio.find("seen", Label.class).getText())
                .isEqualTo("546 seen, 120 without the keyword, 3 duplicates or retweets");
        studio.picture("producer-paused");
    }

    @Test
    void aLiveSourceIsExplainedAndItsErrorShown() throws Exception {
        studio.picture("producer-idle");
        Studio.run(() -> {
            model.form().delivery.valueProperty().set(Delivery.SEARCH);
            model.form().keyword.textProperty().set("tram");
        });
        assertThat(studio.find("deliveryNote", Label.class).isVisible()).isTrue();

        Studio.run(studio.find("start", Button.class)::fire);
        runs.getFirst()
                .fail(
                        new IllegalArgumentException(
                                "Secret kinescope/x-bearer-token was not found: put the bearer"
                                        + " token of an app of X into it."));
        Studio.await(() -> model.problemProperty().get().isPresent());
        studio.picture("producer-refused");
    }
}
