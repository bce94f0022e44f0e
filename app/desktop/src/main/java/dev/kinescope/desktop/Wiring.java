package dev.kinescope.desktop;

import dev.kinescope.desktop.activity.ActivityView;
import dev.kinescope.desktop.activity.CallHistory;
import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.delivery.DeliveryView;
import dev.kinescope.desktop.dialogs.Asker;
import dev.kinescope.desktop.dialogs.DialogAsker;
import dev.kinescope.desktop.dialogs.FilePicker;
import dev.kinescope.desktop.dialogs.SystemFilePicker;
import dev.kinescope.desktop.functions.FunctionsView;
import dev.kinescope.desktop.overview.OverviewView;
import dev.kinescope.desktop.overview.OverviewViewModel;
import dev.kinescope.desktop.producer.ProducerView;
import dev.kinescope.desktop.provisioning.ProvisioningView;
import dev.kinescope.desktop.results.ResultsSource;
import dev.kinescope.desktop.results.ResultsView;
import dev.kinescope.desktop.results.ResultsViewModel;
import dev.kinescope.desktop.settings.About;
import dev.kinescope.desktop.settings.KeptSettings;
import dev.kinescope.desktop.settings.SettingsStore;
import dev.kinescope.desktop.settings.SettingsView;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Command;
import dev.kinescope.desktop.shell.Connector;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.Notifications;
import dev.kinescope.desktop.shell.Runs;
import dev.kinescope.desktop.shell.Setup;
import dev.kinescope.desktop.shell.ShellController;
import dev.kinescope.desktop.shell.ShellViewModel;
import dev.kinescope.desktop.shell.View;
import dev.kinescope.desktop.shell.Workspace;
import dev.kinescope.desktop.streams.ShardsView;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.desktop.theme.Theme;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Parent;
import javafx.stage.Stage;

import java.time.Clock;
import java.util.Optional;

/** Makes every part of the panel and hands each what it needs; made on the UI thread. */
final class Wiring implements AutoCloseable {
    private final Clock clock;
    private final Setup setup;
    private final Background background;
    private final Notifications notifications;
    private final ActiveConnection connection;
    private final ShellViewModel shell;
    private final Runs runs;
    private final Theme theme;
    private final Asker asker;
    private final FilePicker files;
    private final KeptSettings kept;
    private final Outside outside;
    private final ReadOnlyObjectWrapper<Optional<String>> otherScorer =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Parent root;

    /**
     * What comes from outside the panel.
     *
     * @param owner the window that dialogs stand above
     * @param calls fed by every connection that {@code connector} opens
     */
    record Outside(
            Setup setup,
            Clock clock,
            Connector connector,
            CallHistory calls,
            SettingsStore settings,
            About about,
            Stage owner) {}

    Wiring(Outside outside) {
        this.outside = outside;
        this.clock = outside.clock();
        this.setup = outside.setup();
        this.theme = new Theme();
        this.asker = new DialogAsker(outside.owner(), theme);
        this.files = new SystemFilePicker(outside.owner());
        this.background = Background.onFxThread(clock);
        this.notifications = new Notifications(clock);
        SettingsStore.Loaded loaded = outside.settings().load();
        loaded.problem().ifPresent(text -> notifications.failed("Settings", text));
        this.kept =
                new KeptSettings(outside.settings(), loaded.settings(), background, notifications);
        theme.appearanceProperty().set(loaded.settings().appearance());
        theme.appearanceProperty().subscribe(kept::keepAppearance);
        this.connection = new ActiveConnection(outside.connector(), background, notifications);
        this.shell = new ShellViewModel(connection.bannerProperty(), background, notifications);
        this.runs = new Runs(connection, setup, background, notifications, asker);
        connection.whenConnected(workspace -> otherScorer.set(workspace.otherScorer()));
        shell.addCommand(new Command("fth-play", "Run everything", this::runEverything));
        shell.addCommand(new Command("fth-square", "Stop the run", runs::stopSending));
        for (Appearance appearance : Appearance.values()) {
            shell.addCommand(
                    new Command(
                            "fth-moon",
                            "Theme: " + appearance.label(),
                            () -> theme.appearanceProperty().set(appearance)));
        }
        this.root = Fxml.load(new ShellController(shell, theme, clock, this::view), "Shell.fxml");
    }

    /** What the window shows. */
    Parent root() {
        return root;
    }

    Theme theme() {
        return theme;
    }

    ActiveConnection connection() {
        return connection;
    }

    Background background() {
        return background;
    }

    Runs runs() {
        return runs;
    }

    ShellViewModel shell() {
        return shell;
    }

    KeptSettings kept() {
        return kept;
    }

    private View view(Destination destination) {
        return switch (destination) {
            case OVERVIEW -> new OverviewView(overview(), clock);
            case PROVISION ->
                    new ProvisioningView(connection, setup, background, notifications, asker);
            case FUNCTIONS ->
                    new FunctionsView(connection, setup, background, notifications, files);
            case PRODUCER -> new ProducerView(connection, setup, background, notifications);
            case SHARDS -> new ShardsView(connection, setup, background, shell);
            case DELIVERY -> new DeliveryView(connection, setup, background, shell);
            case RESULTS -> results();
            case ACTIVITY -> new ActivityView(outside.calls(), background, clock);
            case SETTINGS -> new SettingsView(connection, kept, theme, background, outside.about());
        };
    }

    private OverviewViewModel overview() {
        var model = new OverviewViewModel(runs, shell, background, this::look, clock);
        connection.workspaceProperty().addListener((_, _, _) -> model.forget());
        return model;
    }

    private Optional<OverviewViewModel.Seen> look() throws Exception {
        Optional<Workspace> workspace = connection.current();
        if (workspace.isEmpty()) {
            return Optional.empty();
        }
        PipelineDefinition definition = setup.definition(workspace.get());
        return Optional.of(
                new OverviewViewModel.Seen(
                        definition,
                        setup.provisioner(workspace.get().session()).status(definition),
                        workspace.get().otherScorer()));
    }

    private View results() {
        var view =
                new ResultsView(
                        new ResultsViewModel(background, clock),
                        background,
                        this::bucket,
                        otherScorer.getReadOnlyProperty(),
                        this::runEverything,
                        clock);
        connection.workspaceProperty().addListener((_, _, _) -> view.connectionChanged());
        return view;
    }

    private Optional<ResultsSource> bucket() throws Exception {
        Optional<Workspace> workspace = connection.current();
        return workspace.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new BucketResults(
                                workspace.get().session(),
                                setup.definition(workspace.get()).delivery()));
    }

    private void runEverything() {
        shell.open(Destination.OVERVIEW);
        runs.runEverything(_ -> shell.open(Destination.RESULTS));
    }

    /** Ends all work and closes the connection. */
    @Override
    public void close() {
        background.close();
        connection.close();
    }
}
