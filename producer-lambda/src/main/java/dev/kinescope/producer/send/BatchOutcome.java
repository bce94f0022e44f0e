package dev.kinescope.producer.send;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What became of one batch once nothing more is tried.
 *
 * @param accepted records on the stream
 * @param failed records the stream did not accept after all tries
 * @param resent how many records were offered again, each time counted
 * @param bytes of the accepted records, keys included
 * @param shards accepted records per shard id
 */
public record BatchOutcome(
        int accepted, int failed, int resent, long bytes, SortedMap<String, Long> shards) {
    static final class Builder {
        private int accepted;
        private int failed;
        private int resent;
        private long bytes;
        private final SortedMap<String, Long> shards = new TreeMap<>();

        void accepted(OutgoingRecord item, String shardId) {
            accepted++;
            bytes += item.bytes();
            shards.merge(shardId, 1L, Long::sum);
        }

        void failed(int records) {
            failed += records;
        }

        void resent(int records) {
            resent += records;
        }

        BatchOutcome build() {
            return new BatchOutcome(accepted, failed, resent, bytes, new TreeMap<>(shards));
        }
    }

    /** Adds this batch's counts per shard to {@code totals}. */
    public void addShardsTo(Map<String, Long> totals) {
        shards.forEach((shard, records) -> totals.merge(shard, records, Long::sum));
    }
}
