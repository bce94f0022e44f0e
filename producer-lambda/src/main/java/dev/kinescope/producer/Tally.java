package dev.kinescope.producer;

import dev.kinescope.producer.send.BatchOutcome;
import dev.kinescope.producer.source.PostSource.Item;
import dev.kinescope.producer.source.PostSource.Reason;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final Map<Reason, Long> skipped = new EnumMap<>(Reason.class);
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

    void skipped(Reason reason) {
        skipped.merge(reason, 1L, Long::sum);
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
        return filtered + accepted + failed + malformed == 0 && skipped.isEmpty();
    }

    long accepted() {
        return accepted;
    }

    ProducerResult result(ProducerResult.End end, long elapsedMillis) {
        long sent = accepted + failed;
        var left =
                new ProducerResult.Skipped(
                        skips(Reason.DUPLICATE),
                        skips(Reason.RETWEET),
                        skips(Reason.CONTROL),
                        skips(Reason.CUT_OFF));
        return new ProducerResult(
                filtered + sent + malformed + left.duplicates() + left.retweets(),
                filtered,
                sent,
                accepted,
                failed,
                resent,
                bytes,
                new ProducerResult.Malformed(malformed, malformedLines),
                left,
                new TreeMap<>(shards),
                end,
                elapsedMillis);
    }

    private long skips(Reason reason) {
        return skipped.getOrDefault(reason, 0L);
    }
}
