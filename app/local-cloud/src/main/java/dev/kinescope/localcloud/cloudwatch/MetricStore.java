package dev.kinescope.localcloud.cloudwatch;

import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.RecordLog;
import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Keeps what is observed by the minute: for 15 days, or for as long as there is room. With a log it
 * is written once a minute and when the store is closed, so that a crash costs a minute at most.
 */
public final class MetricStore implements MetricSink, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(MetricStore.class);

    /** How long CloudWatch keeps points of a minute, and of less (GetMetricStatistics). */
    static final Duration KEPT = Duration.ofDays(15);

    private static final Duration SECONDS_KEPT = Duration.ofHours(3);
    private static final Duration LEAST_KEPT = Duration.ofHours(1);
    private static final Duration BETWEEN_WRITES = Duration.ofMinutes(1);
    private static final int MOST_UNWRITTEN = 60;
    private static final byte[] LOG_KEY = "metrics".getBytes(StandardCharsets.UTF_8);
    private static final long READ_BYTES = 4L * 1024 * 1024;

    /** About 36 MB of memory, see {@link Observed#cost()}. */
    private static final long ROOM = 300_000;

    /** How many times its room a store may take until the next minute. */
    private static final int MOST_ROOMS = 2;

    /** The same with what it takes of series that it knows. */
    private static final int MOST_ROOMS_OF_KNOWN = 3;

    private final Clock clock;
    private final Optional<RecordLog> log;
    private final long room;
    private final Map<Series, MetricHistory> metrics = new ConcurrentHashMap<>();
    private final AtomicLong used = new AtomicLong();
    private final Deque<byte[]> unwritten = new ArrayDeque<>();
    private boolean writingFails;

    private MetricStore(Clock clock, Optional<RecordLog> log, long room) {
        this.clock = clock;
        this.log = log;
        this.room = room;
    }

    /** A store that is tidied up once a minute and gone with the process. */
    public static MetricStore inMemory(Clock clock, Scheduler scheduler) {
        return new MetricStore(clock, Optional.empty(), ROOM).started(scheduler);
    }

    /** A store that begins with what the log holds, and adds to it. */
    public static MetricStore in(RecordLog log, Clock clock, Scheduler scheduler) {
        return in(log, clock, scheduler, ROOM);
    }

    static MetricStore in(RecordLog log, Clock clock, Scheduler scheduler, long room) {
        var store = new MetricStore(clock, Optional.of(log), room);
        store.load(log);
        return store.started(scheduler);
    }

    private MetricStore started(Scheduler scheduler) {
        scheduler.after(
                BETWEEN_WRITES,
                () -> {
                    try {
                        settle();
                    } finally {
                        started(scheduler);
                    }
                });
        return this;
    }

    @Override
    public void observe(
            String namespace,
            Map<String, String> dimensions,
            String metric,
            double value,
            StandardUnit unit) {
        var key = new MetricKey(namespace, metric, Map.copyOf(dimensions));
        long minute = start(clock.instant(), MetricHistory.MINUTE);
        into(new Series(key, unit), history -> history.add(minute, value, 1));
    }

    /** Adds observations of a stretch of so many seconds. */
    void add(Series series, Instant at, long seconds, Observed observed) {
        long start = start(at, seconds);
        into(series, history -> history.add(start, observed));
    }

    /**
     * Whether a client's observations of a series can be taken: a full store takes no new series
     * until the next minute, when the oldest give way, and in the end nothing of known ones either.
     */
    boolean hasRoomFor(Series series) {
        long taken = used.get();
        return taken < MOST_ROOMS * room
                || (taken < MOST_ROOMS_OF_KNOWN * room && metrics.containsKey(series));
    }

    private void into(Series series, Predicate<MetricHistory> add) {
        while (true) {
            MetricHistory history = metrics.get(series);
            if (history == null) {
                history =
                        metrics.computeIfAbsent(
                                series, _ -> new MetricHistory(used, series.key().cost()));
            }
            if (add.test(history)) {
                return;
            }
            metrics.remove(series, history);
        }
    }

    private static long start(Instant at, long seconds) {
        return at.getEpochSecond() - Math.floorMod(at.getEpochSecond(), seconds);
    }

    /** The metrics that are known, in the order of their names. */
    List<MetricKey> metrics() {
        return metrics.keySet().stream()
                .map(Series::key)
                .distinct()
                .sorted(MetricKey.BY_NAME)
                .toList();
    }

    /** The units that a metric was observed in. */
    List<StandardUnit> units(MetricKey key) {
        return StandardUnit.knownValues().stream()
                .filter(unit -> metrics.containsKey(new Series(key, unit)))
                .sorted()
                .toList();
    }

    /** When a metric was last observed, to the minute. */
    Optional<Instant> last(MetricKey key) {
        return units(key).stream()
                .flatMap(unit -> Optional.ofNullable(metrics.get(new Series(key, unit))).stream())
                .flatMap(history -> history.last().stream())
                .max(Comparator.naturalOrder())
                .map(Instant::ofEpochSecond);
    }

    /**
     * What was observed of a metric in the order of time; stretches without observations have none.
     *
     * @param units what is observed in others is left out
     * @param span the time asked for; points begin at multiples of its period since its start
     */
    NavigableMap<Long, Observed> points(
            MetricKey key, Collection<StandardUnit> units, Requests.Span span) {
        var points = new TreeMap<Long, Observed>();
        long from = span.start();
        if (span.period() < MetricHistory.MINUTE) {
            // By the second only what is young can be had.
            from = Math.max(from, clock.instant().minus(SECONDS_KEPT).getEpochSecond());
        }
        for (StandardUnit unit : units) {
            MetricHistory history = metrics.get(new Series(key, unit));
            if (history != null) {
                history.addTo(points, from, span.end(), span.start(), span.period());
            }
        }
        return points;
    }

    /** Writes what is new, and forgets what is old or too much. */
    private synchronized void settle() {
        var settled = new HashMap<Series, NavigableMap<Long, Observed>>();
        metrics.forEach((series, history) -> {
            NavigableMap<Long, Observed> fresh = history.settle();
            if (!fresh.isEmpty()) {
                settled.put(series, fresh);
            }
        });
        try {
            if (log.isPresent() && !settled.isEmpty()) {
                unwritten.add(MetricBatch.encode(settled));
            }
            log.ifPresent(this::write);
        } finally {
            trim();
        }
    }

    private void write(RecordLog to) {
        try {
            while (!unwritten.isEmpty()) {
                to.append(List.of(new LogEntry(clock.millis(), LOG_KEY, unwritten.getFirst())));
                unwritten.removeFirst();
            }
            writingFails = false;
        } catch (UncheckedIOException e) {
            if (!writingFails) {
                LOG.error(
                        "Metrics cannot be written; those of the last {} minutes are kept in"
                                + " memory until they can. Free space on the disk.",
                        MOST_UNWRITTEN,
                        e);
            }
            writingFails = true;
            while (unwritten.size() > MOST_UNWRITTEN) {
                unwritten.removeFirst();
            }
        }
    }

    private void trim() {
        Instant now = clock.instant();
        Duration keep = KEPT;
        trim(now, keep);
        while (keep.compareTo(LEAST_KEPT) > 0 && used.get() > room) {
            keep = keep.multipliedBy(3).dividedBy(4);
            trim(now, keep);
        }
        if (used.get() > room) {
            dropOldest();
        }
        try {
            long oldest = now.minus(keep).toEpochMilli();
            log.ifPresent(kept -> kept.trim(oldest));
        } catch (UncheckedIOException e) {
            LOG.warn("Old metrics cannot be removed. Trying again in a minute.", e);
        }
    }

    private void trim(Instant now, Duration keep) {
        long oldest = now.minus(keep).getEpochSecond();
        long minutesBefore = start(now.minus(SECONDS_KEPT), MetricHistory.MINUTE);
        metrics.values().removeIf(history -> history.trim(oldest, minutesBefore));
    }

    /** Lets go of whole series of clients, those first that were observed longest ago. */
    private void dropOldest() {
        record Aged(Series series, MetricHistory history, long last) {}
        List<Aged> oldest =
                metrics.entrySet().stream()
                        .filter(entry -> !entry.getKey().key().ofAService())
                        .map(entry ->
                                new Aged(
                                        entry.getKey(),
                                        entry.getValue(),
                                        entry.getValue().last().orElse(Long.MIN_VALUE)))
                        .sorted(Comparator.comparingLong(Aged::last))
                        .toList();
        int dropped = 0;
        for (Aged next : oldest) {
            if (used.get() <= room) {
                break;
            }
            metrics.remove(next.series(), next.history());
            next.history().end();
            dropped++;
        }
        if (dropped > 0) {
            LOG.warn(
                    "There is no room for all metrics: {} of the namespaces of clients were"
                            + " dropped, those without observations for longest. Use fewer values"
                            + " of dimensions.",
                    dropped);
        }
    }

    private void load(RecordLog from) {
        long next = from.first();
        while (next < from.end()) {
            List<RecordLog.IndexedEntry> entries = from.read(next, Integer.MAX_VALUE, READ_BYTES);
            if (entries.isEmpty()) {
                break;
            }
            for (RecordLog.IndexedEntry entry : entries) {
                MetricBatch.decode(entry.entry().data())
                        .forEach((series, points) ->
                                points.forEach((start, observed) ->
                                        into(series, history -> history.add(start, observed))));
                next = entry.index() + 1;
                if (used.get() > MOST_ROOMS * room) {
                    settleLoaded();
                }
            }
            next = Math.max(next, from.first());
        }
        settleLoaded();
    }

    private void settleLoaded() {
        metrics.values().forEach(MetricHistory::settle);
        trim();
    }

    /** Writes what is not written yet. */
    @Override
    public void close() {
        settle();
    }
}
