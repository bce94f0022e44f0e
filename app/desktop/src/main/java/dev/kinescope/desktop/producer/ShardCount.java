package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.producer.ProducerTotals;

import java.util.List;

/**
 * How many of the accepted records went to one shard.
 *
 * @param share of all accepted records, 0-1
 */
record ShardCount(String shardId, long accepted, double share) {

    /** In the order of the shards' ids. */
    static List<ShardCount> of(ProducerTotals totals) {
        long all = totals.shards().values().stream().mapToLong(Long::longValue).sum();
        return totals.shards().entrySet().stream()
                .map(entry ->
                        new ShardCount(
                                entry.getKey(),
                                entry.getValue(),
                                all == 0 ? 0 : entry.getValue() / (double) all))
                .toList();
    }
}
