package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Everything about a stream but its records; replaced as a whole with every change and kept as one
 * document.
 *
 * @param monitored the shard-level metrics that are switched on
 * @param nextShard the number that the next new shard gets
 * @param pending what happens when the stream is no longer UPDATING, if anything does
 */
record StreamState(
        String name,
        Instant created,
        StreamStatus status,
        StreamMode mode,
        int retentionHours,
        int maxRecordKiB,
        SortedSet<String> monitored,
        SortedMap<String, String> tags,
        int nextShard,
        List<ShardState> shards,
        StreamFeatures features,
        @Nullable Pending pending) {
    static final int DEFAULT_RETENTION_HOURS = 24;
    static final int DEFAULT_MAX_RECORD_KIB = 1024;

    StreamState {
        // Streams kept by an earlier version have none.
        features = Objects.requireNonNullElse(features, StreamFeatures.NONE);
    }

    static StreamState creating(
            String name, Instant now, StreamMode mode, int shards, int maxRecordKiB) {
        var open = new ArrayList<ShardState>();
        for (HashRange range : HashRange.split(shards)) {
            open.add(ShardState.open(open.size(), range, now));
        }
        return new StreamState(
                name,
                now,
                StreamStatus.CREATING,
                mode,
                DEFAULT_RETENTION_HOURS,
                maxRecordKiB,
                new TreeSet<>(),
                new TreeMap<>(),
                shards,
                List.copyOf(open),
                StreamFeatures.NONE,
                null);
    }

    /** The open shards in the order of their hash keys. */
    List<ShardState> open() {
        return shards.stream()
                .filter(ShardState::open)
                .sorted(Comparator.comparing(shard -> shard.range().start()))
                .toList();
    }

    StreamState with(StreamStatus newStatus) {
        return new StreamState(
                name,
                created,
                newStatus,
                mode,
                retentionHours,
                maxRecordKiB,
                monitored,
                tags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState with(StreamMode newMode) {
        return new StreamState(
                name,
                created,
                status,
                newMode,
                retentionHours,
                maxRecordKiB,
                monitored,
                tags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState withRetention(int hours) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                hours,
                maxRecordKiB,
                monitored,
                tags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState withMonitored(SortedSet<String> metrics) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                maxRecordKiB,
                metrics,
                tags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState withTags(SortedMap<String, String> newTags) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                maxRecordKiB,
                monitored,
                newTags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState withShards(int next, List<ShardState> newShards) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                maxRecordKiB,
                monitored,
                tags,
                next,
                List.copyOf(newShards),
                features,
                pending);
    }

    StreamState withMaxRecord(int kibibytes) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                kibibytes,
                monitored,
                tags,
                nextShard,
                shards,
                features,
                pending);
    }

    StreamState with(StreamFeatures newFeatures) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                maxRecordKiB,
                monitored,
                tags,
                nextShard,
                shards,
                newFeatures,
                pending);
    }

    StreamState withPending(@Nullable Pending newPending) {
        return new StreamState(
                name,
                created,
                status,
                mode,
                retentionHours,
                maxRecordKiB,
                monitored,
                tags,
                nextShard,
                shards,
                features,
                newPending);
    }
}
