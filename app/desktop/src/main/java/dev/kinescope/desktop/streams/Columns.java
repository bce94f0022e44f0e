package dev.kinescope.desktop.streams;

import javafx.beans.binding.Bindings;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;

import java.util.List;

/** Lets some columns of a table share the width that the others leave, so that none is cut off. */
final class Columns {
    /** Room for the scroll bar and the borders. */
    private static final double REST = 24;

    private static final double LEAST = 60;

    private Columns() {}

    static <T> void grow(TableView<T> table, List<TableColumn<T, ?>> growing) {
        List<TableColumn<T, ?>> fixed =
                table.getVisibleLeafColumns().stream()
                        .filter(column -> !growing.contains(column))
                        .toList();
        var share =
                Bindings.createDoubleBinding(
                        () -> {
                            double taken = fixed.stream().mapToDouble(TableColumn::getWidth).sum();
                            return Math.max(
                                    LEAST, (table.getWidth() - taken - REST) / growing.size());
                        },
                        fixed.stream()
                                .map(TableColumn::widthProperty)
                                .toArray(javafx.beans.Observable[]::new));
        table.widthProperty().addListener((_, _, _) -> share.invalidate());
        growing.forEach(column -> column.prefWidthProperty().bind(share));
    }
}
