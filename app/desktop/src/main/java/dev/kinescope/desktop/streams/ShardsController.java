package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.EmptyState;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.LoadingState;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Navigator;

import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.collections.ListChangeListener;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextFlow;

import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Clock;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;

/** Binds the Shards view to its view-model. */
final class ShardsController {
    private static final int FIGURE_COLUMNS = 3;

    private final ShardsViewModel model;
    private final Navigator navigator;
    private final ShardTexts texts;
    private final DateTimeFormatter times;
    private final DateTimeFormatter seconds;
    private final HeatBar heat = new HeatBar();

    @FXML private ComboBox<String> streamChoice;
    @FXML private Label headline;
    @FXML private ToggleButton pause;
    @FXML private FontIcon pauseIcon;
    @FXML private Button change;
    @FXML private ErrorCard error;
    @FXML private LoadingState loading;
    @FXML private StackPane missingPane;
    @FXML private EmptyState missing;
    @FXML private VBox body;
    @FXML private HBox hotBanner;
    @FXML private Label hotTitle;
    @FXML private Label hotAdvice;
    @FXML private Label notes;
    @FXML private Label heatCaption;
    @FXML private HBox heatLegend;
    @FXML private StackPane heatPlace;
    @FXML private Label cloudWatchCaption;
    @FXML private GridPane figures;
    @FXML private TableView<ShardRow> table;
    @FXML private TableColumn<ShardRow, ShardRow> sampledGroup;
    @FXML private TableView<RecordRow> records;
    @FXML private Label recordsCaption;
    @FXML private Hyperlink older;
    @FXML private TableColumn<RecordRow, String> arrivedColumn;
    @FXML private TableColumn<RecordRow, String> keyColumn;
    @FXML private TableColumn<RecordRow, String> textColumn;
    @FXML private Label recordCaption;
    @FXML private ToggleGroup form;
    @FXML private ToggleButton pretty;
    @FXML private TextFlow recordText;
    @FXML private Button copy;
    @FXML private Label sequence;

    ShardsController(ShardsViewModel model, Navigator navigator, Clock clock) {
        this.model = model;
        this.navigator = navigator;
        this.texts = new ShardTexts(clock);
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(clock.getZone());
        this.seconds = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(clock.getZone());
    }

    @FXML
    private void initialize() {
        heatPlace.getChildren().add(heat);
        makeLegend();
        missing.offer("fth-layers", "Open Provision", this::openProvision);
        error.offerAgain(model::tryAgain);
        pause.selectedProperty().bindBidirectional(model.pausedProperty());
        model.pausedProperty().subscribe(this::showPaused);
        streamChoice.setItems(model.streams());
        model.streamProperty().subscribe(name -> streamChoice.setValue(name));
        streamChoice
                .valueProperty()
                .addListener((_, _, name) -> model.chooseStream(name == null ? "" : name));
        model.phaseProperty().subscribe(this::showPhase);
        model.problemProperty()
                .subscribe(problem -> problem.ifPresentOrElse(error::show, error::clear));
        model.roundProperty().subscribe(round -> round.ifPresent(this::show));
        ShardTable.bind(table, model, texts);
        bindRecords();
    }

