package dev.kinescope.localcloud.lambda;

import org.jspecify.annotations.Nullable;

import java.util.List;

/** One page of a listing; the marker of the next page is the number of items before it. */
record Page<T>(List<T> items, @Nullable String next) {
    private static final int DEFAULT_SIZE = 50;

    Page {
        items = List.copyOf(items);
    }

    static <T> Page<T> of(List<T> all, @Nullable String marker, @Nullable Integer maxItems) {
        int from = 0;
        if (marker != null) {
            if (!marker.matches("\\d{1,9}")) {
                throw LambdaErrors.invalid("The Marker '" + marker + "' is not one of a listing.");
            }
            from = Math.min(Integer.parseInt(marker), all.size());
        }
        int size = maxItems == null ? DEFAULT_SIZE : Math.clamp(maxItems, 1, DEFAULT_SIZE);
        int to = Math.min(from + size, all.size());
        return new Page<>(all.subList(from, to), to < all.size() ? Integer.toString(to) : null);
    }
}
