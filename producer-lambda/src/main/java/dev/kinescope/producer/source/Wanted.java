package dev.kinescope.producer.source;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * Which posts of a source are wanted.
 *
 * @param keyword what a post's text must contain, in any case; empty for every post
 * @param retweets whether posts that only pass on another one are wanted too
 * @param count how many posts in all, over every call that continues this one; empty for all
 */
public record Wanted(String keyword, boolean retweets, OptionalLong count) {
    /** Every post that contains a keyword. */
    public static Wanted allWith(String keyword) {
        return new Wanted(keyword, true, OptionalLong.empty());
    }

    /** Whether a text contains the keyword. */
    public boolean isMentionedIn(String text) {
        return keyword.isEmpty()
                || text.toLowerCase(Locale.ROOT).contains(keyword.toLowerCase(Locale.ROOT));
    }

    /** Whether so many posts are enough. */
    public boolean isEnough(long found) {
        return count.isPresent() && found >= count.getAsLong();
    }
}
