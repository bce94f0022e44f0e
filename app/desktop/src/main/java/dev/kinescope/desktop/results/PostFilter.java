package dev.kinescope.desktop.results;

import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.Sentiment;

import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Which posts are shown: any click on a chart or list narrows it.
 *
 * @param text part of the post's text or handle, in any case; empty = all
 * @param sentiment the one to show, or all
 */
record PostFilter(String text, Optional<Sentiment> sentiment) implements Predicate<ScoredPost> {
    static final PostFilter ALL = new PostFilter("", Optional.empty());

    @Override
    public boolean test(ScoredPost post) {
        return (sentiment.isEmpty() || sentiment.equals(post.sentiment())) && holdsText(post);
    }

    private boolean holdsText(ScoredPost post) {
        String wanted = text.strip().toLowerCase(Locale.ROOT);
        return wanted.isEmpty()
                || post.text().toLowerCase(Locale.ROOT).contains(wanted)
                || ("@" + post.handle()).toLowerCase(Locale.ROOT).contains(wanted);
    }

    PostFilter withText(String newText) {
        return new PostFilter(newText, sentiment);
    }

    PostFilter withSentiment(Optional<Sentiment> newSentiment) {
        return new PostFilter(text, newSentiment);
    }
}
