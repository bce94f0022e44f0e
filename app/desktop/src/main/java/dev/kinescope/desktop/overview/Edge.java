package dev.kinescope.desktop.overview;

import javafx.geometry.Pos;
import javafx.scene.Group;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Line;
import javafx.scene.shape.Polygon;

/** An arrow of the diagram with a rate beside it; it shines only while records flow. */
final class Edge extends Group {
    private static final double HEAD = 7;

    private final Line line = new Line();
    private final Polygon head = new Polygon();
    private final Label rate = new Label();
    private final Label caption = new Label();
    private final VBox labels = new VBox(rate, caption);

    Edge(String... styleClasses) {
        getStyleClass().addAll(styleClasses);
        line.getStyleClass().add("edge-line");
        head.getStyleClass().add("edge-head");
        rate.getStyleClass().add("edge-rate");
        caption.getStyleClass().add("caption");
        labels.setAlignment(Pos.CENTER);
        getChildren().addAll(line, head, labels);
        setMouseTransparent(true);
    }

    void show(String rateText, String captionText, Flow flow) {
        rate.setText(rateText);
        rate.setVisible(!rateText.isEmpty());
        rate.setManaged(!rateText.isEmpty());
        caption.setText(captionText);
        getStyleClass().remove("flowing");
        if (flow == Flow.FLOWING) {
            getStyleClass().add("flowing");
        }
    }

    /** Lays the arrow from left to right with its words above it. */
    void across(double fromX, double toX, double y) {
        points(fromX, y, toX - HEAD, y);
        head.getPoints().setAll(toX - HEAD, y - 4, toX, y, toX - HEAD, y + 4);
        labels.applyCss();
        labels.autosize();
        labels.relocate((fromX + toX - labels.getWidth()) / 2, y - labels.getHeight() - 4);
    }

    /** Lays the arrow from left to right with its words below it. */
    void acrossWithWordsBelow(double fromX, double toX, double y) {
        across(fromX, toX, y);
        labels.relocate((fromX + toX - labels.getWidth()) / 2, y + 4);
    }

    /** Lays the arrow from top to bottom, or up if {@code toY} is less, with words to one side. */
    void along(double x, double fromY, double toY, Side side) {
        double sign = Math.signum(toY - fromY);
        points(x, fromY, x, toY - sign * HEAD);
        head.getPoints().setAll(x - 4, toY - sign * HEAD, x, toY, x + 4, toY - sign * HEAD);
        labels.applyCss();
        labels.autosize();
        double labelX = side == Side.LEFT ? x - labels.getWidth() - 10 : x + 10;
        labels.relocate(labelX, (fromY + toY - labels.getHeight()) / 2);
    }

    private void points(double startX, double startY, double endX, double endY) {
        line.setStartX(startX);
        line.setStartY(startY);
        line.setEndX(endX);
        line.setEndY(endY);
    }

    /** Where the words stand beside an upright arrow. */
    enum Side {
        LEFT,
        RIGHT
    }

    /** Whether records move along it now. */
    enum Flow {
        FLOWING,
        STILL;

        static Flow of(double rate) {
            return rate > 0 ? FLOWING : STILL;
        }
    }
}
