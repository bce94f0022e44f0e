package dev.kinescope.producer.x;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.kinescope.producer.live.Reconnects;
import dev.kinescope.producer.send.Sleeper;
import dev.kinescope.producer.source.Connections;
import dev.kinescope.producer.source.Ending;
import dev.kinescope.producer.source.Post;
import dev.kinescope.producer.source.PostSource;
import dev.kinescope.producer.source.RecentIds;
import dev.kinescope.producer.source.SourceRefusedException;
import dev.kinescope.producer.source.Wanted;

import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * X's recent search: the posts of the last seven days, the newest first, page by page, down to the
 * newest one of the last time (X API documentation, "Search recent posts").
 */
public final class XSearch implements PostSource {
    private static final String PATH = "/2/tweets/search/recent";
    private static final int SMALLEST_PAGE = 10;
    private static final int LARGEST_PAGE = 100;

    /** X searches seven days back; a little less, as it is asked a little later. */
    private static final Duration SEARCHED = Duration.ofDays(7).minusMinutes(10);

    /** The moment that X's ids count from, in milliseconds since 1970. */
    private static final long FIRST_ID_MILLIS = 1_288_834_974_657L;

    private final XApi x;
    private final XPosts posts;
    private final Wanted wanted;
    private final Clock clock;
    private final Sleeper sleeper;
    private final Consumer<String> warnings;

    private final Reconnects retries = new Reconnects();
    private final RecentIds seen = new RecentIds();
    private final Deque<Result> page = new ArrayDeque<>();
    private SearchPosition position = SearchPosition.START;
    private Connections connections = Connections.NONE;
    private Optional<Pause> pause = Optional.empty();
    private Instant askAt = Instant.MIN;
    private final Spellings spellings = new Spellings();
    private String nextPage = "";
    private boolean swept;
    private boolean stopped;
    private long number;

    /** A post of a page that is not handed over yet, with its id as far as it has one. */
    private record Result(@Nullable Post post, String id) {}

    /** Searches for what {@code wanted} asks for, its keyword being a query in X's own language. */
    public XSearch(XApi x, Wanted wanted, Clock clock, Sleeper sleeper, Consumer<String> warnings) {
        this.x = x;
        this.posts = new XPosts(clock);
        this.wanted = wanted;
        this.clock = clock;
        this.sleeper = sleeper;
        this.warnings = warnings;
    }

    /**
     * Goes on where an earlier search was: below the posts it had come down to, or, if it had come
     * to its end, above the newest one.
     *
     * @throws IllegalArgumentException when this is not a position of a search
     */
    public void continueFrom(String encoded) {
        position = SearchPosition.decode(encoded);
        if (position.since().isPresent() && position.since().filter(this::isSearched).isEmpty()) {
            warnings.accept("X searches seven days back only: posts before that are missed");
        }
    }

    @Override
    public @Nullable Item next(Duration patience) throws InterruptedException {
        while (!wanted.isEnough(position.found())) {
            Result result = page.poll();
            if (result != null) {
                return item(result);
            }
            if (swept || stopped) {
                return null;
            }
            if (nextPage.isEmpty()
                    && position.until().isPresent()
                    && position.until().filter(this::isSearched).isEmpty()) {
                sweptAll(); // What was below is not searched any more.
                return null;
            }
            Instant now = clock.instant();
            if (now.isBefore(askAt)) {
                Duration wait = Duration.between(now, askAt);
                sleeper.sleep(wait.compareTo(patience) < 0 ? wait : patience);
                return new Item.Quiet();
            }
            ask();
            if (page.isEmpty() && !swept) {
                return new Item.Quiet(); // Whoever waits shall hear of the pause first.
            }
        }
        return null;
    }

    private Item item(Result result) {
        number++;
        Post post = result.post();
        position = position.below(result.id());
        if (page.isEmpty() && nextPage.isEmpty()) {
            sweptAll();
        }
        if (post == null) {
            return new Item.Malformed(number, "no id or no text");
        }
        if (!seen.add(post.id())) {
            return new Item.Skipped(Reason.DUPLICATE);
        }
        Item item = post.asItem(wanted, number);
        if (item instanceof Item.Found) {
            position = position.oneMoreFound();
        }
        return item;
    }

    private void sweptAll() {
        swept = true;
        position = position.swept();
    }

    private void ask() throws InterruptedException {
        switch (spellings.ask(spelling -> x.get(PATH, query(spelling)))) {
            case Reply.Answered(ObjectNode body, Optional<Instant> until) -> {
                connections = connections.oneOpened();
                retries.well();
                take(body);
                askAt = until.orElse(Instant.MIN);
                pause = until.map(at -> new Pause(at, "X's rate limit is used up until " + at));
            }
            case Reply.Failed(Ending ending) -> {
                connections = connections.one(ending);
                askAt = retries.after(ending, clock.instant());
                pause = Optional.of(new Pause(askAt, ending.words()));
                warnings.accept("The search was not answered: " + ending.words());
            }
            case Reply.Refused(_, String message) -> throw new SourceRefusedException(message);
            case Reply.Flowing _ -> throw new IllegalStateException("a search is no stream");
        }
    }

    private void take(ObjectNode body) {
        var includes = XPosts.Includes.of(body);
        for (JsonNode post : body.path("data")) {
            page.add(new Result(posts.read(post, includes), post.path("id").asText("")));
        }
        nextPage = body.at("/meta/next_token").asText("");
        if (page.isEmpty() && nextPage.isEmpty()) {
            sweptAll();
        }
    }

    private Map<String, String> query(Spelling spelling) {
        var query = new HashMap<>(spelling.query(wanted));
        query.put("query", XFeed.query(wanted));
        query.put("sort_order", "recency");
        query.put("max_results", Long.toString(pageSize()));
        position.since().filter(this::isSearched).ifPresent(id -> query.put("since_id", id));
        // A page's token leads on within a call; its age is limited, so the next call goes by id.
        if (nextPage.isEmpty()) {
            position.until().filter(this::isSearched).ifPresent(id -> query.put("until_id", id));
        } else {
            position.startedBelow().ifPresent(id -> query.put("until_id", id));
            query.put("next_token", nextPage);
        }
        return query;
    }

    /** X refuses ids from before the days that it searches; an id begins with its time. */
    private boolean isSearched(String id) {
        if (!id.matches("\\d{1,19}")) {
            return true;
        }
        long millis = new BigInteger(id).shiftRight(22).longValueExact() + FIRST_ID_MILLIS;
        return Instant.ofEpochMilli(millis).isAfter(clock.instant().minus(SEARCHED));
    }

    /** Posts are paid for, so no more are asked for than are wanted, as far as X allows. */
    private long pageSize() {
        if (wanted.count().isEmpty()) {
            return LARGEST_PAGE;
        }
        long left = wanted.count().getAsLong() - position.found();
        return Math.clamp(left, SMALLEST_PAGE, LARGEST_PAGE);
    }

    @Override
    public void stop() {
        stopped = true;
    }

    @Override
    public String position() {
        return position.encode();
    }

    @Override
    public boolean goesOn() {
        return true;
    }

    @Override
    public Optional<Pause> pause() {
        return pause;
    }

    @Override
    public Optional<Connections> connections() {
        return Optional.of(connections);
    }

    @Override
    public void close() {
        page.clear();
    }
}
