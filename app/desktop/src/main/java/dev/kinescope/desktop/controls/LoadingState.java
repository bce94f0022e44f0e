package dev.kinescope.desktop.controls;

import javafx.animation.PauseTransition;
import javafx.beans.NamedArg;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.Duration;

/** The shape of what is coming, shown only once loading takes longer than 300 ms. */
public final class LoadingState extends VBox {
    private static final Duration PATIENCE = Duration.millis(300);

    private final Label message = new Label();
    private final PauseTransition patience = new PauseTransition(PATIENCE);

    /** A loading state that says {@code text}. */
    public LoadingState(@NamedArg("text") String text) {
        setSpacing(12);
        message.setText(text);
        message.getStyleClass().add("page-note");
        message.setGraphic(Icons.of("fth-loader"));
        getChildren().add(message);
        for (double share : new double[] {0.55, 0.8, 0.65}) {
            getChildren().add(row(share));
        }
        setVisible(false);
        managedProperty().bind(visibleProperty());
        patience.setOnFinished(_ -> setVisible(true));
    }

    /** Shows the state if loading goes on for longer than a moment. */
    public void begin(String text) {
        message.setText(text);
        patience.playFromStart();
    }

    /** Hides it. */
    public void end() {
        patience.stop();
        setVisible(false);
    }

    private static HBox row(double share) {
        var first = bar(64);
        var second = bar(320 * share);
        return new HBox(12, first, second);
    }

    private static Region bar(double width) {
        var bar = new Region();
        bar.getStyleClass().add("skeleton");
        bar.setMinSize(width, 8);
        bar.setMaxSize(width, 8);
        return bar;
    }
}
