package dev.kinescope.desktop.overview;

import dev.kinescope.desktop.controls.StateChip;

import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.OverrunStyle;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/** One node of the diagram: a button that opens its view, with a state and one number. */
final class NodeCard extends Button {
    private final String title;
    private final StateChip chip = new StateChip();
    private final Label resource = new Label();
    private final Label headline = new Label();
    private final Label unit = new Label();
    private final Label detail = new Label();
    private final Tooltip tooltip = new Tooltip();

    NodeCard(String title, Node icon) {
        this.title = title;
        getStyleClass().setAll("node-card");
        setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        setAlignment(Pos.TOP_LEFT);
        var mark = new StackPane(icon);
        mark.getStyleClass().add("node-mark");
        var name = new Label(title);
        name.getStyleClass().add("card-title");
        name.setMinWidth(USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var top = new HBox(6, mark, name, space, chip);
        top.setAlignment(Pos.CENTER_LEFT);
        resource.getStyleClass().add("caption");
        resource.setTextOverrun(OverrunStyle.CENTER_ELLIPSIS);
        headline.getStyleClass().add("headline");
        headline.setMinWidth(USE_PREF_SIZE);
        unit.getStyleClass().add("page-note");
        var number = new HBox(6, headline, unit);
        number.setAlignment(Pos.BASELINE_LEFT);
        detail.getStyleClass().add("caption");
        var box = new VBox(3, top, resource, number, detail);
        box.prefWidthProperty().bind(widthProperty().subtract(22));
        setGraphic(box);
        setTooltip(tooltip);
    }

    void show(NodeState state) {
        chip.show(state.state());
        resource.setText(state.resource());
        headline.setText(state.headline());
        unit.setText(state.unit());
        detail.setText(state.detail());
        detail.getStyleClass().setAll("label", state.warning() ? "warning-caption" : "caption");
        tooltip.setText(state.resource() + "\n" + state.detail());
        setAccessibleText(
                String.join(
                        ", ",
                        title,
                        chip.word(),
                        state.resource(),
                        state.headline() + " " + state.unit(),
                        state.detail()));
    }
}
