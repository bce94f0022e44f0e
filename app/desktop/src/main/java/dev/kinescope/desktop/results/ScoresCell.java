package dev.kinescope.desktop.results;

import dev.kinescope.desktop.controls.SentimentBar;
import dev.kinescope.pipeline.results.ScoredPost;

import javafx.scene.control.TableCell;

/** The four confidences of a post as a bar; nothing for a post that was not scored. */
final class ScoresCell extends TableCell<ScoredPost, ScoredPost> {
    private final SentimentBar bar = new SentimentBar();

    @Override
    protected void updateItem(ScoredPost post, boolean empty) {
        super.updateItem(post, empty);
        if (empty || post == null || post.scores().isEmpty()) {
            setGraphic(null);
        } else {
            bar.show(post.scores().get()::of);
            setGraphic(bar);
        }
    }
}
