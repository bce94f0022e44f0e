package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;

import javafx.scene.control.Label;

import java.util.Optional;

/** A sentiment as glyph and word, or the word unscored. */
public final class SentimentLabel extends Label {

    /** Shows that there is no sentiment. */
    public SentimentLabel() {
        show(Optional.empty());
    }

    /** Shows a sentiment, or that there is none. */
    public void show(Optional<Sentiment> sentiment) {
        getStyleClass().setAll("label");
        if (sentiment.isPresent()) {
            setText(sentiment.get().name());
            setGraphic(SentimentStyle.glyph(sentiment.get()));
            getStyleClass().add(SentimentStyle.text(sentiment.get()));
        } else {
            setText("unscored");
            setGraphic(null);
            getStyleClass().add("caption");
        }
    }
}
