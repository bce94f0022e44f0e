package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.background.Background;
import dev.kinescope.desktop.shell.ActiveConnection;
import dev.kinescope.desktop.shell.Fxml;
import dev.kinescope.desktop.shell.View;
import dev.kinescope.desktop.theme.Theme;
import dev.kinescope.pipeline.connection.AwsProfiles;

import javafx.scene.Parent;

/** The Settings view of the navigation: layout, controller and view-model put together. */
public final class SettingsView implements View {
    private final SettingsViewModel model;
    private final Parent root;

    /** Switches that connection and that theme, and keeps what was chosen. */
    public SettingsView(
            ActiveConnection connection,
            KeptSettings kept,
            Theme theme,
            Background background,
            About about) {
        this(
                new SettingsViewModel(
                        connection,
                        kept,
                        theme.appearanceProperty(),
                        background,
                        AwsProfiles::available),
                about);
    }

    SettingsView(SettingsViewModel model, About about) {
        this.model = model;
        this.root = Fxml.load(new SettingsController(model, about), "Settings.fxml");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        model.shown();
    }

    @Override
    public void hidden() {
        // Nothing is polled here.
    }
}
