package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.live.Messages;
import dev.kinescope.producer.source.Post;
import dev.kinescope.producer.source.PostJson;
import dev.kinescope.producer.source.PostSource.Item;
import dev.kinescope.producer.source.PostSource.Reason;
import dev.kinescope.producer.source.RecentIds;
import dev.kinescope.producer.source.Wanted;

import java.time.Clock;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What the lines of X's filtered stream mean; a post that comes again is told apart by its id. */
public final class XMessages implements Messages {
    /** Enough for what X repeats when a call goes on where another ended. */
    private static final int IDS_KEPT = 200;

    private static final String ID = "[0-9A-Za-z_]{1,40}";

    private final XPosts posts;
    private final Predicate<String> rules;
    private final Wanted wanted;
    private final Consumer<String> warnings;
    private final RecentIds seen = new RecentIds();

    /** Reads what {@code feed} brings, beginning with posts no one has seen. */
    public XMessages(XFeed feed, Wanted wanted, Clock clock, Consumer<String> warnings) {
        this(feed::isWanted, wanted, clock, warnings);
    }

    XMessages(Predicate<String> rules, Wanted wanted, Clock clock, Consumer<String> warnings) {
        this.posts = new XPosts(clock);
        this.rules = rules;
        this.wanted = wanted;
        this.warnings = warnings;
    }

    /**
     * Remembers what an earlier call has seen.
     *
     * @throws IllegalArgumentException when this is not a position of X's stream
     */
    public void continueFrom(String position) {
        if (position.isEmpty()) {
            return;
        }
        for (String id : position.split(",", -1)) {
            if (!id.matches(ID)) {
                throw new IllegalArgumentException("is not one of X's stream");
            }
            seen.add(id);
        }
    }

    @Override
    public Item read(String text, long number) {
        ObjectNode message;
        try {
            message = PostJson.read(text);
        } catch (PostJson.NotAnObjectException e) {
            return new Item.Malformed(number, e.reason());
        }
        if (!message.path("data").isObject()) {
            if (message.has("errors")) {
                warnings.accept("X says: " + XApi.words(message, 200));
            }
            return new Item.Skipped(Reason.CONTROL);
        }
        Post post = posts.read(message.path("data"), XPosts.Includes.of(message));
        if (post == null) {
            return new Item.Malformed(number, "no id or no text");
        }
        if (!matches(message.path("matching_rules"))) {
            return new Item.Filtered();
        }
        return seen.add(post.id())
                ? post.asItem(wanted, number)
                : new Item.Skipped(Reason.DUPLICATE);
    }

    /** The app's other rules bring their posts over the same connection. */
    private boolean matches(JsonNode matching) {
        if (matching.isEmpty()) {
            return true;
        }
        for (JsonNode rule : matching) {
            if (rules.test(rule.path("id").asText(""))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String position() {
        List<String> last = seen.last(IDS_KEPT);
        return String.join(",", last);
    }
}
