package dev.kinescope.producer.bluesky;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.live.Messages;
import dev.kinescope.producer.source.Post;
import dev.kinescope.producer.source.PostJson;
import dev.kinescope.producer.source.PostSource.Item;
import dev.kinescope.producer.source.PostSource.Reason;
import dev.kinescope.producer.source.RecentIds;
import dev.kinescope.producer.source.Wanted;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Jetstream's messages mean: a commit that creates a post is a post, all else is passed over
 * (bluesky-social/jetstream, README). After a reconnect some come again and are told apart by
 * author, key and revision.
 */
public final class JetstreamMessages implements Messages {
    private static final String POSTS = "app.bsky.feed.post";
    private static final String SOURCE = "bluesky";

    /** From 2001 to 2286; anything else would lead the next call astray. */
    private static final String MICROS = "\\d{16}";

    private static final Pattern POSITION = Pattern.compile("(" + MICROS + ")@(\\d{1,3})");

    /** An author's clock may be a little ahead. */
    private static final Duration AHEAD = Duration.ofMinutes(5);

    /**
     * Before the first service of this kind; what claims to be older comes from a broken client.
     */
    private static final Instant OLDEST = Instant.parse("2006-01-01T00:00:00Z");

    private final Wanted wanted;
    private final RecentIds seen = new RecentIds();

    /** Microseconds since 1970; what an earlier call has handled, up to and including. */
    private long handledBefore = Long.MIN_VALUE;

    private OptionalLong last = OptionalLong.empty();

    /** Which host tells the times; each stamps them by its own clock. */
    private volatile int host;

    /** Reads messages, beginning with the newest. */
    public JetstreamMessages(Wanted wanted) {
        this.wanted = wanted;
    }

    /**
     * Goes on behind the last message of an earlier call.
     *
     * @throws IllegalArgumentException when this is not a position of Jetstream
     */
    public void continueFrom(String position) {
        if (position.isEmpty()) {
            return;
        }
        Matcher matcher = POSITION.matcher(position);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("is not one of Bluesky's Jetstream");
        }
        handledBefore = Long.parseLong(matcher.group(1));
        host = Integer.parseInt(matcher.group(2));
        last = OptionalLong.of(handledBefore);
    }

    /** The number of the host that the last messages came from. */
    int host() {
        return host;
    }

    /** Messages come from this host from now on. */
    void comeFrom(int number) {
        host = number;
    }

    /** The time of the last message handled, in microseconds since 1970. */
    OptionalLong last() {
        return last;
    }

    @Override
    public Item read(String text, long number) {
        ObjectNode message;
        try {
            message = PostJson.read(text);
        } catch (PostJson.NotAnObjectException e) {
            return new Item.Malformed(number, e.reason());
        }
        JsonNode time = message.path("time_us");
        if (!time.isIntegralNumber() || !time.asText().matches(MICROS)) {
            return message.has("kind")
                    ? new Item.Malformed(number, "no time_us")
                    : new Item.Skipped(Reason.CONTROL);
        }
        long micros = time.longValue();
        last = OptionalLong.of(Math.max(micros, last.orElse(micros)));
        JsonNode commit = message.path("commit");
        if (!commit.path("operation").asText("").equals("create")
                || !commit.path("collection").asText("").equals(POSTS)) {
            return new Item.Skipped(Reason.CONTROL);
        }
        String did = message.path("did").asText("");
        String key = commit.path("rkey").asText("");
        if (did.isBlank() || key.isBlank()) {
            return new Item.Malformed(number, "no did or no rkey");
        }
        String uri = "at://" + did + "/" + POSTS + "/" + key;
        if (micros <= handledBefore || !seen.add(uri + "@" + commit.path("rev").asText(""))) {
            return new Item.Skipped(Reason.DUPLICATE);
        }
        return item(uri, did, commit.path("record"), micros, number);
    }

    private Item item(String uri, String did, JsonNode post, long micros, long number) {
        JsonNode text = post.path("text");
        if (!text.isTextual()) {
            return new Item.Malformed(number, "no text");
        }
        if (!wanted.isMentionedIn(text.textValue())) {
            return new Item.Filtered();
        }
        return new Post(
                        uri,
                        createdAt(post.path("createdAt").asText(""), micros),
                        did,
                        text.textValue(),
                        null,
                        null,
                        false,
                        null,
                        null,
                        null,
                        language(post.path("langs")),
                        SOURCE)
                .asItem(wanted, number);
    }

    /** The author's word if it can be true, else when Jetstream saw the post. */
    private static Instant createdAt(String claimed, long micros) {
        Instant seenAt =
                Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
        try {
            Instant created = OffsetDateTime.parse(claimed).toInstant();
            return created.isBefore(OLDEST) || created.isAfter(seenAt.plus(AHEAD))
                    ? seenAt
                    : created;
        } catch (DateTimeParseException _) {
            return seenAt;
        }
    }

    private static @Nullable String language(JsonNode langs) {
        String first = langs.path(0).asText("");
        return first.isBlank() ? null : first;
    }

    @Override
    public String position() {
        return last.isPresent() ? last.getAsLong() + "@" + host : "";
    }
}
