package dev.kinescope.pipeline.results;

import java.time.Instant;

/** One object of the bucket. */
public record StoredObject(String key, long bytes, Instant lastModified) {

    /** What follows the last slash. */
    public String name() {
        return key.substring(key.lastIndexOf('/') + 1);
    }
}
