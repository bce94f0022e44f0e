package dev.kinescope.desktop.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.ConnectionChoice;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.pipeline.connection.AwsProfiles;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallLog;
import dev.kinescope.pipeline.connection.CallerIdentity;
import dev.kinescope.pipeline.connection.Connection;

import javafx.beans.property.SimpleObjectProperty;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

class SettingsViewModelTest {
    private final Clock clock = Clock.systemUTC();
    private final Background background = new Background(Runnable::run, clock);
    private final Notifications notifications = new Notifications(clock);
    private final List<ConnectionChoice> opened = new ArrayList<>();

    @TempDir private Path folder;

    @AfterEach
    void stop() {
        background.close();
    }

    private SettingsViewModel model() {
        return model(this::workspace);
    }

    private SettingsViewModel model(dev.kinescope.desktop.shell.Connector connector) {
        var kept =
                new KeptSettings(
                        new SettingsStore(folder), Settings.DEFAULTS, background, notifications);
        return new SettingsViewModel(
                new ActiveConnection(connector, background, notifications),
                kept,
                new SimpleObjectProperty<>(Appearance.SYSTEM),
                background,
                () -> List.of(new AwsProfiles.Profile("work", "eu-central-1")));
    }

    private Workspace workspace(ConnectionChoice choice) {
        opened.add(choice);
        return new Workspace(
                AwsSession.open(
                        new Connection.Endpoint(
                                URI.create("http://127.0.0.1:1"), "us-east-1", "key", "secret"),
                        CallLog.none(),
                        clock),
                new CallerIdentity("123456789012", "arn:aws:iam::123456789012:user/lea", "lea"));
    }

    @Test
    void connectingTellsAccountAndRegionAndRemembersTheChoice() {
        SettingsViewModel model = model();
        model.kindProperty().set(SettingsViewModel.Kind.ENDPOINT);
        model.endpointProperty().set(" http://127.0.0.1:4566 ");
        model.connect();
        await().until(() ->
                model.outcomeProperty().get() instanceof SettingsViewModel.Outcome.Connected);
        assertThat(model.outcomeProperty().get())
                .isEqualTo(
                        new SettingsViewModel.Outcome.Connected(
                                "123456789012", "us-east-1", "arn:aws:iam::123456789012:user/lea"));
        var choice =
                new ConnectionChoice.Endpoint(URI.create("http://127.0.0.1:4566"), "us-east-1");
        assertThat(opened).containsExactly(choice);
        await().until(() ->
                new SettingsStore(folder).load().settings().connection().equals(choice));
    }

    @Test
    void theSameFailureTwiceIsShownTwice() {
        SettingsViewModel model =
                model(choice -> {
                    opened.add(choice);
                    throw new IllegalStateException("No such profile");
                });
        for (int i = 1; i <= 2; i++) {
            model.connect();
            await().until(() ->
                    model.outcomeProperty().get() instanceof SettingsViewModel.Outcome.Failed);
            await().until(() -> !model.connectingProperty().get());
            assertThat(opened).hasSize(i);
        }
    }

    @Test
    void whatCannotBeRightIsSaidBeforeConnecting() {
        SettingsViewModel model = model();
        model.kindProperty().set(SettingsViewModel.Kind.PROFILE);
        model.connect();
        assertThat(model.mistakeProperty().get()).isEqualTo("Choose or type a profile.");
        model.kindProperty().set(SettingsViewModel.Kind.ENDPOINT);
        assertThat(model.mistakeProperty().get()).isEmpty();
        model.endpointProperty().set("http://key:secret@host:1");
        model.connect();
        assertThat(model.mistakeProperty().get())
                .isEqualTo(
                        "Endpoint: credentials come from the environment or the default profile,"
                                + " never from the address.");
        assertThat(opened).isEmpty();
    }

    @Test
    void aProfilesOwnRegionIsOffered() {
        SettingsViewModel model = model();
        model.shown();
        await().until(() -> !model.profiles().isEmpty());
        model.profileProperty().set("work");
        assertThat(model.profileRegionProperty().get()).isEqualTo("eu-central-1");
    }
}
