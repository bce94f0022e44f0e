package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.connection.AwsProblem;

import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** A failure in a view: what failed, on which resource, why, what to do next, details to copy. */
public final class ErrorCard extends VBox {
    private final Label title = new Label();
    private final Label resource = new Label();
    private final Label reason = new Label();
    private final Label next = new Label();
    private final TextArea details = new TextArea();
    private final Button again = new Button("Try again", Icons.of("fth-refresh-cw"));

    /** A card that is hidden until it has something to show. */
    public ErrorCard() {
        getStyleClass().add("error-card");
        title.getStyleClass().add("card-title");
        title.setWrapText(true);
        resource.getStyleClass().add("caption");
        reason.getStyleClass().add("body");
        reason.setWrapText(true);
        next.getStyleClass().add("body");
        next.setWrapText(true);
        details.setEditable(false);
        details.getStyleClass().add("code-area");
        details.setPrefRowCount(6);
        details.setWrapText(true);
        var copy = new Button("Copy", Icons.of("fth-copy"));
        copy.setOnAction(_ -> copyDetails());
        again.setVisible(false);
        again.setManaged(false);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var fold = new TitledPane("Details", details);
        fold.setExpanded(false);
        fold.setAnimated(false);
        var heading = new HBox(10, Icons.of("fth-x-circle", "error-icon"), title);
        getChildren()
                .addAll(heading, resource, reason, next, new HBox(8, again, space, copy), fold);
        setVisible(false);
        managedProperty().bind(visibleProperty());
    }

    /** Shows a problem. */
    public void show(AwsProblem problem) {
        // The reason follows beneath, so the headline, which holds it too, would say it twice.
        title.setText(problem.doing());
        resource.setText(problem.resource());
        resource.setVisible(!problem.resource().isEmpty());
        resource.setManaged(!problem.resource().isEmpty());
        reason.setText(problem.reason());
        next.setText("Next: " + problem.next());
        details.setText(problem.details());
        setVisible(true);
    }

    /** Hides the card. */
    public void clear() {
        setVisible(false);
    }

    /** Offers to do it once more. */
    public void offerAgain(Runnable work) {
        again.setOnAction(_ -> work.run());
        again.setVisible(true);
        again.setManaged(true);
    }

    private void copyDetails() {
        var text = new ClipboardContent();
        text.putString(
                String.join(
                        "\n",
                        title.getText(),
                        resource.getText(),
                        reason.getText(),
                        next.getText(),
                        details.getText()));
        Clipboard.getSystemClipboard().setContent(text);
    }
}
