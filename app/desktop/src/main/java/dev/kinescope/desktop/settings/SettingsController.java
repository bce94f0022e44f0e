package dev.kinescope.desktop.settings;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.theme.Appearance;
import dev.kinescope.pipeline.connection.AwsProfiles;

import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;

import java.util.List;

/** Binds the Settings view to its view-model. */
final class SettingsController {
    private final SettingsViewModel model;
    private final About about;

    @FXML private ToggleGroup kind;
    @FXML private RadioButton local;
    @FXML private RadioButton profileChoice;
    @FXML private RadioButton endpointChoice;
    @FXML private GridPane profileForm;
    @FXML private ComboBox<String> profile;
    @FXML private TextField profileRegion;
    @FXML private Label profilesNote;
    @FXML private GridPane endpointForm;
    @FXML private TextField endpoint;
    @FXML private TextField endpointRegion;
    @FXML private Button connect;
    @FXML private Label mistake;
    @FXML private HBox outcome;
    @FXML private Chip outcomeChip;
    @FXML private Label outcomeText;
    @FXML private ErrorCard error;
    @FXML private ToggleGroup theme;
    @FXML private ToggleButton system;
    @FXML private ToggleButton light;
    @FXML private ToggleButton dark;
    @FXML private GridPane folders;
    @FXML private GridPane versions;

    SettingsController(SettingsViewModel model, About about) {
        this.model = model;
        this.about = about;
    }

    @FXML
    private void initialize() {
        local.setUserData(SettingsViewModel.Kind.LOCAL);
        profileChoice.setUserData(SettingsViewModel.Kind.PROFILE);
        endpointChoice.setUserData(SettingsViewModel.Kind.ENDPOINT);
        kind.selectedToggleProperty()
                .addListener((_, _, chosen) -> {
                    if (chosen != null) {
                        model.kindProperty().set((SettingsViewModel.Kind) chosen.getUserData());
                    }
                });
        model.kindProperty().subscribe(this::showKind);
        profile.getEditor().textProperty().bindBidirectional(model.profileProperty());
        model.profiles().addListener((ListChangeListener<AwsProfiles.Profile>) _ -> showProfiles());
        showProfiles();
        profileRegion.textProperty().bindBidirectional(model.profileRegionProperty());
        endpoint.textProperty().bindBidirectional(model.endpointProperty());
        endpointRegion.textProperty().bindBidirectional(model.endpointRegionProperty());
        bindText(profilesNote, model.profilesNoteProperty());
        bindText(mistake, model.mistakeProperty());
        connect.disableProperty().bind(model.connectingProperty());
        model.outcomeProperty().subscribe(this::showOutcome);
        error.offerAgain(model::connect);
        bindTheme();
        fill(folders, about.folders());
        fill(versions, about.versions());
    }

    private static void bindText(Label label, javafx.beans.property.ReadOnlyStringProperty text) {
        label.textProperty().bind(text);
        label.visibleProperty().bind(text.isNotEmpty());
        label.managedProperty().bind(text.isNotEmpty());
    }

    private void showKind(SettingsViewModel.Kind chosen) {
        for (Toggle toggle : kind.getToggles()) {
            if (chosen.equals(toggle.getUserData())) {
                kind.selectToggle(toggle);
            }
        }
        setShown(profileForm, chosen == SettingsViewModel.Kind.PROFILE);
        setShown(endpointForm, chosen == SettingsViewModel.Kind.ENDPOINT);
    }

    private void showProfiles() {
        String typed = profile.getEditor().getText();
        profile.getItems()
                .setAll(model.profiles().stream().map(AwsProfiles.Profile::name).toList());
        profile.getEditor().setText(typed);
    }

    private void showOutcome(SettingsViewModel.Outcome result) {
        error.clear();
        setShown(outcome, !(result instanceof SettingsViewModel.Outcome.None));
        switch (result) {
            case SettingsViewModel.Outcome.None _ -> outcomeText.setText("");
            case SettingsViewModel.Outcome.Connecting _ -> {
                outcomeChip.show("fth-loader", "connecting", Chip.Tone.INFO);
                outcomeText.setText("Asking whose account it is");
            }
            case SettingsViewModel.Outcome.Connected connected -> {
                outcomeChip.show("fth-check-circle", "connected", Chip.Tone.READY);
                outcomeText.setText(
                        "account "
                                + connected.account()
                                + " · "
                                + connected.region()
                                + " · "
                                + connected.who());
            }
            case SettingsViewModel.Outcome.Failed failed -> {
                outcomeChip.show("fth-alert-triangle", "not connected", Chip.Tone.FAILING);
                outcomeText.setText(
                        failed.before().isEmpty() ? "" : "Still in use: " + failed.before());
                error.show(failed.problem());
            }
        }
    }

    private void bindTheme() {
        system.setUserData(Appearance.SYSTEM);
        light.setUserData(Appearance.LIGHT);
        dark.setUserData(Appearance.DARK);
        theme.selectedToggleProperty()
                .addListener((_, before, chosen) -> {
                    if (chosen == null) {
                        theme.selectToggle(before);
                    } else {
                        model.appearanceProperty().set((Appearance) chosen.getUserData());
                    }
                });
        model.appearanceProperty()
                .subscribe(appearance ->
                        theme.getToggles().stream()
                                .filter(toggle -> appearance.equals(toggle.getUserData()))
                                .findFirst()
                                .ifPresent(theme::selectToggle));
    }

    private static void fill(GridPane grid, List<About.Fact> facts) {
        for (About.Fact fact : facts) {
            var name = new Label(fact.name());
            name.getStyleClass().add("page-note");
            name.setMinWidth(Label.USE_PREF_SIZE);
            // A field that cannot be edited, so that a path can be marked and copied.
            var value = new TextField(fact.value());
            value.setEditable(false);
            value.getStyleClass().add("fact");
            value.setAccessibleText(fact.name());
            value.setTooltip(new Tooltip(fact.value()));
            grid.addRow(grid.getChildren().size() / 2, name, value);
        }
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void connect() {
        model.connect();
    }
}
