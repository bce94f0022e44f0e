package dev.kinescope.desktop.delivery;

import dev.kinescope.desktop.controls.EmptyState;
import dev.kinescope.desktop.controls.ErrorCard;
import dev.kinescope.desktop.controls.LoadingState;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.StateChip;
import dev.kinescope.desktop.shell.Destination;
import dev.kinescope.desktop.shell.Navigator;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.util.function.Function;

/** Binds the Delivery view to its view-model. */
final class DeliveryController {
    private final DeliveryViewModel model;
    private final Navigator navigator;
    private final DeliveryTexts texts;

    @FXML private Label headline;
    @FXML private StateChip state;
    @FXML private Button refresh;
    @FXML private Button openResults;
    @FXML private ErrorCard error;
    @FXML private LoadingState loading;
    @FXML private StackPane missingPane;
    @FXML private EmptyState missing;
    @FXML private VBox body;
    @FXML private Label failure;
    @FXML private HBox figures;
    @FXML private GridPane facts;
    @FXML private Label buffers;
    @FXML private Label objectsCaption;
    @FXML private TableView<StoredObject> objects;
    @FXML private TableColumn<StoredObject, String> keyColumn;
    @FXML private TableColumn<StoredObject, Long> sizeColumn;
    @FXML private TableColumn<StoredObject, Instant> ageColumn;
    @FXML private Label failedCaption;
    @FXML private TableView<FailedRecords.Reason> reasons;
    @FXML private TableColumn<FailedRecords.Reason, Long> countColumn;
    @FXML private TableColumn<FailedRecords.Reason, String> codeColumn;
    @FXML private TableColumn<FailedRecords.Reason, String> messageColumn;
    @FXML private TableColumn<FailedRecords.Reason, Integer> attemptsColumn;
    @FXML private TableColumn<FailedRecords.Reason, Instant> lastColumn;
    @FXML private TableColumn<FailedRecords.Reason, String> adviceColumn;

    DeliveryController(DeliveryViewModel model, Navigator navigator, Clock clock) {
        this.model = model;
        this.navigator = navigator;
        this.texts = new DeliveryTexts(clock);
    }

    @FXML
    private void initialize() {
        missing.offer("fth-layers", "Open Provision", () -> navigator.open(Destination.PROVISION));
        error.offerAgain(model::refresh);
        bindObjects();
        bindReasons();
        model.phaseProperty().subscribe(this::showPhase);
        model.problemProperty()
                .subscribe(problem -> problem.ifPresentOrElse(error::show, error::clear));
        model.roundProperty().subscribe(round -> round.ifPresent(this::show));
    }

    private void bindObjects() {
        fill(keyColumn, StoredObject::key, Function.identity(), "key-cell");
        fill(sizeColumn, StoredObject::bytes, size -> Numbers.bytes(size));
        fill(ageColumn, StoredObject::lastModified, texts::ago);
        var sorted = new SortedList<>(model.objects());
        sorted.comparatorProperty().bind(objects.comparatorProperty());
        objects.setItems(sorted);
        objects.setPlaceholder(note("Nothing delivered yet under this prefix."));
        growLast(objects, keyColumn);
    }

    private void bindReasons() {
        fill(countColumn, FailedRecords.Reason::records, records -> Numbers.count(records));
        fill(codeColumn, FailedRecords.Reason::code, Function.identity());
        fill(messageColumn, FailedRecords.Reason::message, Function.identity(), "wrapped");
        fill(attemptsColumn, FailedRecords.Reason::attempts, Object::toString);
        fill(lastColumn, FailedRecords.Reason::lastArrival, texts::ago);
        fill(
                adviceColumn,
                reason -> FailureAdvice.of(reason.code()),
                Function.identity(),
                "wrapped");
        var sorted = new SortedList<>(model.reasons());
        sorted.comparatorProperty().bind(reasons.comparatorProperty());
        reasons.setItems(sorted);
        reasons.setPlaceholder(note("No record failed: nothing is under the error prefix."));
        growLast(reasons, adviceColumn);
    }

    private static <T> void growLast(TableView<T> table, TableColumn<T, ?> growing) {
        double others =
                table.getColumns().stream()
                        .filter(column -> !column.equals(growing))
                        .mapToDouble(TableColumn::getPrefWidth)
                        .sum();
        growing.prefWidthProperty().bind(table.widthProperty().subtract(others + 24));
    }

