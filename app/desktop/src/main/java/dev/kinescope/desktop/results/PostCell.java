package dev.kinescope.desktop.results;

import dev.kinescope.pipeline.results.ScoredPost;

import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.layout.VBox;

import java.time.format.DateTimeFormatter;

/** A post in two lines: what it says, and who said it when in which language. */
final class PostCell extends TableCell<ScoredPost, ScoredPost> {
    private final DateTimeFormatter times;
    private final Label text = new Label();
    private final Label origin = new Label();
    private final VBox lines = new VBox(1, text, origin);

    PostCell(DateTimeFormatter times) {
        this.times = times;
        text.getStyleClass().add("body");
        origin.getStyleClass().add("caption");
    }

    @Override
    protected void updateItem(ScoredPost post, boolean empty) {
        super.updateItem(post, empty);
        if (empty || post == null) {
            setGraphic(null);
            return;
        }
        text.setText(post.text().replaceAll("\\s+", " "));
        origin.setText(
                post.createdAt().map(times::format).orElse("no time")
                        + (post.handle().isEmpty() ? "" : " · @" + post.handle())
                        + (post.lang().isEmpty() ? "" : " · " + post.lang())
                        + (post.skipped().isEmpty() ? "" : " · " + post.skipped()));
        setGraphic(lines);
    }
}
