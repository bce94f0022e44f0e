package dev.kinescope.localcloud.firehose;

/** What a transform function said of one record. */
sealed interface Verdict {
    /** Deliver this in its place. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on without a copy, compared by nobody.
    record Ok(byte[] data) implements Verdict {}

    /** Leave it out, on purpose. */
    record Dropped() implements Verdict {}

    /** It could not be processed; it goes to the error prefix. */
    record Failed(String code, String message) implements Verdict {}
}
