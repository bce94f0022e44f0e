package dev.kinescope.localcloud.cloudwatch;

import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

/** What was observed of one metric, by the second that each stretch of time begins at. */
final class MetricHistory {
    static final long MINUTE = 60;

    private final NavigableMap<Long, Observed> kept = new TreeMap<>();
    private NavigableMap<Long, Observed> fresh = new TreeMap<>();
    private final AtomicLong used;
    private long cost;
    private boolean ended;

    /**
     * Begins empty.
     *
     * @param used what all histories take, see {@link Observed#cost()}
     * @param own what an empty one takes
     */
    MetricHistory(AtomicLong used, long own) {
        this.used = used;
        spend(own);
    }

    private void spend(long more) {
        if (more != 0) {
            cost += more;
            used.addAndGet(more);
        }
    }

    /** Adds a value; false if this history has ended and another is to be begun. */
    synchronized boolean add(long start, double value, double count) {
        if (!ended) {
            Observed there = fresh.get(start);
            long before = there == null ? 0 : there.cost();
            if (there == null) {
                there = new Observed();
                fresh.put(start, there);
            }
            there.add(value, count);
            spend(there.cost() - before);
        }
        return !ended;
    }

    /** Adds observations; false if this history has ended and another is to be begun. */
    synchronized boolean add(long start, Observed observed) {
        if (!ended) {
            add(fresh, start, observed);
        }
        return !ended;
    }

    private void add(NavigableMap<Long, Observed> to, long start, Observed observed) {
        Observed there = to.get(start);
        long before = there == null ? 0 : there.cost();
        if (there == null) {
            there = new Observed();
            to.put(start, there);
        }
        there.add(observed);
        spend(there.cost() - before);
    }

    /** Takes over what is new since the last call, and hands it on to be written. */
    synchronized NavigableMap<Long, Observed> settle() {
        NavigableMap<Long, Observed> settled = fresh;
        fresh = new TreeMap<>();
        settled.forEach((start, observed) -> {
            spend(-observed.cost());
            keep(start, observed);
        });
        return settled;
    }

    /** Forgets everything, and takes nothing more. */
    synchronized void end() {
        spend(-cost);
        kept.clear();
        fresh.clear();
        ended = true;
    }

    private void keep(long start, Observed observed) {
        // Into a copy: what is handed on to be written must not change any more.
        add(kept, start, observed);
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
        gone.values().forEach(observed -> spend(-observed.cost()));
        gone.clear();
        var old = kept.headMap(minutesBefore);
        if (old.keySet().stream().anyMatch(start -> start % MINUTE != 0)) {
            var seconds = new TreeMap<>(old);
            seconds.values().forEach(observed -> spend(-observed.cost()));
            old.clear();
            seconds.forEach((start, observed) -> keep(start - start % MINUTE, observed));
        }
        if (kept.isEmpty() && fresh.isEmpty()) {
            end();
        }
        return ended;
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

    /**
     * Adds what was observed from a second on and before another to points by the period, of which
     * the base begins one.
     */
    synchronized void addTo(
            NavigableMap<Long, Observed> points, long from, long to, long base, long period) {
        if (from < to) {
            for (var part : List.of(kept, fresh)) {
                part.subMap(from, to)
                        .forEach((start, observed) ->
                                points.computeIfAbsent(
                                                start - Math.floorMod(start - base, period),
                                                _ -> new Observed())
                                        .add(observed));
            }
        }
    }
}
