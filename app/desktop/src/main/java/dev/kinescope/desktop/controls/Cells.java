package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;

import javafx.beans.binding.DoubleExpression;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleDoubleProperty;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.Optional;
import java.util.function.Function;

/** Sets up table columns over records. */
public final class Cells {
    private static final double SCROLL_BAR = 16;

    private Cells() {}

    /** A column of text. */
    public static <T> void text(TableColumn<T, String> column, Function<T, String> value) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    }

    /** A column sorted by {@code order} and shown as text, for example a time. */
    public static <T, N extends Comparable<N>> void ordered(
            TableColumn<T, N> column, Function<T, N> order, Function<N, String> format) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(order.apply(row.getValue())));
        column.setCellFactory(_ -> new FormattedCell<>(format));
    }

    /** Gives a column all the width that the others leave. */
    public static <T> void fill(TableView<T> table, TableColumn<T, ?> column) {
        table.setColumnResizePolicy(TableView.UNCONSTRAINED_RESIZE_POLICY);
        DoubleExpression others = new SimpleDoubleProperty(SCROLL_BAR);
        for (TableColumn<T, ?> other : table.getColumns()) {
            if (!other.equals(column)) {
                others = others.add(other.widthProperty());
            }
        }
        column.prefWidthProperty().bind(table.widthProperty().subtract(others));
    }

    /** A column of text in numbers, set to the right, sorted by {@code order}. */
    public static <T, N extends Comparable<N>> void number(
            TableColumn<T, N> column, Function<T, N> order, Function<N, String> format) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(order.apply(row.getValue())));
        column.getStyleClass().add("numeric");
        column.setCellFactory(
                _ -> {
                    var cell = new FormattedCell<T, N>(format);
                    cell.getStyleClass().add("numeric");
                    return cell;
                });
    }

    /** A column of sentiments with glyph and word. */
    public static <T> void sentiment(
            TableColumn<T, Optional<Sentiment>> column, Function<T, Optional<Sentiment>> value) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
        column.setCellFactory(_ ->
                new TableCell<>() {
                    private final SentimentLabel label = new SentimentLabel();

                    @Override
                    protected void updateItem(Optional<Sentiment> value, boolean empty) {
                        super.updateItem(value, empty);
                        if (empty || value == null) {
                            setGraphic(null);
                        } else {
                            label.show(value);
                            setGraphic(label);
                        }
                    }
                });
    }

    private static final class FormattedCell<T, N> extends TableCell<T, N> {
        private final Function<N, String> format;

        FormattedCell(Function<N, String> format) {
            this.format = format;
        }

        @Override
        protected void updateItem(N value, boolean empty) {
            super.updateItem(value, empty);
            setText(empty || value == null ? null : format.apply(value));
        }
    }
}
