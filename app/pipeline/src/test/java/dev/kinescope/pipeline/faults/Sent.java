package dev.kinescope.pipeline.faults;

import java.util.HashSet;
import java.util.Set;

/**
 * What came of sending, as the sender sees it.
 *
 * @param records how many different ones
 * @param acknowledged how many of them Kinesis said it has
 * @param refused entries that came back as failed, each time counted
 * @param failedCalls calls that came back as failed, each time counted
 * @param inFailedCalls the records in those calls, which may or may not have been stored
 * @param shards where the acknowledged ones are
 */
record Sent(
        long records,
        long acknowledged,
        long refused,
        long failedCalls,
        long inFailedCalls,
        Set<String> shards) {

    Sent {
        shards = Set.copyOf(shards);
    }

    /** What came of sending these and then more. */
    Sent and(Sent more) {
        var all = new HashSet<>(shards);
        all.addAll(more.shards);
        return new Sent(
                records + more.records,
                acknowledged + more.acknowledged,
                refused + more.refused,
                failedCalls + more.failedCalls,
                inFailedCalls + more.inFailedCalls,
                all);
    }
}
