package dev.kinescope.desktop.results;

import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.results.SentimentTimeline;
import dev.kinescope.pipeline.results.TopEntry;
import dev.kinescope.pipeline.results.TopLists;

import java.util.HashSet;
import java.util.List;

/**
 * What the chosen posts say together.
 *
 * @param duplicates posts whose id occurs before among them
 */
record Digest(
        SentimentCounts counts,
        SentimentTimeline timeline,
        List<TopEntry> handles,
        List<TopEntry> hashtags,
        long duplicates) {
    private static final int BUCKETS = 24;
    private static final int TOP = 5;

    static Digest of(List<ScoredPost> posts) {
        var ids = new HashSet<String>();
        long repeated = posts.stream().filter(post -> !ids.add(post.id())).count();
        return new Digest(
                SentimentCounts.of(posts),
                SentimentTimeline.of(posts, BUCKETS),
                TopLists.handles(posts, TOP),
                TopLists.hashtags(posts, TOP),
                repeated);
    }
}
