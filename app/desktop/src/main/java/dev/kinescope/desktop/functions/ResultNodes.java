package dev.kinescope.desktop.functions;

import dev.kinescope.desktop.controls.Chip;
import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.SentimentLabel;
import dev.kinescope.pipeline.functions.Invocation;
import dev.kinescope.pipeline.functions.Report;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Draws what an invocation came to; times measured here and reported by Lambda are told apart. */
final class ResultNodes {
    private ResultNodes() {}

    /** The lines above the answer. */
    static List<Node> summary(Invocation invocation) {
        var lines = new ArrayList<Node>();
        Chip outcome =
                invocation.failed()
                        ? new Chip(
                                "fth-x-circle",
                                "function failed: " + invocation.functionError().orElse("error"),
                                Chip.Tone.FAILING)
                        : new Chip("fth-check-circle", "answered", Chip.Tone.READY);
        outcome.setId("invocation-outcome");
        var status =
                text(
                        "HTTP "
                                + invocation.status()
                                + " · version "
                                + invocation.executedVersion(),
                        "caption");
        var heading = new HBox(8, outcome, status);
        heading.getStyleClass().add("toolbar-row");
        lines.add(heading);
        lines.add(
                time(
                        Numbers.duration(invocation.measured()),
                        "measured here, with the way there and back"));
        invocation.report().ifPresent(report -> lines.add(reported(report)));
        return lines;
    }

    private static Node reported(Report report) {
        String cold =
                report.init()
                        .map(init -> ", cold start " + Numbers.duration(init))
                        .orElse(", warm");
        String status = report.status().isEmpty() ? "" : ", " + report.status();
        return time(
                millis(report.duration()),
                "reported in the function log: billed "
                        + Numbers.duration(report.billed())
                        + cold
                        + ", "
                        + report.maxMemoryMiB()
                        + " of "
                        + report.memoryMiB()
                        + " MB"
                        + status);
    }

    /** As Lambda reports it, to a hundredth of a millisecond. */
    private static String millis(Duration time) {
        return time.toMillis() < 1000
                ? String.format(Locale.ROOT, "%.2f ms", time.toNanos() / 1e6)
                : Numbers.duration(time);
    }

    private static Node time(String number, String words) {
        Label time = text(number, "strong");
        time.setMinWidth(Label.USE_PREF_SIZE);
        Label rest = text(words, "caption");
        rest.setWrapText(true);
        rest.setMinHeight(Label.USE_PREF_SIZE);
        HBox.setHgrow(rest, Priority.ALWAYS);
        var row = new HBox(8, time, rest);
        row.getStyleClass().add("time-row");
        return row;
    }

    /** One record that the transform answered. */
    static Node record(RecordResult record) {
        var number = text(Integer.toString(record.number()), "mono");
        number.setMinWidth(22);
        number.setTooltip(new Tooltip("record " + record.recordId()));
        var sentiment = new SentimentLabel();
        sentiment.show(record.sentiment());
        sentiment.setMinWidth(Label.USE_PREF_SIZE);
        boolean scorable = record.result().equals("Ok");
        sentiment.setVisible(scorable);
        sentiment.setManaged(scorable);
        Label text = text(record.text().isEmpty() ? "(no text)" : record.text(), "body");
        text.setTooltip(new Tooltip(text.getText()));
        var words = new VBox(1, text);
        if (!record.skipped().isEmpty()) {
            words.getChildren().add(text("not scored: " + record.skipped(), "caption"));
        }
        words.setMinWidth(0);
        HBox.setHgrow(words, Priority.ALWAYS);
        Chip chip =
                switch (record.result()) {
                    case "Ok" -> new Chip("fth-check", "Ok", Chip.Tone.READY);
                    case "Dropped" -> new Chip("fth-minus", "Dropped", Chip.Tone.MUTED);
                    case "ProcessingFailed" ->
                            new Chip("fth-alert-triangle", "ProcessingFailed", Chip.Tone.FAILING);
                    default -> new Chip("fth-help-circle", record.result(), Chip.Tone.WARNING);
                };
        var row = new HBox(8, number, words, sentiment, chip);
        row.getStyleClass().addAll("record-row", "separator-row");
        return row;
    }

    private static Label text(String content, String style) {
        var label = new Label(content);
        label.getStyleClass().add(style);
        return label;
    }
}
