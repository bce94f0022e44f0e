package dev.kinescope.desktop.functions;

import javafx.scene.control.ListCell;

import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** One line of a log; the REPORT line stands out, and so do warnings and failures. */
final class LogCell extends ListCell<LogEntry> {
    private final DateTimeFormatter times;

    LogCell(DateTimeFormatter times) {
        this.times = times;
        getStyleClass().add("log-cell");
        setWrapText(true);
        // Without a width of its own the cell takes the list's, and wraps there.
        setPrefWidth(0);
    }

    @Override
    protected void updateItem(LogEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        for (LogEntry.Kind kind : LogEntry.Kind.values()) {
            getStyleClass().remove(styleOf(kind));
        }
        if (empty || entry == null) {
            setText(null);
            return;
        }
        String time = entry.at().map(at -> times.format(at) + "  ").orElse("");
        setText(time + entry.text().replace("\t", "  "));
        getStyleClass().add(styleOf(entry.kind()));
    }

    private static String styleOf(LogEntry.Kind kind) {
        return "log-" + kind.name().toLowerCase(Locale.ROOT);
    }
}
