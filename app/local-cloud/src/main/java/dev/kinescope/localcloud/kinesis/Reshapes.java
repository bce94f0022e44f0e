package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

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
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** SplitShard, MergeShards and UpdateShardCount: what is asked for by hand, and checked. */
final class Reshapes {
    private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");
    private static final int MOST_SHARDS = 10_000;
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
                .name("streamName", request.streamName())
                .required("shardToSplit", request.shardToSplit())
                .name("shardToSplit", request.shardToSplit())
                .required("newStartingHashKey", request.newStartingHashKey())
                .pattern("newStartingHashKey", request.newStartingHashKey(), HASH_KEY)
                .orThrow();
        Stream stream = provisioned(request.streamName(), request.streamARN());
        ShardState shard = open(stream, request.shardToSplit());
        var second = new BigInteger(request.newStartingHashKey());
        HashRange range = shard.range();
        if (second.compareTo(range.start().add(BigInteger.ONE)) <= 0
                || second.compareTo(range.end()) >= 0) {
            throw Faults.invalidArgument(
                    "NewStartingHashKey "
                            + second
                            + " used in SplitShard() on shard "
                            + shard.id()
                            + " in stream "
                            + stream.state().name()
                            + " under account "
                            + streams.account()
                            + " is not both greater than one plus the shard's StartingHashKey "
                            + range.start()
                            + " and less than the shard's EndingHashKey "
                            + range.end()
                            + ".");
        }
        quotas.checkShards(1);
        reshard(stream, change -> change.split(shard.number(), second));
    }

    void merge(MergeShardsRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("shardToMerge", request.shardToMerge())
                .name("shardToMerge", request.shardToMerge())
                .required("adjacentShardToMerge", request.adjacentShardToMerge())
                .name("adjacentShardToMerge", request.adjacentShardToMerge())
                .orThrow();
        Stream stream = provisioned(request.streamName(), request.streamARN());
        ShardState first = open(stream, request.shardToMerge());
        ShardState second = open(stream, request.adjacentShardToMerge());
        if (!first.range().adjacent(second.range())) {
            throw Faults.invalidArgument(
                    "Shards "
                            + first.id()
                            + " and "
                            + second.id()
                            + " in stream "
                            + stream.state().name()
                            + " under account "
                            + streams.account()
                            + " are not an adjacent pair of shards eligible for merging");
        }
        reshard(stream, change -> change.merge(first.number(), second.number()));
    }

    UpdateShardCountResponse scale(UpdateShardCountRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("targetShardCount", request.targetShardCount())
                .range("targetShardCount", request.targetShardCount(), 1, Integer.MAX_VALUE)
                .required("scalingType", request.scalingTypeAsString())
                .oneOf(
                        "scalingType",
                        request.scalingTypeAsString(),
                        List.of(ScalingType.UNIFORM_SCALING.toString()))
                .orThrow();
        Stream stream = provisioned(request.streamName(), request.streamARN());
        int open = stream.state().open().size();
        int target = request.targetShardCount();
        if (target > 2 * open || 2 * target < open) {
            throw Faults.limitExceeded(
                    "UpdateShardCount cannot scale "
                            + (target > open ? "up over double" : "down below half")
                            + " your current open shard count. Current open shard count: "
                            + open
                            + ", Target shard count: "
                            + target);
        }
        if (target > MOST_SHARDS) {
            throw Faults.limitExceeded(
                    "Target shard count or number of open shards cannot be greater than "
                            + MOST_SHARDS
                            + ". Current open shard count: "
                            + open
                            + ", Target shard count: "
                            + target);
        }
        quotas.checkShards(target - open);
        Instant now = clock.instant();
        if (stream.state().features().changes(SCALED, now) >= SCALED_A_DAY) {
            throw Faults.limitExceeded(
                    "The shard count of "
                            + streams.described(stream.state().name())
                            + " was changed "
                            + SCALED_A_DAY
                            + " times in the last 24 hours, which is as often as it may be.");
        }
        control.update(
                stream,
                state -> state.with(state.features().changed(SCALED, now)),
                state -> control.resharded(stream, state, change -> change.scale(target)));
        return UpdateShardCountResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardCount(open)
                .targetShardCount(target)
                .build();
    }

    private Stream provisioned(@Nullable String name, @Nullable String arn) {
        Stream stream = streams.changeable(name, arn);
        if (stream.state().mode() == StreamMode.ON_DEMAND) {
            throw Faults.validation(
                    "Request is invalid. "
                            + streams.described(stream.state().name())
                            + " is in On-Demand mode.");
        }
        return stream;
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

    private void reshard(Stream stream, Consumer<Resharding> how) {
        control.update(
                stream, UnaryOperator.identity(), state -> control.resharded(stream, state, how));
    }
}
