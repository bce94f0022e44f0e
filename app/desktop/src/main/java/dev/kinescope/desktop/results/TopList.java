package dev.kinescope.desktop.results;

import dev.kinescope.desktop.controls.Numbers;
import dev.kinescope.desktop.controls.SentimentBar;
import dev.kinescope.pipeline.results.TopEntry;

import javafx.geometry.HPos;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

import java.util.List;
import java.util.function.Consumer;

/** A short list of names with their counts and sentiments; a press on a name filters by it. */
final class TopList extends VBox {
    private final GridPane rows = new GridPane(8, 6);
    private final Consumer<String> filter;

    TopList(String title, Consumer<String> filter) {
        super(8);
        this.filter = filter;
        var heading = new Label(title);
        heading.getStyleClass().add("card-title");
        var name = new ColumnConstraints();
        name.setHgrow(Priority.ALWAYS);
        name.setMinWidth(40);
        var count = new ColumnConstraints();
        count.setHalignment(HPos.RIGHT);
        count.setMinWidth(USE_PREF_SIZE);
        rows.getColumnConstraints().addAll(name, count);
        getChildren().addAll(heading, rows);
    }

    void show(List<TopEntry> entries, String mark) {
        rows.getChildren().clear();
        int line = 0;
        for (TopEntry entry : entries) {
            var link = new Hyperlink(mark + entry.name());
            link.getStyleClass().add("plain-link");
            link.setOnAction(_ -> filter.accept(mark + entry.name()));
            var count = new Label(Numbers.count(entry.counts().total()));
            var bar = new SentimentBar();
            bar.setPrefWidth(52);
            bar.show(entry.counts()::share);
            rows.addRow(line++, link, count, bar);
        }
        if (entries.isEmpty()) {
            var none = new Label("None among these posts");
            none.getStyleClass().add("caption");
            rows.addRow(0, none);
        }
    }
}
