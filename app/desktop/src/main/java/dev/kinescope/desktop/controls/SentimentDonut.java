package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;

import javafx.geometry.VPos;
import javafx.scene.layout.Region;
import javafx.scene.shape.Arc;
import javafx.scene.shape.ArcType;
import javafx.scene.shape.Circle;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.text.Text;
import javafx.scene.text.TextAlignment;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/** The shares of the four sentiments as a ring with the number of posts in its middle. */
public final class SentimentDonut extends Region {
    private static final double THICKNESS = 0.15;
    private static final double GAP_PIXELS = 2;

    private final Map<Sentiment, Arc> slices = new EnumMap<>(Sentiment.class);
    private final Circle hollow = new Circle();
    private final Text total = new Text();
    private final Text unit = new Text("posts");
    private SentimentCounts counts = SentimentCounts.NONE;

    /** A ring without posts. */
    public SentimentDonut() {
        setMinSize(120, 120);
        setPrefSize(150, 150);
        getStyleClass().add("sentiment-donut");
        hollow.getStyleClass().add("donut-empty");
        getChildren().add(hollow);
        for (Sentiment sentiment : Sentiment.values()) {
            var arc = new Arc();
            arc.setType(ArcType.OPEN);
            arc.setStrokeLineCap(StrokeLineCap.BUTT);
            arc.getStyleClass().addAll("donut-slice", "donut-" + SentimentStyle.fill(sentiment));
            slices.put(sentiment, arc);
            getChildren().add(arc);
        }
        total.getStyleClass().add("donut-total");
        unit.getStyleClass().add("axis-text");
        for (Text text : new Text[] {total, unit}) {
            text.setTextOrigin(VPos.CENTER);
            text.setTextAlignment(TextAlignment.CENTER);
        }
        getChildren().addAll(total, unit);
    }

    /** Shows these counts; the middle says how many posts there are in all, unscored ones too. */
    public void show(SentimentCounts newCounts) {
        counts = newCounts;
        total.setText(Numbers.count(newCounts.total()));
        setAccessibleText(
                "Sentiment of "
                        + newCounts.total()
                        + " posts: "
                        + newCounts.positive()
                        + " positive, "
                        + newCounts.neutral()
                        + " neutral, "
                        + newCounts.mixed()
                        + " mixed, "
                        + newCounts.negative()
                        + " negative");
        requestLayout();
    }

    /** Does something when a slice is pressed. */
    public void onSlice(Consumer<Sentiment> work) {
        slices.forEach((sentiment, arc) -> arc.setOnMouseClicked(_ -> work.accept(sentiment)));
    }

    @Override
    protected void layoutChildren() {
        double size = Math.min(getWidth(), getHeight());
        double centerX = getWidth() / 2;
        double centerY = getHeight() / 2;
        double thickness = size * THICKNESS;
        double radius = (size - thickness) / 2;
        hollow.setCenterX(centerX);
        hollow.setCenterY(centerY);
        hollow.setRadius(radius);
        hollow.setStrokeWidth(thickness);
        hollow.setVisible(counts.scored() == 0);
        double gap = Math.toDegrees(GAP_PIXELS / radius);
        double start = 90;
        for (Sentiment sentiment : Sentiment.values()) {
            Arc arc = Objects.requireNonNull(slices.get(sentiment));
            double extent = 360 * counts.share(sentiment);
            boolean whole = extent >= 360 - gap;
            arc.setVisible(extent > 0);
            arc.setCenterX(centerX);
            arc.setCenterY(centerY);
            arc.setRadiusX(radius);
            arc.setRadiusY(radius);
            arc.setStrokeWidth(thickness);
            arc.setStartAngle(start - (whole ? 0 : gap / 2));
            arc.setLength(whole ? -360 : -Math.max(extent - gap, Math.min(extent, 0.7)));
            start -= extent;
        }
        centre(total, centerX, centerY - 8);
        centre(unit, centerX, centerY + 12);
    }

    private static void centre(Text text, double x, double y) {
        text.setX(x - text.getLayoutBounds().getWidth() / 2);
        text.setY(y);
    }
}
