package dev.kinescope.desktop.controls;

import dev.kinescope.pipeline.results.Sentiment;
import dev.kinescope.pipeline.results.SentimentCounts;

import javafx.geometry.HPos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The counts and shares of the four sentiments in rows, beside every sentiment chart. */
public final class SentimentTable extends GridPane {
    private record Row(Button press, Label count, Label share) {}

    private final Map<Sentiment, Row> rows = new EnumMap<>(Sentiment.class);
    private final Label unscored = new Label();

    /** Four rows of zero. */
    public SentimentTable() {
        setHgap(12);
        setVgap(8);
        var name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        var number = new ColumnConstraints();
        number.setHalignment(HPos.RIGHT);
        number.setMinWidth(USE_PREF_SIZE);
        getColumnConstraints().addAll(name, number, number);
        int line = 0;
        for (Sentiment sentiment : Sentiment.values()) {
            var label = new SentimentLabel();
            label.show(Optional.of(sentiment));
            label.setMinWidth(USE_PREF_SIZE);
            var press = new Button();
            press.getStyleClass().setAll("row-button");
            press.setAccessibleText(sentiment.name());
            press.setGraphic(label);
            press.setMinWidth(USE_PREF_SIZE);
            press.setMouseTransparent(true);
            press.setFocusTraversable(false);
            var count = new Label();
            count.getStyleClass().add("body");
            var share = new Label();
            share.getStyleClass().add("strong");
            rows.put(sentiment, new Row(press, count, share));
            addRow(line++, press, count, share);
        }
        unscored.getStyleClass().add("caption");
        add(unscored, 0, line, 3, 1);
        show(SentimentCounts.NONE);
    }

    /** Shows these counts, and how many have no sentiment if there are any. */
    public void show(SentimentCounts counts) {
        rows.forEach((sentiment, row) -> {
            row.count().setText(Numbers.count(counts.of(sentiment)));
            row.share()
                    .setText(counts.scored() == 0 ? "–" : Numbers.percent(counts.share(sentiment)));
        });
        unscored.setText(
                Numbers.count(counts.unscored())
                        + " without text or in a language that cannot be scored");
        unscored.setWrapText(true);
        unscored.setVisible(counts.unscored() > 0);
        unscored.setManaged(counts.unscored() > 0);
    }

    /** Does something when a row is pressed, with the mouse or the keyboard. */
    public void onRow(Consumer<Sentiment> work) {
        rows.forEach((sentiment, row) -> {
            row.press().setMouseTransparent(false);
            row.press().setFocusTraversable(true);
            row.press().setOnAction(_ -> work.accept(sentiment));
            row.count().setOnMouseClicked(_ -> work.accept(sentiment));
        });
    }
}
