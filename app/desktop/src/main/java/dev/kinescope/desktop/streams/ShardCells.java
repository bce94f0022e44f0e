package dev.kinescope.desktop.streams;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.Sparkline;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;

import org.jspecify.annotations.Nullable;

import java.util.Comparator;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** The cells of the table of shards: chips, sparklines, and numbers that can be unknown. */
final class ShardCells {
    /** What a number's cell says when nothing is known: never zero. */
    static final String NO_DATA = "–";

    private ShardCells() {}

    static void text(TableColumn<ShardRow, ShardRow> column, Function<ShardRow, String> text) {
        fill(column, () -> new TextCell(text, _ -> false));
        column.setComparator(Comparator.comparing(text));
    }

    /** A number on the right; sorted by its value, unknown ones last. */
    static void number(
            TableColumn<ShardRow, ShardRow> column,
            Function<ShardRow, Optional<Double>> value,
            Function<Double, String> words,
            Function<ShardRow, Boolean> hot) {
        column.getStyleClass().add("numeric");
        fill(
                column,
                () -> {
                    var cell =
                            new TextCell(row -> value.apply(row).map(words).orElse(NO_DATA), hot);
                    cell.setAlignment(Pos.CENTER_RIGHT);
                    return cell;
                });
        column.setComparator(
                Comparator.comparingDouble(
                        row -> value.apply(row).orElse(Double.NEGATIVE_INFINITY)));
    }

    static void state(TableColumn<ShardRow, ShardRow> column) {
        fill(
                column,
                () ->
                        graphic(
                                new Chip(),
                                (chip, row) -> {
                                    switch (row.mark()) {
                                        case OPEN -> show(chip, row, "fth-check-circle");
                                        case HOT -> show(chip, row, "fth-alert-triangle");
                                        case CLOSED -> show(chip, row, "fth-lock");
                                    }
                                }));
        column.setComparator(Comparator.comparing(ShardRow::mark));
    }

    private static void show(Chip chip, ShardRow row, String icon) {
        Chip.Tone tone =
                switch (row.mark()) {
                    case OPEN -> Chip.Tone.READY;
                    case HOT -> Chip.Tone.FAILING;
                    case CLOSED -> Chip.Tone.MUTED;
                };
        if (!chip.getText().equals(row.mark().word())) {
            chip.show(icon, row.mark().word(), tone);
        }
    }

    /** The last minute on the scale of the limit, so that shards compare at a glance. */
    static void trend(
            TableColumn<ShardRow, ShardRow> column,
            double limit,
            Function<ShardRow, Trend> values,
            Function<ShardRow, Boolean> hot) {
        fill(
                column,
                () ->
                        graphic(
                                new Sparkline(),
                                (line, row) -> {
                                    line.getStyleClass().removeAll("spark-hot", "spark-cool");
                                    line.getStyleClass()
                                            .add(hot.apply(row) ? "spark-hot" : "spark-cool");
                                    line.showWithin(limit, values.apply(row).values());
                                }));
    }

    private static void fill(
            TableColumn<ShardRow, ShardRow> column,
            java.util.function.Supplier<TableCell<ShardRow, ShardRow>> cell) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        column.setCellFactory(_ -> cell.get());
    }

    private static <N extends javafx.scene.Node> TableCell<ShardRow, ShardRow> graphic(
            N node, BiConsumer<N, ShardRow> show) {
        return new TableCell<>() {
            @Override
            protected void updateItem(@Nullable ShardRow row, boolean empty) {
                super.updateItem(row, empty);
                if (empty || row == null) {
                    setGraphic(null);
                } else {
                    show.accept(node, row);
                    setGraphic(node);
                }
            }
        };
    }

    private static final class TextCell extends TableCell<ShardRow, ShardRow> {
        private final Function<ShardRow, String> text;
        private final Function<ShardRow, Boolean> hot;

        TextCell(Function<ShardRow, String> text, Function<ShardRow, Boolean> hot) {
            this.text = text;
            this.hot = hot;
        }

        @Override
        protected void updateItem(@Nullable ShardRow row, boolean empty) {
            super.updateItem(row, empty);
            getStyleClass().remove("hot-number");
            if (empty || row == null) {
                setText(null);
                return;
            }
            setText(text.apply(row));
            if (hot.apply(row)) {
                getStyleClass().add("hot-number");
            }
        }
    }
}
