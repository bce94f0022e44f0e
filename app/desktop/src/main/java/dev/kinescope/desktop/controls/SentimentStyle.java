package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;

import javafx.scene.shape.Circle;
import javafx.scene.shape.Polygon;
import javafx.scene.shape.Shape;

import java.util.Locale;

/** The colour class and the glyph of each sentiment, the same everywhere. */
public final class SentimentStyle {
    private SentimentStyle() {}

    /** The style class that fills a shape in the sentiment's colour. */
    public static String fill(Sentiment sentiment) {
        return "sentiment-" + sentiment.name().toLowerCase(Locale.ROOT);
    }

    /** The style class for text, darker than the fill so that it can be read. */
    public static String text(Sentiment sentiment) {
        return fill(sentiment) + "-text";
    }

    /** The glyph: ▲ positive, ● neutral, ◆ mixed, ▼ negative, drawn so that no font is needed. */
    public static Shape glyph(Sentiment sentiment) {
        Shape shape =
                switch (sentiment) {
                    case POSITIVE -> new Polygon(0, 9, 5, 0, 10, 9);
                    case NEUTRAL -> new Circle(4.5);
                    case MIXED -> new Polygon(5, 0, 10, 5, 5, 10, 0, 5);
                    case NEGATIVE -> new Polygon(0, 0, 10, 0, 5, 9);
                };
        shape.getStyleClass().add(fill(sentiment));
        return shape;
    }
}
