package dev.kinescope.pipeline.producer;

import java.time.Duration;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What the producer shall send.
 *
 * @param functionName of the producer function
 * @param keyword only posts that contain it; empty = all (replay)
 * @param duration the longest that the whole run may take
 * @param posts replay only: {@code bundled} or {@code s3://bucket/key}
 * @param count how many posts to send in all; more than the file holds starts over; empty = once
 *     through
 * @param rate posts per second; empty = as fast as possible
 */
public record ProducerSettings(
        String functionName,
        String keyword,
        Delivery delivery,
        Duration duration,
        String streamName,
        String posts,
        OptionalLong count,
        OptionalDouble rate) {

    /** The posts that are part of the producer's own zip. */
    public static final String BUNDLED = "bundled";

    /** Once through the bundled posts, as fast as possible, for at most ten minutes. */
    public static ProducerSettings bundledPosts(String functionName, String streamName) {
        return new ProducerSettings(
                functionName,
                "",
                Delivery.REPLAY,
                Duration.ofMinutes(10),
                streamName,
                BUNDLED,
                OptionalLong.empty(),
                OptionalDouble.empty());
    }

    /** The same from other posts, and as many. */
    public ProducerSettings withPosts(String changedPosts, OptionalLong changedCount) {
        return new ProducerSettings(
                functionName,
                keyword,
                delivery,
                duration,
                streamName,
                changedPosts,
                changedCount,
                rate);
    }

    /** The same within another time. */
    public ProducerSettings withDuration(Duration changed) {
        return new ProducerSettings(
                functionName, keyword, delivery, changed, streamName, posts, count, rate);
    }
}