    /** Cells that say the whole text in their tooltip, for the narrow ones. */
    private static <T, V> void fill(
            TableColumn<T, V> column,
            Function<T, V> value,
            Function<V, String> words,
            String... styles) {
        column.setCellValueFactory(row -> wrap(value.apply(row.getValue())));
        column.setCellFactory(_ ->
                new TableCell<>() {
                    {
                        getStyleClass().addAll(styles);
                    }

                    @Override
                    protected void updateItem(@Nullable V item, boolean empty) {
                        super.updateItem(item, empty);
                        if (empty || item == null) {
                            setText(null);
                            setTooltip(null);
                        } else {
                            setText(words.apply(item));
                            setTooltip(new Tooltip(getText()));
                        }
                    }
                });
    }

    private static <V> ObservableValue<V> wrap(V value) {
        return new ReadOnlyObjectWrapper<>(value);
    }

    private static Label note(String text) {
        var label = new Label(text);
        label.getStyleClass().add("page-note");
        return label;
    }

    private void showPhase(DeliveryViewModel.Phase phase) {
        boolean there = phase == DeliveryViewModel.Phase.THERE;
        setShown(body, there);
        setShown(state, there);
        setShown(refresh, there);
        setShown(openResults, there);
        setShown(missingPane, phase == DeliveryViewModel.Phase.MISSING);
        if (phase == DeliveryViewModel.Phase.LOADING) {
            loading.begin("Looking at the delivery stream");
        } else {
            loading.end();
        }
        if (!there) {
            headline.setText(
                    switch (phase) {
                        case DISCONNECTED -> "Not connected: choose a connection in Settings";
                        case MISSING -> "There is no such delivery stream";
                        case LOADING, THERE -> "";
                    });
        }
    }

    private void show(DeliveryRound.Seen seen) {
        headline.setText(
                seen.status().name() + " · described here, " + texts.ago(seen.status().at()));
        state.show(DeliveryTexts.state(seen.status().status()));
        failure.setText(seen.status().failure());
        setShown(failure, !seen.status().failure().isEmpty());
        figures.getChildren()
                .setAll(
                        texts.figures(seen.metrics()).stream()
                                .map(DeliveryController::card)
                                .toList());
        facts.getChildren().clear();
        for (DeliveryTexts.Fact fact : texts.facts(seen.status())) {
            int place = facts.getChildren().size() / 2;
            Label name = note(fact.name());
            name.setMinWidth(Label.USE_PREF_SIZE);
            var value = new Label(fact.value());
            value.getStyleClass().add("body");
            value.setTooltip(new Tooltip(fact.value()));
            facts.addRow(place, name, value);
        }
        buffers.setText(texts.buffers(seen.status()));
        objectsCaption.setText(
                (seen.objects().isEmpty()
                                ? "none"
                                : "newest "
                                        + seen.objects().size()
                                        + ", last one "
                                        + texts.ago(seen.objects().getFirst().lastModified()))
                        + " · listed here, "
                        + texts.ago(seen.listedAt()));
        failedCaption.setText(texts.failures(seen.failed(), seen.listedAt()));
        failedCaption.getStyleClass().removeAll("caption", "warning-text");
        failedCaption.getStyleClass().add(seen.failed().records() > 0 ? "warning-text" : "caption");
        objects.refresh();
    }

    private static Node card(DeliveryTexts.Figure figure) {
        Label name = new Label(figure.name());
        name.getStyleClass().add("caption");
        Label value = new Label(figure.value());
        value.getStyleClass().add(figure.known() ? "headline" : "no-data");
        Label unit = new Label(figure.unit());
        unit.getStyleClass().add("caption");
        var line = new HBox(4, value, unit);
        line.getStyleClass().add("figure-line");
        Label caption = new Label(figure.caption());
        caption.getStyleClass().add("figure-caption");
        caption.setMinHeight(Label.USE_PREF_SIZE);
        var card = new VBox(2, name, line, caption);
        card.getStyleClass().addAll("card", "card-dense", "figure-card");
        card.setMinWidth(0);
        card.setPrefWidth(160);
        card.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(card, Priority.ALWAYS);
        return card;
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void refresh() {
        model.refresh();
    }

    @FXML
    private void openResults() {
        navigator.open(Destination.RESULTS);
    }
}
