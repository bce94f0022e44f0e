package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;

import java.util.Optional;
import java.util.function.Function;

/** Sets up table columns over records. */
public final class Cells {
    private Cells() {}

    /** A column of text. */
    public static <T> void text(TableColumn<T, String> column, Function<T, String> value) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(value.apply(row.getValue())));
    }

    /** A column of text in numbers, set to the right, sorted by {@code order}. */
    public static <T, N extends Comparable<N>> void number(
            TableColumn<T, N> column, Function<T, N> order, Function<N, String> format) {
        column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(order.apply(row.getValue())));
        column.getStyleClass().add("numeric");
        column.setCellFactory(_ ->
                new TableCell<>() {
                    {
                        getStyleClass().add("numeric");
                    }

                    @Override
                    protected void updateItem(N value, boolean empty) {
                        super.updateItem(value, empty);
                        setText(empty || value == null ? null : format.apply(value));
                    }
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
}
