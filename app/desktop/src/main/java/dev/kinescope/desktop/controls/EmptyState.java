package dev.kinescope.desktop.controls;

import javafx.beans.NamedArg;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;

/**
 * Stands where nothing is yet: says what will be here and offers the one button that makes it so.
 */
public final class EmptyState extends VBox {
    private final Button action = new Button();

    /** An empty state without a button; {@link #offer} adds it. */
    public EmptyState(
            @NamedArg("icon") String icon,
            @NamedArg("title") String title,
            @NamedArg("text") String text) {
        getStyleClass().add("empty-state");
        var heading = new Label(title);
        heading.getStyleClass().add("empty-title");
        var explanation = new Label(text);
        explanation.getStyleClass().add("page-note");
        explanation.setWrapText(true);
        explanation.setTextAlignment(TextAlignment.CENTER);
        explanation.setMaxWidth(360);
        action.getStyleClass().add("accent");
        action.setVisible(false);
        action.setManaged(false);
        getChildren().addAll(Icons.of(icon), heading, explanation, action);
    }

    /** Offers one button. */
    public void offer(String icon, String label, Runnable work) {
        action.setGraphic(Icons.of(icon));
        action.setText(label);
        action.setOnAction(_ -> work.run());
        action.setVisible(true);
        action.setManaged(true);
    }
}
