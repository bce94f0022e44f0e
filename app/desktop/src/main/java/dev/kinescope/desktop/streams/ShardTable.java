package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.pipeline.streams.ShardSample;

import javafx.collections.ListChangeListener;
import javafx.collections.transformation.SortedList;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** Fills the columns of the table of shards and keeps its selection on the chosen shard. */
final class ShardTable {
    private final TableView<ShardRow> table;
    private final ShardsViewModel model;
    private boolean updating;

    private ShardTable(TableView<ShardRow> table, ShardsViewModel model) {
        this.table = table;
        this.model = model;
    }

    /** Sets the table up; its columns are found by their ids in the layout. */
    static void bind(TableView<ShardRow> table, ShardsViewModel model, ShardTexts texts) {
        var bound = new ShardTable(table, model);
        bound.defineListed();
        bound.defineSampled(texts);
        bound.follow();
    }

    private void defineListed() {
        ShardCells.text(column("shardColumn"), ShardRow::shortId);
        column("shardColumn").getStyleClass().add("mono-cell");
        ShardCells.state(column("stateColumn"));
        ShardCells.text(column("rangeColumn"), row -> row.sample().hashRange());
        column("rangeColumn").getStyleClass().add("mono-cell");
    }

    private void defineSampled(ShardTexts texts) {
        ShardCells.trend(
                column("recordsTrendColumn"),
                ShardSample.RECORD_LIMIT,
                ShardRow::records,
                row -> isHot(row.sample().ofRecordLimit()));
        ShardCells.number(
                column("recordsColumn"),
                row -> row.sample().recordsPerSecond(),
                Numbers::amount,
                row -> isHot(row.sample().ofRecordLimit()));
        column("recordsColumn").getStyleClass().add("strong-number");
        ShardCells.number(
                column("recordsShareColumn"),
                row -> row.sample().ofRecordLimit(),
                Numbers::wholePercent,
                _ -> false);
        ShardCells.trend(
                column("bytesTrendColumn"),
                ShardSample.BYTE_LIMIT,
                ShardRow::bytes,
                row -> isHot(row.sample().ofByteLimit()));
        ShardCells.number(
                column("bytesColumn"),
                row -> row.sample().bytesPerSecond(),
                Numbers::bytes,
                row -> isHot(row.sample().ofByteLimit()));
        column("bytesColumn").getStyleClass().add("strong-number");
        ShardCells.number(
                column("bytesShareColumn"),
                row -> row.sample().ofByteLimit(),
                Numbers::wholePercent,
                _ -> false);
        ShardCells.number(
                column("ageColumn"),
                row -> row.sample().iteratorAge().map(age -> (double) age.toMillis()),
                millis -> Numbers.duration(Duration.ofMillis(Math.round(millis))),
                _ -> false);
        ShardCells.number(
                column("readColumn"),
                row -> row.sample().sampledAt().map(at -> (double) texts.age(at).toMillis()),
                millis -> Numbers.ago(Duration.ofMillis(Math.round(millis))),
                _ -> false);
        Columns.grow(table, List.of(column("recordsTrendColumn"), column("bytesTrendColumn")));
    }

    private static boolean isHot(Optional<Double> share) {
        return share.orElse(0.0) >= ShardRow.HOT;
    }

    /** Every column of the layout holds whole rows, so that one cell can look at all of a shard. */
    @SuppressWarnings("unchecked") // The layout says nothing of types; the factories set here do.
    private TableColumn<ShardRow, ShardRow> column(String id) {
        return (TableColumn<ShardRow, ShardRow>)
                table.getVisibleLeafColumns().stream()
                        .filter(column -> Objects.equals(column.getId(), id))
                        .findFirst()
                        .orElseThrow();
    }

    private void follow() {
        var sorted = new SortedList<>(model.shards());
        sorted.comparatorProperty().bind(table.comparatorProperty());
        table.setItems(sorted);
        table.getSelectionModel()
                .selectedItemProperty()
                .addListener((_, _, row) -> {
                    if (row != null && !updating) {
                        model.chooseShard(row.id());
                    }
                });
        model.chosenShardProperty().subscribe(_ -> selectChosen());
        sorted.addListener((ListChangeListener<ShardRow>) _ -> selectChosen());
    }

    /** Rows are replaced each second; the choice is the shard's, not the row's. */
    private void selectChosen() {
        String chosen = model.chosenShardProperty().get();
        ShardRow selected = table.getSelectionModel().getSelectedItem();
        if (updating || (selected != null && selected.id().equals(chosen))) {
            return;
        }
        updating = true;
        try {
            table.getItems().stream()
                    .filter(row -> row.id().equals(chosen))
                    .findFirst()
                    .ifPresentOrElse(
                            table.getSelectionModel()::select,
                            table.getSelectionModel()::clearSelection);
        } finally {
            updating = false;
        }
    }
}