    private void bindRecords() {
        arrivedColumn.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(times.format(row.getValue().record().arrival())));
        keyColumn.setCellValueFactory(
                row -> new ReadOnlyStringWrapper(row.getValue().record().partitionKey()));
        keyColumn.getStyleClass().add("mono-cell");
        textColumn.setCellValueFactory(row -> new ReadOnlyStringWrapper(row.getValue().preview()));
        Columns.grow(records, List.of(textColumn));
        records.setItems(model.records());
        records.setPlaceholder(note("No record seen on this shard yet."));
        records.getSelectionModel()
                .selectedItemProperty()
                .addListener((_, _, row) -> {
                    if (row != null) {
                        model.chooseRecord(row);
                    }
                });
        model.chosenRecordProperty().subscribe(_ -> showRecord());
        form.selectedToggleProperty()
                .addListener((_, before, now) -> {
                    if (now == null) {
                        form.selectToggle(before);
                    } else {
                        showRecord();
                    }
                });
        model.records().addListener((ListChangeListener<RecordRow>) _ -> showRecordsCaption());
        model.chosenShardProperty().subscribe(_ -> showRecordsCaption());
        model.readingOlderProperty().subscribe(_ -> showRecordsCaption());
        older.disableProperty().bind(model.readingOlderProperty());
    }

    private static Label note(String text) {
        var label = new Label(text);
        label.getStyleClass().add("page-note");
        return label;
    }

    private void showPhase(ShardsViewModel.Phase phase) {
        boolean watching = phase == ShardsViewModel.Phase.WATCHING;
        setShown(body, watching);
        setShown(missingPane, phase == ShardsViewModel.Phase.MISSING);
        setShown(pause, watching);
        setShown(change, watching);
        if (!watching) {
            headline.setText(
                    switch (phase) {
                        case DISCONNECTED -> "Not connected: choose a connection in Settings";
                        case MISSING -> "There is no such stream";
                        case LOADING, WATCHING -> "";
                    });
        }
        if (phase == ShardsViewModel.Phase.LOADING) {
            loading.begin("Looking at the shards");
        } else {
            loading.end();
        }
    }

    private void show(Round.Watched round) {
        headline.setText(texts.headline(round));
        headline.setTooltip(new Tooltip(headline.getText()));
        setShown(hotBanner, round.warning().isPresent());
        round.warning()
                .ifPresent(warning -> {
                    hotTitle.setText(warning.title());
                    hotAdvice.setText(warning.advice());
                });
        notes.setText(String.join(" ", round.problems()));
        setShown(notes, !round.problems().isEmpty());
        heat.show(round.heat());
        heatCaption.setText(
                Numbers.counted(round.heat().records(), "record")
                        + " by key, "
                        + sampled(round).toLowerCase(java.util.Locale.ROOT));
        sampledGroup.setText(sampled(round));
        cloudWatchCaption.setText(texts.cloudWatch(round.metrics()));
        figures.getChildren().clear();
        for (Figure figure : texts.figures(round.metrics())) {
            int place = figures.getChildren().size();
            figures.add(figure(figure), place % FIGURE_COLUMNS, place / FIGURE_COLUMNS);
        }
        showRecordsCaption();
    }

    private String sampled(Round.Watched round) {
        return texts.sampled(round.at(), model.pausedProperty().get(), seconds.format(round.at()));
    }

    private Node figure(Figure figure) {
        var name = new Label(figure.name());
        name.getStyleClass().add("caption");
        var value = new Label(figure.value());
        value.getStyleClass().add("figure-value");
        var box = new VBox(name, value);
        box.setMinWidth(94);
        Tooltip.install(box, new Tooltip(figure.caption()));
        return box;
    }

    private void showPaused(boolean paused) {
        pause.setText(paused ? "Go on" : "Pause");
        pauseIcon.setIconLiteral(paused ? "fth-play" : "fth-pause");
        model.roundProperty().get().ifPresent(round -> sampledGroup.setText(sampled(round)));
    }

    private void showRecordsCaption() {
        String shard = model.chosenShardProperty().get();
        if (shard.isEmpty()) {
            recordsCaption.setText("choose a shard");
        } else {
            recordsCaption.setText(
                    "shard "
                            + ShardRow.number(shard)
                            + " · "
                            + (model.readingOlderProperty().get()
                                    ? "reading the older ones"
                                    : "last " + model.records().size() + ", read here"));
        }
    }

    private void showRecord() {
        Optional<RecordRow> chosen = model.chosenRecordProperty().get();
        copy.setDisable(chosen.isEmpty());
        var pane = new RecordPane(recordText);
        if (chosen.isEmpty()) {
            pane.clear();
            recordCaption.setText("");
            sequence.setText("");
            return;
        }
        RecordRow row = chosen.get();
        recordCaption.setText(
                "key "
                        + row.record().partitionKey()
                        + " · "
                        + Numbers.bytes(row.record().data().length));
        sequence.setText("Seq " + row.sequenceNumber());
        selectChosenRecord(row);
        if (pretty.isSelected()) {
            pane.showPretty(row);
        } else {
            pane.showRaw(row);
        }
    }

    private void selectChosenRecord(RecordRow chosen) {
        for (int i = 0; i < records.getItems().size(); i++) {
            if (records.getItems().get(i).sequenceNumber().equals(chosen.sequenceNumber())) {
                records.getSelectionModel().clearAndSelect(i);
                return;
            }
        }
    }

    private void makeLegend() {
        heatLegend.getChildren().add(note("cool "));
        for (int level = 0; level <= 3; level++) {
            var swatch = new Region();
            swatch.getStyleClass().addAll("heat-swatch", "heat-slice", "heat-" + level);
            heatLegend.getChildren().add(swatch);
        }
        heatLegend.getChildren().add(note(" hot"));
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void openProvision() {
        navigator.open(Destination.PROVISION);
    }

    @FXML
    private void readFromTheOldest() {
        model.readFromTheOldest();
    }

    @FXML
    private void copyRecord() {
        model.chosenRecordProperty()
                .get()
                .ifPresent(row -> {
                    var content = new ClipboardContent();
                    content.putString(row.record().text());
                    Clipboard.getSystemClipboard().setContent(content);
                });
    }
}
