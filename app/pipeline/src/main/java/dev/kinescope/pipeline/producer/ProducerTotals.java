package dev.kinescope.pipeline.producer;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the producer has reported so far, all slices together; sent = accepted + failed and seen =
 * filtered + leftOut + sent + malformed.
 *
 * @param seen posts looked at
 * @param filtered seen but without the keyword
 * @param sent distinct records tried
 * @param failed not accepted by Kinesis even after resending
 * @param resent times that a record was sent again
 * @param bytes of accepted records
 * @param malformed lines that are no post; {@code malformedLines} names the first hundred
 * @param shards accepted records by shard id
 * @param leftOut posts that had come before, or only pass on another one
 * @param notice why the source gives nothing more for now; empty when it does
 * @param done there is nothing more to send
 */
public record ProducerTotals(
        long seen,
        long filtered,
        long sent,
        long accepted,
        long failed,
        long resent,
        long bytes,
        long malformed,
        List<MalformedLine> malformedLines,
        Map<String, Long> shards,
        long leftOut,
        Optional<String> notice,
        boolean done) {

    static final int LINES_KEPT = 100;

    public static final ProducerTotals NONE =
            new ProducerTotals(
                    0, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of(), 0, Optional.empty(), false);

    public ProducerTotals {
        malformedLines = List.copyOf(malformedLines);
        shards = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(shards));
    }

    /** These and the next slice's; {@code notice} and {@code done} are the next slice's. */
    public ProducerTotals plus(ProducerTotals next) {
        var lines = new ArrayList<>(malformedLines);
        lines.addAll(next.malformedLines);
        var byShard = new TreeMap<>(shards);
        next.shards.forEach((shard, count) -> byShard.merge(shard, count, Long::sum));
        return new ProducerTotals(
                seen + next.seen,
                filtered + next.filtered,
                sent + next.sent,
                accepted + next.accepted,
                failed + next.failed,
                resent + next.resent,
                bytes + next.bytes,
                malformed + next.malformed,
                lines.subList(0, Math.min(lines.size(), LINES_KEPT)),
                byShard,
                leftOut + next.leftOut,
                next.notice,
                next.done);
    }
}
