package dev.kinescope.localcloud.firehose;

import java.util.Map;

/** What a transform function said of one record. */
sealed interface Verdict {
    /**
     * Deliver this in its place.
     *
     * @param partitionKeys what the function gave for dynamic partitioning
     */
    @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
    record Ok(byte[] data, Map<String, String> partitionKeys) implements Verdict {
        public Ok {
            partitionKeys = Map.copyOf(partitionKeys);
        }
    }

    /** Leave it out, on purpose. */
    record Dropped() implements Verdict {}

    /** It could not be processed; it goes to the error prefix. */
    record Failed(String code, String message) implements Verdict {}
}
