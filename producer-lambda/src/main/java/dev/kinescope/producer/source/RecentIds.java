package dev.kinescope.producer.source;

import java.util.LinkedHashSet;
import java.util.List;

/** Remembers the ids of the last posts, to know one that comes again. */
public final class RecentIds {
    private static final int MOST = 100_000;

    private final LinkedHashSet<String> ids = new LinkedHashSet<>();

    /** Notes an id; false when it was here before. */
    public boolean add(String id) {
        if (!ids.add(id)) {
            return false;
        }
        if (ids.size() > MOST) {
            ids.removeFirst();
        }
        return true;
    }

    /** The last {@code most} ids, the oldest of them first. */
    public List<String> last(int most) {
        return ids.reversed().stream().limit(most).toList().reversed();
    }
}
