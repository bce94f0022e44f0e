package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.desktop.controls.Numbers;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import org.kordamp.ikonli.javafx.FontIcon;

/** Draws the steps of applying or tearing down. */
final class StepRows {
    private StepRows() {}

    static Node of(StepRow row) {
        var what = new Label(row.step().what() + " " + row.step().name());
        what.getStyleClass().add("body");
        what.setWrapText(true);
        var words = new VBox(what);
        if (!row.message().isEmpty()) {
            var message = new Label(row.message());
            message.getStyleClass().add("caption");
            message.setWrapText(true);
            words.getChildren().add(message);
        }
        return line(icon(row.state()), words, time(row));
    }

    /** One line for all that have not begun. */
    static Node waiting(int number) {
        var what = new Label(Numbers.counted(number, "more step"));
        what.getStyleClass().add("page-note");
        return line(Icons.of("fth-clock"), new VBox(what), "waits");
    }

    private static Node line(FontIcon icon, VBox words, String time) {
        HBox.setHgrow(words, Priority.ALWAYS);
        var end = new Label(time);
        end.getStyleClass().add("caption");
        end.setMinWidth(Label.USE_PREF_SIZE);
        var line = new HBox(8, icon, words, end);
        line.getStyleClass().add("step-row");
        return line;
    }

    private static FontIcon icon(StepRow.State state) {
        return switch (state) {
            case RUNNING -> Icons.of("fth-loader", "step-running");
            case DONE -> Icons.of("fth-check", "step-done");
            case FAILED -> Icons.of("fth-x-circle", "step-failed");
            case STOPPED -> Icons.of("fth-slash");
        };
    }

    private static String time(StepRow row) {
        return switch (row.state()) {
            case RUNNING -> "running";
            case DONE -> Numbers.duration(row.took());
            case FAILED -> "failed";
            case STOPPED -> "stopped";
        };
    }
}
