package dev.kinescope.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.desktop.Studio;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsProfiles;
import dev.kinescope.pipeline.connection.ProblemException;

import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.control.Button;
import javafx.scene.control.RadioButton;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

class SettingsViewTest {
    private static final AwsProblem PROBLEM =
            new AwsProblem(
                    "Connect",
                    "AWS profile work",
                    "ExpiredToken",
                    "The security token included in the request is expired",
                    "Sign in again, for example with aws sso login, then connect.",
                    "ExpiredTokenException, HTTP 400");

    @TempDir private Path folder;

    @Test
    void aConnectionThatFailsSaysWhyAndWhatToDo() throws Exception {
        try (var background = Background.onFxThread(Clock.systemUTC())) {
            var notifications = new Notifications(Clock.systemUTC());
            var kept =
                    new KeptSettings(
                            new SettingsStore(folder),
                            Settings.DEFAULTS,
                            background,
                            notifications);
            var model =
                    new SettingsViewModel(
                            new ActiveConnection(
                                    _ -> {
                                        throw new ProblemException(PROBLEM, null);
                                    },
                                    background,
                                    notifications),
                            kept,
                            new SimpleObjectProperty<>(Appearance.LIGHT),
                            background,
                            () -> List.of(new AwsProfiles.Profile("work", "eu-central-1")));
            Studio studio =
                    Studio.show(() -> {
                        var about =
                                new About(
                                        "0.1.0",
                                        Path.of("/opt/kinescope/resources"),
                                        "/home/lea/.local/share/kinescope",
                                        Path.of("/home/lea/.config/kinescope/settings.json"));
                        var view = new SettingsView(model, about);
                        view.shown();
                        return view.root();
                    });
            studio.shrink();
            try {
                Studio.await(() -> !model.profiles().isEmpty());
                var profile = studio.find("profileChoice", RadioButton.class);
                var connect = studio.find("connect", Button.class);
                Studio.run(() -> {
                    profile.fire();
                    model.profileProperty().set("work");
                    connect.fire();
                });
                Studio.await(() ->
                        model.outcomeProperty().get() instanceof SettingsViewModel.Outcome.Failed);
                studio.picture("settings");
                assertThat(model.outcomeProperty().get())
                        .isEqualTo(new SettingsViewModel.Outcome.Failed(PROBLEM, ""));
                assertThat(kept.current().connection())
                        .isEqualTo(new ConnectionChoice.Profile("work", "eu-central-1"));
            } finally {
                studio.close();
            }
        }
    }
}
