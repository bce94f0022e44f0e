package dev.kinescope.localcloud.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** Tells from a token that Kinesis has given out which stream it is about. */
public final class StreamTokens {
    private StreamTokens() {}

    /**
     * The name of the stream.
     *
     * @param token a shard iterator, or a NextToken of ListShards; empty if it is neither
     */
    public static Optional<String> streamOf(String token) {
        return ShardIterator.parse(token).map(ShardIterator::stream).or(() -> ofListing(token));
    }

    private static Optional<String> ofListing(String token) {
        try {
            String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
            String[] parts = text.split("\\|", -1);
            return parts.length == 3 ? Optional.of(parts[0]) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
