package dev.kinescope.localcloud.store;

import java.time.Instant;
import java.util.Map;

/**
 * What is known of a stored blob without reading it.
 *
 * @param size in bytes
 * @param modified when it was committed
 * @param attributes what its writer put beside the content, replaced together with it
 */
public record Blob(String key, long size, Instant modified, Map<String, String> attributes) {
    public Blob {
        attributes = Map.copyOf(attributes);
    }

    Blob annotated(Map<String, String> replacement) {
        return new Blob(key, size, modified, replacement);
    }
}
