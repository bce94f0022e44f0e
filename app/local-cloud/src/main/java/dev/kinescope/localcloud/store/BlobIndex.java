package dev.kinescope.localcloud.store;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** The ordered keys of every container, with where each content is: the part both stores share. */
final class BlobIndex<L> {
    /** UTF-8 byte order, which is code point order; UTF-16 order differs above the surrogates. */
    static final Comparator<String> UTF8_ORDER = BlobIndex::compareCodePoints;

    record Entry<L>(Blob blob, L location) {
        Entry<L> annotated(Map<String, String> attributes) {
            return new Entry<>(blob.annotated(attributes), location);
        }
    }

    private final Map<String, ConcurrentNavigableMap<String, Entry<L>>> containers =
            new ConcurrentHashMap<>();

    /** Puts and {@link #remove removals} come one at a time; reading goes on beside them. */
    Optional<Entry<L>> put(String container, Entry<L> entry) {
        return Optional.ofNullable(
                containers
                        .computeIfAbsent(container, _ -> new ConcurrentSkipListMap<>(UTF8_ORDER))
                        .put(entry.blob().key(), entry));
    }

    Optional<Entry<L>> remove(String container, String key) {
        var keys = keys(container);
        Optional<Entry<L>> removed = Optional.ofNullable(keys.remove(key));
        if (keys.isEmpty()) {
            containers.remove(container);
        }
        return removed;
    }

    Optional<Entry<L>> get(String container, String key) {
        return Optional.ofNullable(keys(container).get(key));
    }

    List<Blob> list(String container, BlobQuery query) {
        var keys = keys(container);
        // The prefix itself is the first key that may begin with it.
        var tail =
                UTF8_ORDER.compare(query.after(), query.prefix()) < 0 || query.after().isEmpty()
                        ? keys.tailMap(query.prefix(), true)
                        : keys.tailMap(query.after(), false);
        var found = new ArrayList<Blob>();
        for (Entry<L> entry : tail.values()) {
            if (found.size() == query.limit() || !entry.blob().key().startsWith(query.prefix())) {
                break;
            }
            found.add(entry.blob());
        }
        return found;
    }

    List<String> containers(String prefix) {
        return containers.keySet().stream().filter(name -> name.startsWith(prefix)).toList();
    }

    void forEach(BiConsumer<String, Entry<L>> visitor) {
        containers.forEach((container, keys) ->
                keys.values().forEach(entry -> visitor.accept(container, entry)));
    }

    int size() {
        return containers.values().stream().mapToInt(Map::size).sum();
    }

    private ConcurrentNavigableMap<String, Entry<L>> keys(String container) {
        var keys = containers.get(container);
        return keys == null ? new ConcurrentSkipListMap<>(UTF8_ORDER) : keys;
    }

    private static int compareCodePoints(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char a = left.charAt(i);
            char b = right.charAt(i);
            if (a != b) {
                boolean aHigh = Character.isSurrogate(a);
                boolean bHigh = Character.isSurrogate(b);
                return aHigh == bHigh ? Character.compare(a, b) : aHigh ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
