package dev.kinescope.producer.source;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.send.OutgoingRecord;
import dev.kinescope.producer.source.PostSource.Item;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/**
 * A post of a live source in the one shape that all sources share, as {@code post.schema.json}
 * describes it; what a source does not tell is null.
 *
 * @param id names the post within its source
 * @param createdAt when it was written
 * @param handle of the author, or what takes its place
 * @param favouriteCount how often it was liked when it was read
 * @param retweetCount how often it was passed on when it was read
 * @param retweeted whether it only passes on another post
 * @param followersCount how many accounts follow the author
 * @param friendsCount how many accounts the author follows
 * @param location as the author tells it
 * @param lang BCP 47
 * @param source the source's name
 */
public record Post(
        String id,
        Instant createdAt,
        @Nullable String handle,
        String text,
        @Nullable Long favouriteCount,
        @Nullable Long retweetCount,
        boolean retweeted,
        @Nullable Long followersCount,
        @Nullable Long friendsCount,
        @Nullable String location,
        @Nullable String lang,
        String source) {

    /**
     * What is to be done with it.
     *
     * @param number of its message in this call, from 1
     */
    public Item asItem(Wanted wanted, long number) {
        if (retweeted && !wanted.retweets()) {
            return new Item.Skipped(PostSource.Reason.RETWEET);
        }
        OutgoingRecord shaped = asRecord(wanted.keyword());
        return shaped.bytes() > OutgoingRecord.MAX_BYTES
                ? new Item.Malformed(number, PostJson.TOO_LARGE)
                : new Item.Found(shaped);
    }

    private OutgoingRecord asRecord(String keyword) {
        ObjectNode post = PostJson.object();
        post.put("id", id);
        post.put("created_at", createdAt.toString());
        post.put("handle", handle);
        post.put("text", text);
        post.put("favourite_count", favouriteCount);
        post.put("retweet_count", retweetCount);
        post.put("retweeted", retweeted);
        post.put("followers_count", followersCount);
        post.put("friends_count", friendsCount);
        post.put("location", location);
        post.put("lang", lang);
        post.put("source", source);
        post.put("keyword", keyword.isEmpty() ? null : keyword);
        return PostJson.asRecord(id, post);
    }
}
