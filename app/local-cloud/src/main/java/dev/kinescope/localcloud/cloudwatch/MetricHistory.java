package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** What was observed of one metric, by the second that each stretch of time begins at. */
final class MetricHistory {
    static final long MINUTE = 60;

    private final StandardUnit unit;
    private final NavigableMap<Long, Observed> kept = new TreeMap<>();
    private NavigableMap<Long, Observed> fresh = new TreeMap<>();
    private long cost;
    private boolean ended;

    MetricHistory(StandardUnit unit) {
        this.unit = unit;
    }

    StandardUnit unit() {
        return unit;
    }

    /** Adds a value; false if this history has ended and another is to be begun. */
    synchronized boolean add(long start, double value, double count) {
        if (!ended) {
            fresh.computeIfAbsent(start, _ -> new Observed()).add(value, count);
        }
        return !ended;
    }

    /** Adds observations; false if this history has ended and another is to be begun. */
    synchronized boolean add(long start, Observed observed) {
        if (!ended) {
            fresh.computeIfAbsent(start, _ -> new Observed()).add(observed);
        }
        return !ended;
    }

    /** Takes over what is new since the last call, and hands it on to be written. */
    synchronized NavigableMap<Long, Observed> settle() {
        NavigableMap<Long, Observed> settled = fresh;
        fresh = new TreeMap<>();
        settled.forEach(this::keep);
        return settled;
    }

    private void keep(long start, Observed observed) {
        Observed there = kept.get(start);
        if (there == null) {
            // A copy: what is handed on to be written must not change any more.
            there = new Observed();
            kept.put(start, there);
        } else {
            cost -= there.cost();
        }
        there.add(observed);
        cost += there.cost();
    }

    static void write(NavigableMap<Long, Observed> settled, DataOutputStream out)
            throws IOException {
        out.writeInt(settled.size());
        for (var entry : settled.entrySet()) {
            out.writeLong(entry.getKey());
            entry.getValue().write(out);
        }
    }

    /**
     * Forgets what is older than a time, and keeps only minutes of what is older than another.
     *
     * @return whether nothing is left, and nothing more is taken
     */
    synchronized boolean trim(long oldest, long minutesBefore) {
        var gone = kept.headMap(oldest);
        gone.values().forEach(observed -> cost -= observed.cost());
        gone.clear();
        var old = kept.headMap(minutesBefore);
        if (old.keySet().stream().anyMatch(start -> start % MINUTE != 0)) {
            var seconds = new TreeMap<>(old);
            seconds.values().forEach(observed -> cost -= observed.cost());
            old.clear();
            seconds.forEach((start, observed) -> keep(start - start % MINUTE, observed));
        }
        ended = kept.isEmpty() && fresh.isEmpty();
        return ended;
    }

    /** See {@link Observed#cost()}. */
    synchronized long cost() {
        return cost;
    }

    /** The beginning of the last stretch of time with observations. */
    synchronized Optional<Long> last() {
        Long old = kept.isEmpty() ? null : kept.lastKey();
        Long young = fresh.isEmpty() ? null : fresh.lastKey();
        if (old == null || young == null) {
            return Optional.ofNullable(old == null ? young : old);
        }
        return Optional.of(Math.max(old, young));
    }

    /** What was observed from a second on and before another, by the period. */
    synchronized NavigableMap<Long, Observed> between(long from, long to, long period) {
        var points = new TreeMap<Long, Observed>();
        if (from < to) {
            for (var part : List.of(kept, fresh)) {
                part.subMap(from, to)
                        .forEach((start, observed) ->
                                points.computeIfAbsent(
                                                start - Math.floorMod(start, period),
                                                _ -> new Observed())
                                        .add(observed));
            }
        }
        return points;
    }
}
