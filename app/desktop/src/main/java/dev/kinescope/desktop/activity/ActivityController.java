package dev.kinescope.desktop.activity;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.Numbers;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.transformation.SortedList;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Function;

/** Binds the Activity view to its view-model. */
final class ActivityController {
    private final ActivityViewModel model;
    private final DateTimeFormatter times;

    @FXML private Label headline;
    @FXML private TextField filter;
    @FXML private ComboBox<String> service;
    @FXML private CheckBox errorsOnly;
    @FXML private ToggleButton pause;
    @FXML private FontIcon pauseIcon;
    @FXML private Label count;
    @FXML private Label median;
    @FXML private Label p95;
    @FXML private Label failed;
    @FXML private Label retried;
    @FXML private TableView<LoggedCall> table;
    @FXML private TableColumn<LoggedCall, Instant> timeColumn;
    @FXML private TableColumn<LoggedCall, String> serviceColumn;
    @FXML private TableColumn<LoggedCall, String> operationColumn;
    @FXML private TableColumn<LoggedCall, String> resourceColumn;
    @FXML private TableColumn<LoggedCall, Duration> tookColumn;
    @FXML private TableColumn<LoggedCall, String> outcomeColumn;
    @FXML private TableColumn<LoggedCall, Integer> attemptsColumn;
    @FXML private TableColumn<LoggedCall, String> requestColumn;
    @FXML private VBox detailsCard;
    @FXML private Label detailsTitle;
    @FXML private TextArea details;

    ActivityController(ActivityViewModel model, Clock clock) {
        this.model = model;
        this.times = DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(clock.getZone());
    }

    @FXML
    private void initialize() {
        filter.textProperty().bindBidirectional(model.filterProperty());
        service.setItems(model.services());
        service.valueProperty().bindBidirectional(model.serviceProperty());
        errorsOnly.selectedProperty().bindBidirectional(model.errorsOnlyProperty());
        pause.selectedProperty().bindBidirectional(model.pausedProperty());
        model.pausedProperty()
                .subscribe(paused -> {
                    pause.setText(paused ? "Go on" : "Pause");
                    pauseIcon.setIconLiteral(paused ? "fth-play" : "fth-pause");
                });
        bindTable();
        model.statisticsProperty().subscribe(this::show);
        model.chosenProperty().subscribe(this::showDetails);
    }

    private void bindTable() {
        fill(timeColumn, call -> call.call().at(), times::format);
        fill(serviceColumn, call -> call.call().service(), Function.identity());
        fill(operationColumn, call -> call.call().operation(), Function.identity());
        fill(resourceColumn, call -> call.call().resource(), Function.identity());
        fill(tookColumn, call -> call.call().took(), Numbers::duration);
        fill(attemptsColumn, call -> call.call().attempts(), Object::toString);
        fill(requestColumn, call -> call.call().requestId(), Function.identity());
        outcomeColumn.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().outcome()));
        outcomeColumn.setCellFactory(_ -> new OutcomeCell());
        var sorted = new SortedList<>(model.calls());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        var none = new Label("No call that passes the filter.");
        none.getStyleClass().add("page-note");
        table.setPlaceholder(none);
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((_, _, call) -> {
                    if (call != null) {
                        model.choose(call);
                    }
                });
        double others =
                table.getColumns().stream()
                        .filter(column -> !column.equals(resourceColumn))
                        .mapToDouble(TableColumn::getPrefWidth)
                        .sum();
        resourceColumn.prefWidthProperty().bind(table.widthProperty().subtract(others + 24));
    }

    private static <V> void fill(
            TableColumn<LoggedCall, V> column,
            Function<LoggedCall, V> value,
            Function<V, String> words) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(_ ->
                new TableCell<>() {
                    @Override
                    protected void updateItem(@Nullable V item, boolean empty) {
                        super.updateItem(item, empty);
                        setText(empty || item == null ? null : words.apply(item));
                    }
                });
    }

    private static final class OutcomeCell extends TableCell<LoggedCall, String> {
        private final Chip chip = new Chip();

        @Override
        protected void updateItem(@Nullable String outcome, boolean empty) {
            super.updateItem(outcome, empty);
            if (empty || outcome == null) {
                setGraphic(null);
                return;
            }
            if (outcome.equals("ok")) {
                chip.show("fth-check-circle", "ok", Chip.Tone.READY);
            } else {
                chip.show("fth-alert-triangle", shorten(outcome), Chip.Tone.FAILING);
            }
            setGraphic(chip);
        }
    }

    /** Most codes end in a word that says nothing; the details hold them whole. */
    private static String shorten(String code) {
        return code.length() > "Exception".length() && code.endsWith("Exception")
                ? code.substring(0, code.length() - "Exception".length())
                : code;
    }

    private void show(CallStatistics statistics) {
        long total = model.totalProperty().get();
        headline.setText(
                total <= CallHistory.KEPT
                        ? Numbers.counted(total, "AWS call") + " since the start, measured here"
                        : "the last "
                                + Numbers.count(CallHistory.KEPT)
                                + " of "
                                + Numbers.counted(total, "AWS call")
                                + ", measured here");
        count.setText(Numbers.count(statistics.calls()));
        median.setText(statistics.median().map(Numbers::duration).orElse("–"));
        p95.setText(statistics.p95().map(Numbers::duration).orElse("–"));
        failed.setText(Numbers.count(statistics.failed()));
        failed.getStyleClass().remove("some-failed");
        if (statistics.failed() > 0) {
            failed.getStyleClass().add("some-failed");
        }
        retried.setText(Numbers.count(statistics.retried()));
    }

    private void showDetails(Optional<LoggedCall> chosen) {
        setShown(detailsCard, chosen.isPresent());
        chosen.ifPresent(call -> {
            detailsTitle.setText(call.call().service() + " " + call.call().operation());
            details.setText(text(call));
        });
    }

    private String text(LoggedCall call) {
        return call.details(call.call().at().toString(), Numbers.duration(call.call().took()));
    }

    private static void setShown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void clearFilter() {
        model.clearFilter();
    }

    @FXML
    private void copyDetails() {
        model.chosenProperty()
                .get()
                .ifPresent(call -> {
                    var content = new ClipboardContent();
                    content.putString(text(call));
                    Clipboard.getSystemClipboard().setContent(content);
                });
    }
}
