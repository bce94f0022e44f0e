package dev.kinescope.pipeline.results;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Finds who posts most and about what. */
public final class TopLists {
    private static final Pattern HASHTAG = Pattern.compile("#[\\p{L}\\p{N}_]+");

    private TopLists() {}

    /** The handles with the most posts, most first. */
    public static List<TopEntry> handles(Collection<ScoredPost> posts, int most) {
        return top(posts, post -> post.handle().isEmpty() ? Set.of() : Set.of(post.handle()), most);
    }

    /** The hashtags in the most posts, in lower case with their {@code #}, most first. */
    public static List<TopEntry> hashtags(Collection<ScoredPost> posts, int most) {
        return top(posts, TopLists::hashtagsOf, most);
    }

    private static Set<String> hashtagsOf(ScoredPost post) {
        var tags = new LinkedHashSet<String>();
        HASHTAG.matcher(post.text())
                .results()
                .forEach(match -> tags.add(match.group().toLowerCase(Locale.ROOT)));
        return tags;
    }

    private static List<TopEntry> top(
            Collection<ScoredPost> posts,
            java.util.function.Function<ScoredPost, Set<String>> names,
            int most) {
        Map<String, SentimentCounts> counts = new HashMap<>();
        for (ScoredPost post : posts) {
            for (String name : names.apply(post)) {
                counts.merge(
                        name, SentimentCounts.NONE.plus(post), (before, one) -> before.plus(one));
            }
        }
        return counts.entrySet().stream()
                .map(entry -> new TopEntry(entry.getKey(), entry.getValue()))
                .sorted(
                        Comparator.comparingLong((TopEntry entry) -> entry.counts().total())
                                .reversed()
                                .thenComparing(TopEntry::name))
                .limit(most)
                .toList();
    }
}
