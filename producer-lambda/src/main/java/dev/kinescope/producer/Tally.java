package dev.kinescope.producer;

import dev.kinescope.producer.send.BatchOutcome;
import dev.kinescope.producer.source.PostSource.Item;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Counts one call of the producer; used by one thread. */
final class Tally {
    private long filtered;
    private long accepted;
    private long failed;
    private long resent;
    private long bytes;
    private long malformed;
    private final List<ProducerResult.Line> malformedLines = new ArrayList<>();
    private final SortedMap<String, Long> shards = new TreeMap<>();

    void filtered() {
        filtered++;
    }

    void malformed(Item.Malformed line) {
        malformed++;
        if (malformedLines.size() < ProducerResult.Malformed.MAX_LISTED) {
            malformedLines.add(new ProducerResult.Line(line.line(), line.reason()));
        }
    }

    void add(BatchOutcome outcome) {
        accepted += outcome.accepted();
        failed += outcome.failed();
        resent += outcome.resent();
        bytes += outcome.bytes();
        outcome.addShardsTo(shards);
    }

    /** Whether anything came of the call. */
    boolean isEmpty() {
        return filtered + accepted + failed + malformed == 0;
    }

    long accepted() {
        return accepted;
    }

    ProducerResult result(@Nullable String cursor, long elapsedMillis) {
        long sent = accepted + failed;
        return new ProducerResult(
                filtered + sent + malformed,
                filtered,
                sent,
                accepted,
                failed,
                resent,
                bytes,
                new ProducerResult.Malformed(malformed, malformedLines),
                new TreeMap<>(shards),
                cursor == null,
                cursor,
                elapsedMillis);
    }
}
