package dev.kinescope.desktop.overview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.Headless;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Runs;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.theme.Theme;
import dev.kinescope.pipeline.provisioning.DefinitionDefaults;
import dev.kinescope.pipeline.provisioning.DefinitionFiles;
import dev.kinescope.pipeline.provisioning.ResourceState;

import javafx.scene.Scene;
import javafx.scene.control.Label;

import org.junit.jupiter.api.Test;

import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Optional;

class OverviewViewTest {
    private static final Path RESOURCES = Path.of("..", "..", "resources");

    private final Clock clock = Clock.fixed(OverviewFixture.NOW, ZoneOffset.UTC);
    private final Background background = new Background(Runnable::run, clock);
    private final Notifications notifications = new Notifications(clock);
    private final ActiveConnection connection =
            new ActiveConnection(
                    _ -> {
                        throw new IllegalStateException("Not connected in this test");
                    },
                    background,
                    notifications);
    private final Runs runs =
            new Runs(
                    connection,
                    new Setup(RESOURCES, Path.of("p.zip"), Path.of("t.zip"), clock),
                    background,
                    notifications,
                    (_, confirmed) -> confirmed.run());

    @Test
    void aRunIsDrawnWithItsNumbersAndItsProof() throws Exception {
        Theme theme = Headless.onFx(Theme::new);
        Scene scene = show(theme, ResourceState.READY);
        Headless.onFx(() -> {
            runs.show(OverviewFixture.midRun());
            return true;
        });

        Headless.picture(scene, theme, "overview-run");

        assertThat(Headless.onFx(() -> text(scene, "#conservation-verdict")))
                .isEqualTo("All accounted for");
    }

    @Test
    void aPipelineThatIsNotThereYetOffersTheOneButton() throws Exception {
        Theme theme = Headless.onFx(Theme::new);
        Scene scene = show(theme, ResourceState.MISSING);

        Headless.picture(scene, theme, "overview-empty");

        assertThat(Headless.onFx(() -> text(scene, "#conservation-verdict")))
                .isEqualTo("Nothing to account for");
    }

    @Test
    void anotherConnectionIsLookedAtAtOnce() throws Exception {
        var definition = new DefinitionFiles(RESOURCES).load(DefinitionDefaults.local());
        var model =
                new OverviewViewModel(
                        runs,
                        _ -> {},
                        background,
                        () ->
                                Optional.of(
                                        new OverviewViewModel.Seen(
                                                definition,
                                                OverviewFixture.status(ResourceState.READY),
                                                Optional.empty())),
                        clock);
        model.shown();
        await().until(background::isIdle);

        model.forget();

        await().until(background::isIdle);
        assertThat(model.diagramProperty().get()).isPresent();
        model.hidden();
    }

    private Scene show(Theme theme, ResourceState state) throws Exception {
        var definition = new DefinitionFiles(RESOURCES).load(DefinitionDefaults.local());
        return Headless.onFx(() -> {
            var model =
                    new OverviewViewModel(
                            runs,
                            _ -> {},
                            Background.onFxThread(clock),
                            () ->
                                    Optional.of(
                                            new OverviewViewModel.Seen(
                                                    definition,
                                                    OverviewFixture.status(state),
                                                    Optional.of("local scorer"))),
                            clock);
            var view = new OverviewView(model, clock);
            view.shown();
            return Headless.show(view.root(), theme, 1220, 820);
        });
    }

    private static String text(Scene scene, String selector) {
        return ((Label) scene.lookup(selector)).getText();
    }
}
