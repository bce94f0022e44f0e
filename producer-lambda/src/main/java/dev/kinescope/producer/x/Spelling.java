package dev.kinescope.producer.x;

import dev.kinescope.producer.source.Wanted;

import java.util.Map;

/**
 * How a request names the fields it wants, so that all of a post can be filled: X's documentation
 * uses both spellings, and may change its mind.
 */
enum Spelling {
    TWEET("tweet.fields", "referenced_tweets", "note_tweet"),
    POST("post.fields", "referenced_posts", "note_post");

    private final String fields;
    private final String references;
    private final String note;

    Spelling(String fields, String references, String note) {
        this.fields = fields;
        this.references = references;
        this.note = note;
    }

    /** The query's fields; the post that a retweet passes on is read, and paid, only if wanted. */
    Map<String, String> query(Wanted wanted) {
        return Map.of(
                fields,
                "created_at,lang,author_id,public_metrics," + references + "," + note,
                "expansions",
                wanted.retweets() ? "author_id," + references + ".id" : "author_id",
                "user.fields",
                "username,location,public_metrics");
    }
}
