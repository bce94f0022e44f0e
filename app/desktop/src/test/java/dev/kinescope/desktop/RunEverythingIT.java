package dev.kinescope.desktop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.activity.CallHistory;
import dev.kinescope.desktop.controls.SentimentDonut;
import dev.kinescope.desktop.settings.About;
import dev.kinescope.desktop.settings.SettingsStore;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.pipeline.run.RunSummary;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** The whole program as a person uses it: one press, the chart, then every view. */
class RunEverythingIT {
    private static final Duration LONG = Duration.ofMinutes(3);
    private static final Path HOME = Path.of("target", "kinescope").toAbsolutePath();

    private final Clock clock = Clock.systemUTC();
    private final CallHistory calls = new CallHistory();
    private final FxRobot robot = new FxRobot();
    private final PanelConnector connector =
            new PanelConnector(
                    LocalCloudSettings.inMemory().withClock(clock), calls, clock, Map.of());

    @TempDir private Path folder;
    private Wiring wiring;
    private Scene scene;

    @BeforeEach
    void openThePanel() {
        var installation =
                new Installation(
                        HOME.resolve("resources"), HOME.resolve("functions"), folder, folder);
        var settings = new SettingsStore(folder);
        Headless.onFx(() -> {
            var stage = new Stage();
            wiring =
                    new Wiring(
                            new Wiring.Outside(
                                    installation.setup(clock),
                                    clock,
                                    connector,
                                    calls,
                                    settings,
                                    new About(
                                            "test",
                                            installation.resources(),
                                            "in memory",
                                            settings.file()),
                                    stage));
            scene = new Scene(wiring.root(), 1440, 900);
            wiring.theme().dress(scene);
            stage.setX(0);
            stage.setY(0);
            stage.setScene(scene);
            stage.show();
            wiring.connection().connect(new ConnectionChoice.LocalCloud());
            return true;
        });
    }

    @AfterEach
    void closeThePanel() {
        Headless.onFx(() -> {
            wiring.close();
            return true;
        });
        connector.close();
    }

    @Test
    void onePressRunsThePipelineAndOpensTheChart() throws Exception {
        Node button = find("#run-everything");
        await().atMost(LONG).until(() -> Headless.onFx(() -> !button.isDisabled()));
        Headless.picture(scene, wiring.theme(), "panel-before");

        robot.clickOn(button);

        await().atMost(LONG)
                .until(() ->
                        Headless.onFx(() -> wiring.runs().summaryProperty().get().isPresent()));
        RunSummary summary =
                Headless.onFx(() -> wiring.runs().summaryProperty().get().orElseThrow());
        assertThat(summary.isClean()).as("%s", summary).isTrue();
        assertThat(summary.duplicates()).isZero();
        assertThat(Headless.onFx(() -> wiring.shell().currentProperty().get()))
                .isEqualTo(Destination.RESULTS);
        await().atMost(LONG)
                .until(() -> Headless.onFx(() -> shownPosts() == summary.deliveredLines()));
        visitEveryView();
        assertThat(Headless.onFx(() -> label("#conservation-verdict")))
                .isEqualTo("All accounted for");
    }

    private long shownPosts() {
        return scene.getRoot().lookupAll(".sentiment-donut").stream()
                .map(SentimentDonut.class::cast)
                .map(donut -> donut.getAccessibleText())
                .filter(Objects::nonNull)
                .mapToLong(text -> Long.parseLong(text.replaceAll("\\D*(\\d+) posts.*", "$1")))
                .findFirst()
                .orElse(-1);
    }

    private void visitEveryView() throws Exception {
        for (Destination destination : Destination.values()) {
            robot.clickOn(find("#nav-" + destination.name().toLowerCase(Locale.ROOT)));
            assertThat(Headless.onFx(() -> wiring.shell().currentProperty().get()))
                    .isEqualTo(destination);
            awaitLoaded();
            Headless.picture(
                    scene, wiring.theme(), "panel-" + destination.name().toLowerCase(Locale.ROOT));
        }
        robot.clickOn(find("#nav-overview"));
    }

    /** Waits until the view has stopped loading; one that polls is idle between two ticks. */
    private void awaitLoaded() {
        await().atMost(LONG)
                .during(Duration.ofMillis(250))
                .until(() -> Headless.onFx(() -> wiring.background().isIdle()));
    }

    private Node find(String selector) {
        return Headless.onFx(() -> Objects.requireNonNull(scene.lookup(selector), selector));
    }

    private String label(String selector) {
        return ((Label) scene.lookup(selector)).getText();
    }
}
