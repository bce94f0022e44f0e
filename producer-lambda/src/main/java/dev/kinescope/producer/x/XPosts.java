package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.JsonNode;

import dev.kinescope.producer.source.Post;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads X's posts with what is included beside them, in both spellings of its fields: the older
 * {@code tweet} and {@code retweet}, the newer {@code post} and {@code repost} (X API
 * documentation, data dictionary).
 */
final class XPosts {
    static final String SOURCE = "x";

    private final Clock clock;

    XPosts(Clock clock) {
        this.clock = clock;
    }

    /** The users and posts that came beside the posts, by their ids. */
    record Includes(Map<String, JsonNode> users, Map<String, JsonNode> posts) {
        static Includes of(JsonNode answer) {
            JsonNode includes = answer.path("includes");
            var posts = byId(includes.path("tweets"));
            posts.putAll(byId(includes.path("posts")));
            return new Includes(byId(includes.path("users")), posts);
        }

        private static Map<String, JsonNode> byId(JsonNode items) {
            var byId = new HashMap<String, JsonNode>();
            items.forEach(item -> byId.put(item.path("id").asText(""), item));
            return byId;
        }
    }

    /** The post, or null when it lacks its id or its text. */
    @Nullable Post read(JsonNode post, Includes includes) {
        String id = post.path("id").asText("");
        if (id.isBlank() || !post.path("text").isTextual()) {
            return null;
        }
        Optional<JsonNode> original = retweeted(post);
        JsonNode metrics = post.path("public_metrics");
        JsonNode author =
                includes.users().getOrDefault(post.path("author_id").asText(""), post.path("-"));
        JsonNode audience = author.path("public_metrics");
        return new Post(
                id,
                createdAt(post),
                text(author, "username"),
                fullText(post, original.map(r -> r.path("id").asText("")), includes),
                count(metrics, "like_count"),
                count(metrics, "retweet_count", "repost_count"),
                original.isPresent(),
                count(audience, "followers_count"),
                count(audience, "following_count"),
                text(author, "location"),
                language(post),
                SOURCE);
    }

    private static Optional<JsonNode> retweeted(JsonNode post) {
        for (String name : List.of("referenced_tweets", "referenced_posts")) {
            for (JsonNode reference : post.path(name)) {
                String type = reference.path("type").asText("");
                if (type.equals("retweeted") || type.equals("reposted")) {
                    return Optional.of(reference);
                }
            }
        }
        return Optional.empty();
    }

    /** A retweet's own text is cut short, and so is that of a long post. */
    private static String fullText(JsonNode post, Optional<String> original, Includes includes) {
        JsonNode whole = original.map(includes.posts()::get).orElse(post);
        for (String name : List.of("note_tweet", "note_post")) {
            JsonNode note = whole.path(name).path("text");
            if (note.isTextual()) {
                return note.textValue();
            }
        }
        return whole.path("text").asText(post.path("text").textValue());
    }

    private Instant createdAt(JsonNode post) {
        try {
            return Instant.parse(post.path("created_at").asText(""));
        } catch (DateTimeParseException _) {
            return clock.instant().truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /**
     * X's codes for "no language" ({@code und}) and for links, hashtags and the like ({@code qme}).
     */
    private static @Nullable String language(JsonNode post) {
        String lang = post.path("lang").asText("");
        return lang.isBlank() || lang.equals("und") || lang.matches("q[a-t][a-z]") ? null : lang;
    }

    private static @Nullable String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? value.textValue() : null;
    }

    private static @Nullable Long count(JsonNode metrics, String... names) {
        for (String name : names) {
            if (metrics.path(name).isIntegralNumber()) {
                return metrics.path(name).longValue();
            }
        }
        return null;
    }
}
