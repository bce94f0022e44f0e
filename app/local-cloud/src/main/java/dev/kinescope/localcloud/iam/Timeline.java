package dev.kinescope.localcloud.iam;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The last values of something and since when each is so; safe for use by many threads. */
final class Timeline<T> {
    private static final int KEPT = 16;

    private record Entry<T>(long since, T value) {}

    private volatile List<Entry<T>> entries = List.of();

    /** Adds the newest value. */
    synchronized void add(long since, T value) {
        var all = new ArrayList<>(entries);
        all.add(new Entry<>(since, value));
        entries = List.copyOf(all.subList(Math.max(0, all.size() - KEPT), all.size()));
    }

    /** The value at a time in epoch milliseconds; empty before the first. */
    Optional<T> at(long time) {
        List<Entry<T>> now = entries;
        for (int i = now.size() - 1; i >= 0; i--) {
            if (now.get(i).since() <= time) {
                return Optional.of(now.get(i).value());
            }
        }
        return Optional.empty();
    }
}
