package dev.kinescope.producer.send;

import java.time.Duration;
import java.util.List;

/** The stream as the sending side sees it: one request, one answer per record, no retries. */
public interface RecordSink {
    /**
     * Offers up to 500 records in one request.
     *
     * @param patience how long the answer may take
     * @return what became of the request; {@link Answer.PerRecord} has one entry per record, in
     *     order
     * @throws StreamRefusedException when no retry can help, as with a stream that does not exist
     */
    Answer put(List<OutgoingRecord> records, Duration patience);

    /** What became of a request. */
    sealed interface Answer {
        /** The stream took the request and decided record by record. */
        record PerRecord(List<Outcome> outcomes) implements Answer {
            public PerRecord {
                outcomes = List.copyOf(outcomes);
            }
        }

        /** The request as a whole was throttled or got lost; trying again may help. */
        record Unavailable(String reason) implements Answer {}
    }

    /** What became of a record. */
    sealed interface Outcome {
        /** It is on the stream. */
        record Accepted(String shardId) implements Outcome {}

        /** It is not, for now. */
        record Rejected(String errorCode) implements Outcome {}
    }
}
