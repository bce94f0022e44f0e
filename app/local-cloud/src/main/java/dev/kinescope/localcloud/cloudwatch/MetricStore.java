package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** Keeps what is observed as sums, minima, maxima and counts by the minute, for a few days. */
public final class MetricStore implements MetricSink {
    static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration KEPT = Duration.ofDays(3);

    private final Clock clock;
    private final Map<MetricKey, Series> series = new ConcurrentHashMap<>();

    public MetricStore(Clock clock) {
        this.clock = clock;
    }

    /** What names a metric. */
    record MetricKey(String namespace, String metric, Map<String, String> dimensions) {}

    /** The observations of a stretch of time, which begins at {@code start}. */
    record Point(Instant start, double sum, double minimum, double maximum, double count) {
        static Point of(Instant start, double value) {
            return new Point(start, value, value, value, 1);
        }

        Point plus(Point other) {
            return new Point(
                    start,
                    sum + other.sum,
                    Math.min(minimum, other.minimum),
                    Math.max(maximum, other.maximum),
                    count + other.count);
        }

        Point from(Instant newStart) {
            return new Point(newStart, sum, minimum, maximum, count);
        }
    }

    @Override
    public void observe(
            String namespace,
            Map<String, String> dimensions,
            String metric,
            double value,
            StandardUnit unit) {
        add(
                new MetricKey(namespace, metric, Map.copyOf(dimensions)),
                unit,
                Point.of(clock.instant(), value));
    }

    /** Adds observations of about the same time. */
    void add(MetricKey key, StandardUnit unit, Point observed) {
        series.computeIfAbsent(key, _ -> new Series(unit))
                .add(observed, clock.instant().minus(KEPT));
    }

    /** The metrics that are known, in the order of their names. */
    List<MetricKey> metrics() {
        return series.keySet().stream()
                .sorted(
                        Comparator.comparing(MetricKey::namespace)
                                .thenComparing(MetricKey::metric)
                                .thenComparing(key -> new TreeMap<>(key.dimensions()).toString()))
                .toList();
    }

    Optional<StandardUnit> unit(MetricKey key) {
        return Optional.ofNullable(series.get(key)).map(found -> found.unit);
    }

    /** When a metric was last observed, to the minute. */
    Optional<Instant> last(MetricKey key) {
        return Optional.ofNullable(series.get(key)).flatMap(Series::last);
    }

    /**
     * A metric's points in the order of time; stretches without observations have none.
     *
     * @param from included
     * @param to not included
     * @param period whole minutes; points begin at multiples of it since the epoch
     */
    Collection<Point> points(MetricKey key, Instant from, Instant to, Duration period) {
        var points = new TreeMap<Instant, Point>();
        Series found = series.get(key);
        if (found != null) {
            for (Point minute : found.between(floor(from, period), to)) {
                Instant start = floor(minute.start(), period);
                points.merge(start, minute.from(start), Point::plus);
            }
        }
        return points.values();
    }

    private static Instant floor(Instant time, Duration period) {
        long seconds = period.toSeconds();
        return Instant.ofEpochSecond(Math.floorDiv(time.getEpochSecond(), seconds) * seconds);
    }

    /** The minutes of one metric. */
    private static final class Series {
        private final StandardUnit unit;
        private final NavigableMap<Instant, Point> minutes = new TreeMap<>();

        Series(StandardUnit unit) {
            this.unit = unit;
        }

        synchronized void add(Point observed, Instant oldest) {
            Instant minute = floor(observed.start(), MINUTE);
            minutes.merge(minute, observed.from(minute), Point::plus);
            minutes.headMap(oldest).clear();
        }

        synchronized List<Point> between(Instant from, Instant to) {
            return to.isAfter(from) ? List.copyOf(minutes.subMap(from, to).values()) : List.of();
        }

        synchronized Optional<Instant> last() {
            return minutes.isEmpty() ? Optional.empty() : Optional.of(minutes.lastKey());
        }
    }
}
