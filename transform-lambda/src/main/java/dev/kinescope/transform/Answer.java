package dev.kinescope.transform;

/** What the transform says of one record (AWS documentation, Data transformation). */
sealed interface Answer {
    /** It goes on to the bucket. */
    sealed interface Ok extends Answer {
        byte[] data();
    }

    /** With a sentiment, its own or one it had before. */
    @SuppressWarnings("ArrayRecordComponent") // Written out once, kept by nobody.
    record Enriched(byte[] data) implements Ok {}

    /** Without a sentiment, and marked so. */
    @SuppressWarnings("ArrayRecordComponent") // Written out once, kept by nobody.
    record Skipped(byte[] data) implements Ok {}

    /** There was nothing in it. */
    record Dropped() implements Answer {}

    /** It goes to the error prefix; the reason goes to the log and never quotes the record. */
    record Failed(String reason) implements Answer {}
}
