package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;

import javafx.scene.layout.Region;
import javafx.scene.shape.Rectangle;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** The shares of the four sentiments as one thin bar, in the order in which they always stand. */
public final class SentimentBar extends Region {
    private static final double GAP = 1;
    private static final double HEIGHT = 7;

    private final Map<Sentiment, Rectangle> parts = new EnumMap<>(Sentiment.class);
    private final Map<Sentiment, Double> shares = new EnumMap<>(Sentiment.class);

    /** A bar without shares. */
    public SentimentBar() {
        setMinSize(40, HEIGHT);
        setPrefSize(84, HEIGHT);
        for (Sentiment sentiment : Sentiment.values()) {
            var part = new Rectangle();
            part.getStyleClass().add(SentimentStyle.fill(sentiment));
            parts.put(sentiment, part);
            getChildren().add(part);
        }
    }

    /** Shows shares that add up to about one. */
    public void show(ToDoubleFunction<Sentiment> share) {
        for (Sentiment sentiment : Sentiment.values()) {
            shares.put(sentiment, share.applyAsDouble(sentiment));
        }
        requestLayout();
    }

    @Override
    protected void layoutChildren() {
        double x = 0;
        double y = (getHeight() - HEIGHT) / 2;
        for (Sentiment sentiment : Sentiment.values()) {
            double width = shares.getOrDefault(sentiment, 0.0) * getWidth();
            Rectangle part = Objects.requireNonNull(parts.get(sentiment));
            part.setVisible(width >= 0.5);
            part.setX(x);
            part.setY(y);
            part.setHeight(HEIGHT);
            part.setWidth(Math.max(0, width - GAP));
            x += width;
        }
    }
}
