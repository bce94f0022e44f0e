package dev.kinescope.desktop.streams;

import dev.kinescope.pipeline.streams.ShardSample;
import dev.kinescope.pipeline.streams.ShardTick;
import dev.kinescope.pipeline.streams.StreamMetrics;
import dev.kinescope.pipeline.streams.StreamOverview;
import dev.kinescope.pipeline.streams.StreamRecord;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Gathers what the Shards view shows of one stream, off the UI thread: samples each round, asks
 * Kinesis and CloudWatch less often, and keeps a minute of history.
 */
final class ShardWatch {
    static final int MOST_RECORDS = 200;

    private static final Duration DESCRIBE_EVERY = Duration.ofSeconds(5);
    private static final Duration METRICS_EVERY = Duration.ofSeconds(15);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(5);
    private static final Duration RECENT = Duration.ofMinutes(15);

    private final StreamSource source;
    private final Clock clock;
    private final KeyWindow keys = new KeyWindow();
    private final Map<String, ShardRow> rows = new LinkedHashMap<>();
    private final Map<String, List<StreamRecord>> older = new HashMap<>();
    private @Nullable StreamOverview overview;
    private @Nullable StreamMetrics metrics;
    private Instant describeNext = Instant.MIN;
    private Instant metricsNext = Instant.MIN;
    private Instant notBefore = Instant.MIN;
    private volatile String chosen = "";

    ShardWatch(StreamSource source, Clock clock) {
        this.source = source;
        this.clock = clock;
    }

    /** Whose records the next rounds bring. */
    void choose(String shardId) {
        chosen = shardId;
    }

    /** One round; after a failure it asks nothing for some seconds. */
    synchronized Round gather() throws InterruptedException {
        Instant now = clock.instant();
        if (now.isBefore(notBefore)) {
            return new Round.Waiting();
        }
        try {
            return look(now);
        } catch (RuntimeException e) {
            notBefore = now.plus(AFTER_FAILURE);
            // What failed may have been deleted: look whether it is still there.
            describeNext = Instant.MIN;
            throw e;
        }
    }

    /** Asks at once again, whatever failed before. */
    synchronized void tryAgain() {
        notBefore = Instant.MIN;
        describeNext = Instant.MIN;
    }

    private Round look(Instant now) throws InterruptedException {
        if (!now.isBefore(describeNext)) {
            overview = source.describe().orElse(null);
            describeNext = now.plus(DESCRIBE_EVERY);
        }
        StreamOverview stream = overview;
        if (stream == null) {
            return new Round.Missing();
        }
        StreamMetrics numbers = metrics;
        if (numbers == null || !now.isBefore(metricsNext)) {
            numbers = source.metrics();
            metrics = numbers;
            metricsNext = now.plus(METRICS_EVERY);
        }
        ShardTick tick = source.sample();
        remember(tick);
        keys.add(tick.at(), tick.newRecords());
        List<ShardRow> shards = List.copyOf(rows.values());
        Set<String> hot =
                shards.stream()
                        .filter(row -> row.mark() == ShardRow.Mark.HOT)
                        .map(ShardRow::id)
                        .collect(Collectors.toSet());
        return new Round.Watched(
                tick.at(),
                stream,
                numbers,
                shards,
                keys.heat(tick.shards(), hot),
                HotShards.warning(shards, stream.mode(), keys::topKey),
                recordsOfChosen(),
                tick.problems());
    }

    private void remember(ShardTick tick) {
        var next = new LinkedHashMap<String, ShardRow>();
        for (ShardSample sample : tick.shards()) {
            ShardRow before = rows.get(sample.shardId());
            next.put(
                    sample.shardId(),
                    new ShardRow(
                            sample,
                            (before == null ? Trend.empty() : before.records())
                                    .plus(sample.recordsPerSecond().orElse(Double.NaN)),
                            (before == null ? Trend.empty() : before.bytes())
                                    .plus(sample.bytesPerSecond().orElse(Double.NaN))));
        }
        rows.clear();
        rows.putAll(next);
    }

    private Round.ShardRecords recordsOfChosen() {
        String shardId = chosen;
        return rows.containsKey(shardId) ? records(shardId) : Round.ShardRecords.NONE;
    }

    /** What is known of a shard's records now, without asking for older ones. */
    private Round.ShardRecords records(String shardId) {
        var all = new LinkedHashMap<String, StreamRecord>();
        putAll(all, older.getOrDefault(shardId, List.of()));
        putAll(all, source.lastRecords(shardId));
        List<StreamRecord> oldestFirst = new ArrayList<>(all.values());
        return new Round.ShardRecords(
                shardId,
                oldestFirst
                        .subList(Math.max(0, oldestFirst.size() - MOST_RECORDS), oldestFirst.size())
                        .reversed()
                        .stream()
                        .map(RecordRow::of)
                        .toList());
    }

    private static void putAll(Map<String, StreamRecord> all, Collection<StreamRecord> records) {
        records.forEach(record -> all.put(record.sequenceNumber(), record));
    }

    /** The records of a shard, those of the last quarter of an hour too. */
    Round.ShardRecords recent(String shardId) throws InterruptedException {
        return read(shardId, Optional.of(clock.instant().minus(RECENT)));
    }

    /** The records of a shard, all that it still keeps, however long that takes to read. */
    Round.ShardRecords fromTheOldest(String shardId) throws InterruptedException {
        return read(shardId, Optional.empty());
    }

    private Round.ShardRecords read(String shardId, Optional<Instant> since)
            throws InterruptedException {
        List<StreamRecord> found = source.latest(shardId, since, MOST_RECORDS);
        synchronized (this) {
            older.put(shardId, found);
            return records(shardId);
        }
    }
}
