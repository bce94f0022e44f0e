package dev.kinescope.desktop.controls;

import javafx.scene.layout.Region;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Polyline;

import java.util.OptionalDouble;

/**
 * A line of the last values without axes, drawn with two shapes whatever the number of values; a
 * value that is not a number leaves a gap at its place rather than a zero.
 */
public final class Sparkline extends Region {
    private final Polygon area = new Polygon();
    private final Polyline line = new Polyline();
    private final Line limitLine = new Line();
    private double[] values = {};
    private OptionalDouble limit = OptionalDouble.empty();

    /** An empty sparkline. */
    public Sparkline() {
        getStyleClass().add("sparkline");
        area.getStyleClass().add("spark-area");
        line.getStyleClass().add("spark-line");
        limitLine.getStyleClass().add("spark-limit");
        getChildren().addAll(area, line, limitLine);
        setMinSize(40, 16);
        setPrefSize(120, 24);
        limitLine.setVisible(false);
    }

    /** Shows values from oldest to newest, scaled from zero to the largest. */
    public void show(double... newValues) {
        values = newValues.clone();
        limit = OptionalDouble.empty();
        requestLayout();
    }

    /** Shows values from oldest to newest, scaled from zero to a limit that is drawn dashed. */
    public void showWithin(double newLimit, double... newValues) {
        values = newValues.clone();
        limit = OptionalDouble.of(newLimit);
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double width = getWidth();
        double height = getHeight();
        double top = limit.orElse(0);
        for (double value : values) {
            // Not a number would spread to the scale of all the others.
            top = Double.isNaN(value) ? top : Math.max(top, value);
        }
        line.getPoints().clear();
        area.getPoints().clear();
        limitLine.setVisible(limit.isPresent());
        if (limit.isPresent()) {
            double y = y(limit.getAsDouble(), top, height);
            limitLine.setStartX(0);
            limitLine.setEndX(width);
            limitLine.setStartY(y);
            limitLine.setEndY(y);
        }
        double first = Double.NaN;
        double last = Double.NaN;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                double x = values.length == 1 ? width : width * i / (values.length - 1);
                line.getPoints().addAll(x, y(values[i], top, height));
                first = Double.isNaN(first) ? x : first;
                last = x;
            }
        }
        if (!line.getPoints().isEmpty()) {
            area.getPoints().addAll(first, height);
            area.getPoints().addAll(line.getPoints());
            area.getPoints().addAll(last, height);
        }
    }

    private static double y(double value, double top, double height) {
        return top <= 0 ? height - 1 : height - 1 - (height - 3) * value / top;
    }
}
