package dev.kinescope.desktop.provisioning;

import dev.kinescope.desktop.controls.Icons;
import dev.kinescope.pipeline.provisioning.FieldChange;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;

import java.util.List;
import java.util.Locale;

/** Draws a plan: what happens to which resource, old → new, and what it means. */
final class PlanRows {
    private static final double ACTION_WIDTH = 104;
    private static final double FIELD_WIDTH = 80;

    private PlanRows() {}

    /** A resource that changes. */
    static Node changing(PlannedChange change) {
        var heading =
                new HBox(8, text(change.name(), "strong"), text(change.kind().words(), "caption"));
        heading.getStyleClass().add("plan-heading");
        var body = new VBox(3, heading);
        if (!change.fields().isEmpty()) {
            body.getChildren().add(fields(change.fields()));
        }
        if (!change.consequence().isEmpty()) {
            Label consequence = text(change.consequence(), "plan-consequence");
            consequence.setWrapText(true);
            body.getChildren().add(consequence);
        }
        HBox.setHgrow(body, Priority.ALWAYS);
        var row = new HBox(12, action(change.action()), body);
        row.getStyleClass().addAll("plan-row", styleOf(change.action()));
        row.setId("plan-" + change.name());
        return row;
    }

    /** All resources that stay as they are. */
    static Node unchanged(List<PlannedChange> changes) {
        var body = new VBox(3);
        for (PlannedChange change : changes) {
            body.getChildren()
                    .add(
                            new HBox(
                                    8,
                                    text(change.name(), "page-note"),
                                    text(change.kind().words(), "caption")));
        }
        HBox.setHgrow(body, Priority.ALWAYS);
        var row = new HBox(12, action(Action.UNCHANGED), body);
        row.getStyleClass().addAll("plan-row", styleOf(Action.UNCHANGED));
        row.setId("plan-unchanged");
        return row;
    }

    /** How many of one action, for the head of the plan. */
    static Label count(Action action, long number) {
        var label = new Label(number + " " + word(action), Icons.of(icon(action)));
        label.getStyleClass().addAll("plan-count", styleOf(action));
        label.setMinWidth(Label.USE_PREF_SIZE);
        return label;
    }

    private static Label action(Action action) {
        var label = new Label(word(action), Icons.of(icon(action)));
        label.getStyleClass().add("plan-action");
        label.setMinWidth(ACTION_WIDTH);
        label.setMaxWidth(ACTION_WIDTH);
        return label;
    }

    private static GridPane fields(List<FieldChange> fields) {
        var grid = new GridPane(8, 2);
        var names = new ColumnConstraints(FIELD_WIDTH);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().addAll(names, values);
        for (int i = 0; i < fields.size(); i++) {
            FieldChange field = fields.get(i);
            Label name = text(field.field(), "page-note");
            name.setWrapText(true);
            GridPane.setValignment(name, VPos.TOP);
            grid.addRow(i, name, values(field));
        }
        return grid;
    }

    private static TextFlow values(FieldChange field) {
        var flow = new TextFlow();
        if (!field.before().isEmpty()) {
            flow.getChildren().add(run(field.before(), "plan-before"));
            flow.getChildren().add(run(" → ", "plan-arrow"));
        }
        flow.getChildren().add(run(field.after().isEmpty() ? "none" : field.after(), "plan-after"));
        flow.setAccessibleText(field.field() + " from " + field.before() + " to " + field.after());
        return flow;
    }

    private static Text run(String content, String style) {
        var run = new Text(content);
        run.getStyleClass().add(style);
        return run;
    }

    private static Label text(String content, String style) {
        var label = new Label(content);
        label.getStyleClass().add(style);
        return label;
    }

    private static String word(Action action) {
        return action.name().toLowerCase(Locale.ROOT);
    }

    private static String icon(Action action) {
        return switch (action) {
            case CREATE -> "fth-plus-circle";
            case UPDATE -> "fth-edit-2";
            case REPLACE -> "fth-refresh-cw";
            case UNCHANGED -> "fth-check";
        };
    }

    private static String styleOf(Action action) {
        return "plan-" + word(action);
    }
}
