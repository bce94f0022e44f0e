package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** SplitShard, MergeShards and UpdateShardCount: what is asked for by hand, and checked. */
final class Reshapes {
    private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");
    static final int MOST_SHARDS = 10_000;
    private static final int LARGEST_TARGET = 100_000;
    private static final String SCALED = "shard count";
    private static final int SCALED_A_DAY = 10;

    private final Streams streams;
    private final Control control;
    private final Quotas quotas;
    private final Clock clock;

    Reshapes(Streams streams, Control control, Quotas quotas, Clock clock) {
        this.streams = streams;
        this.control = control;
        this.quotas = quotas;
        this.clock = clock;
    }

    void split(SplitShardRequest request) {
        new Validation()
                .required("newStartingHashKey", request.newStartingHashKey())
                .pattern("newStartingHashKey", request.newStartingHashKey(), HASH_KEY)
                .name("streamName", request.streamName())
                .required("shardToSplit", request.shardToSplit())
                .name("shardToSplit", request.shardToSplit())
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        var second = new BigInteger(request.newStartingHashKey());
        control.update(
                stream, state -> split(stream, provisioned(state), request.shardToSplit(), second));
    }

    /** Cuts a shard as AWS itself does, which may be of a stream on demand, too. */
    void split(String name, String shard, BigInteger second) {
        Stream stream = streams.named(name, null);
        control.update(stream, state -> split(stream, state, shard, second));
    }

    private StreamState split(Stream stream, StreamState state, String id, BigInteger second) {
        ShardState shard = open(stream, id);
        HashRange range = shard.range();
        if (second.compareTo(range.start().add(BigInteger.ONE)) <= 0
                || second.compareTo(range.end()) >= 0) {
            throw Faults.invalidArgument(
                    "NewStartingHashKey "
                            + second
                            + " used in SplitShard() on shard "
                            + shard.id()
                            + " in stream "
                            + state.name()
                            + " under account "
                            + streams.account()
                            + " is not both greater than one plus the shard's StartingHashKey "
                            + range.start()
                            + " and less than the shard's EndingHashKey "
                            + range.end()
                            + ".");
        }
        quotas.checkShards(1);
        return state.withPending(new Pending.Split(shard.number(), second));
    }

    void merge(MergeShardsRequest request) {
        new Validation()
                .required("shardToMerge", request.shardToMerge())
                .name("shardToMerge", request.shardToMerge())
                .required("adjacentShardToMerge", request.adjacentShardToMerge())
                .name("adjacentShardToMerge", request.adjacentShardToMerge())
                .name("streamName", request.streamName())
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        control.update(
                stream,
                state ->
                        merge(
                                stream,
                                provisioned(state),
                                request.shardToMerge(),
                                request.adjacentShardToMerge()));
    }

    /** Joins two shards as AWS itself does, which may be of a stream on demand, too. */
    void merge(String name, String shard, String adjacent) {
        Stream stream = streams.named(name, null);
        control.update(stream, state -> merge(stream, state, shard, adjacent));
    }

    private StreamState merge(Stream stream, StreamState state, String shard, String adjacent) {
        ShardState first = open(stream, shard);
        ShardState second = open(stream, adjacent);
        if (!first.range().endsBefore(second.range())) {
            throw Faults.invalidArgument(
                    "Shards "
                            + first.id()
                            + " and "
                            + second.id()
                            + " in stream "
                            + state.name()
                            + " under account "
                            + streams.account()
                            + " are not an adjacent pair of shards eligible for merging");
        }
        return state.withPending(new Pending.Merge(first.number(), second.number()));
    }

    UpdateShardCountResponse scale(UpdateShardCountRequest request) {
        new Validation()
                .required("scalingType", request.scalingTypeAsString())
                .oneOf(
                        "scalingType",
                        request.scalingTypeAsString(),
                        List.of(ScalingType.UNIFORM_SCALING.toString()))
                .name("streamName", request.streamName())
                .required("targetShardCount", request.targetShardCount())
                .range("targetShardCount", request.targetShardCount(), 1, LARGEST_TARGET)
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        int target = request.targetShardCount();
        StreamState now = control.update(stream, state -> scale(provisioned(state), target));
        return UpdateShardCountResponse.builder()
                .streamName(now.name())
                .streamARN(stream.arn())
                .currentShardCount(now.open().size())
                .targetShardCount(target)
                .build();
    }

    private StreamState scale(StreamState state, int target) {
        int open = state.open().size();
        if (target > MOST_SHARDS) {
            throw Faults.limitExceeded(
                    "Target shard count or number of open shards cannot be greater than "
                            + MOST_SHARDS
                            + ". Current open shard count: "
                            + open
                            + ", Target shard count: "
                            + target);
        }
        if (target > 2 * open || 2 * target < open) {
            throw Faults.limitExceeded(
                    "UpdateShardCount cannot scale "
                            + (target > open ? "up over double" : "down below half")
                            + " your current open shard count. Current open shard count: "
                            + open
                            + ", Target shard count: "
                            + target);
        }
        quotas.checkShards(target - open);
        Instant now = clock.instant();
        if (state.features().changes(SCALED, now) >= SCALED_A_DAY) {
            throw Faults.limitExceeded(
                    "The shard count of "
                            + streams.described(state.name())
                            + " was changed "
                            + SCALED_A_DAY
                            + " times in the last 24 hours, which is as often as it may be.");
        }
        return state.with(state.features().changed(SCALED, now))
                .withPending(new Pending.Scale(target));
    }

    private StreamState provisioned(StreamState state) {
        if (state.mode() == StreamMode.ON_DEMAND) {
            throw Faults.validation(
                    "Request is invalid. "
                            + streams.described(state.name())
                            + " is in On-Demand mode.");
        }
        return state;
    }

    private ShardState open(Stream stream, String id) {
        String meant = ShardState.meant(id).orElseThrow(() -> streams.noShard(stream, id));
        Optional<ShardState> shard = stream.shard(meant).map(Shard::state);
        if (shard.isEmpty()) {
            throw streams.noShard(stream, meant);
        }
        if (!shard.get().open()) {
            throw Faults.invalidArgument(
                    "Shard "
                            + meant
                            + " in stream "
                            + stream.state().name()
                            + " under account "
                            + streams.account()
                            + " has already been merged or split, and thus is not eligible for"
                            + " merging or splitting.");
        }
        return shard.get();
    }
}
