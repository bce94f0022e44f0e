package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.delivery.DeliveryReader;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.results.ResultReader;
import dev.kinescope.pipeline.results.ResultStore;
import dev.kinescope.pipeline.results.Results;
import dev.kinescope.pipeline.results.ScoredPost;
import dev.kinescope.pipeline.results.SentimentCounts;
import dev.kinescope.pipeline.results.StoredObject;

import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads what arrives in the bucket since it began to look, each object once. */
final class Arrivals {
    private static final int NEWEST_KEPT = 50;
    private static final String BY_DAY = "!{timestamp:yyyy/MM/dd";

    private final ResultStore store;
    private final ResultReader reader;
    private final DeliveryReader delivery;
    private final DeliveryDefinition definition;
    private final Optional<String> startAfter;
    private final Set<String> knownKeys = new HashSet<>();
    private final Set<String> knownErrorKeys = new HashSet<>();
    private final Set<String> ids = new HashSet<>();
    private final List<String> keys = new ArrayList<>();
    private final Deque<ScoredPost> newest = new ArrayDeque<>();
    private SentimentCounts sentiment = SentimentCounts.NONE;
    private long broken;
    private long repeatedIds;
    private long errorRecords;

    /** Begins to look; objects that are there already are passed over. */
    Arrivals(AwsSession session, DeliveryDefinition definition, Clock clock) {
        this.store = new ResultStore(session, definition.bucket());
        this.reader = new ResultReader(session, definition.bucket());
        this.delivery = new DeliveryReader(session, clock);
        this.definition = definition;
        this.startAfter = startAfter(definition, clock);
        knownKeys.addAll(keysUnder(definition.fixedPrefix(), startAfter));
        knownErrorKeys.addAll(keysUnder(definition.fixedErrorPrefix(), Optional.empty()));
    }

    /** With folders by day, older days need not be listed; one day more covers late objects. */
    private static Optional<String> startAfter(DeliveryDefinition definition, Clock clock) {
        return definition.prefix().startsWith(definition.fixedPrefix() + BY_DAY)
                ? Optional.of(
                        definition.fixedPrefix()
                                + DateTimeFormatter.ofPattern("yyyy/MM/dd")
                                        .withZone(ZoneOffset.UTC)
                                        .format(clock.instant().minus(Duration.ofDays(1))))
                : Optional.empty();
    }

    private Collection<String> keysUnder(String prefix, Optional<String> after) {
        return store.listAfter(prefix, after).stream()
                .map(StoredObject::key)
                .filter(key -> isResult(key) || !prefix.equals(definition.fixedPrefix()))
                .toList();
    }

    /** Errors and raw copies may lie under the results' prefix if that is empty or short. */
    private boolean isResult(String key) {
        return !key.startsWith("replay/")
                && !key.startsWith(definition.fixedErrorPrefix())
                && definition.rawBackupPrefix().filter(key::startsWith).isEmpty();
    }

    void read() throws InterruptedException {
        List<String> arrived =
                keysUnder(definition.fixedPrefix(), startAfter).stream()
                        .filter(key -> !knownKeys.contains(key))
                        .toList();
        if (!arrived.isEmpty()) {
            Results results = reader.read(arrived, ResultReader.Progress.none());
            knownKeys.addAll(arrived);
            keys.addAll(arrived);
            results.posts().forEach(this::count);
            broken += results.broken().size();
        }
        List<String> failed =
                keysUnder(definition.fixedErrorPrefix(), Optional.empty()).stream()
                        .filter(key -> !knownErrorKeys.contains(key))
                        .toList();
        if (!failed.isEmpty()) {
            FailedRecords records = delivery.failedRecords(definition.bucket(), failed);
            knownErrorKeys.addAll(failed);
            errorRecords += records.records() + records.unreadableLines();
        }
    }

    private void count(ScoredPost post) {
        sentiment = sentiment.plus(post);
        if (!post.id().isEmpty() && !ids.add(post.id())) {
            repeatedIds++;
        }
        if (newest.size() == NEWEST_KEPT) {
            newest.removeLast();
        }
        newest.addFirst(post);
    }

    /** Delivered lines, broken ones included. */
    long lines() {
        return sentiment.total() + broken;
    }

    long broken() {
        return broken;
    }

    long repeatedIds() {
        return repeatedIds;
    }

    long errorRecords() {
        return errorRecords;
    }

    SentimentCounts sentiment() {
        return sentiment;
    }

    List<String> keys() {
        return List.copyOf(keys);
    }

    List<ScoredPost> newest() {
        return List.copyOf(newest);
    }
}
