package dev.kinescope.pipeline.streams;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One round of sampling.
 *
 * @param shards every shard of the stream, open ones first
 * @param sampled ids of the shards read in this round; the others keep their last values
 * @param newRecords records read in this round, oldest first per shard
 * @param problems what could not be read, in words; sampling goes on
 */
public record ShardTick(
        Instant at,
        List<ShardSample> shards,
        Set<String> sampled,
        List<StreamRecord> newRecords,
        List<String> problems) {}
