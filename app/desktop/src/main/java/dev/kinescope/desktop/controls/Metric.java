package dev.kinescope.desktop.controls;

import javafx.beans.NamedArg;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/** One headline number with its recent course and where it comes from. */
public final class Metric extends VBox {
    private final Label number = new Label("–");
    private final Label unit = new Label();
    private final Label caption = new Label();
    private final Sparkline course = new Sparkline();

    /** A metric of that name without a number yet. */
    public Metric(@NamedArg("title") String title) {
        super(2);
        var name = new Label(title);
        name.getStyleClass().add("caption");
        number.getStyleClass().add("headline");
        unit.getStyleClass().add("page-note");
        caption.getStyleClass().add("caption");
        var line = new HBox(5, number, unit);
        line.setAlignment(Pos.BASELINE_LEFT);
        VBox.setVgrow(course, Priority.ALWAYS);
        getChildren().addAll(name, line, course, caption);
    }

    /**
     * Shows a number.
     *
     * @param source where it comes from and how old it is
     */
    public void show(String newNumber, String newUnit, String source, double... recent) {
        number.setText(newNumber);
        unit.setText(newUnit);
        caption.setText(source);
        course.show(recent);
    }
}
