package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeRequest;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Creates, deletes and reshapes streams; each change shows as a state for a while. */
final class Control {
    private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");
    private static final int ON_DEMAND_SHARDS = 4;
    private static final int MOST_SHARDS = 10_000;
    private static final int MOST_CREATING = 5;
    private static final int LARGEST_RECORD_KIB = 10 * 1024;
    private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(1);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    /** Whether the last round failed, and that is in the log. */
    private volatile boolean trimFails;

    private final Streams streams;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Duration delay;

    /**
     * Takes up what was under way when the process last ended.
     *
     * @param delay how long a stream is CREATING, UPDATING or DELETING
     */
    Control(Streams streams, Clock clock, Scheduler scheduler, Duration delay) {
        this.streams = streams;
        this.clock = clock;
        this.scheduler = scheduler;
        this.delay = delay;
        for (Stream stream : streams.all()) {
            switch (stream.state().status()) {
                case DELETING -> later(() -> streams.remove(stream));
                case CREATING, UPDATING -> later(() -> activate(stream, UnaryOperator.identity()));
                default -> {}
            }
        }
        scheduler.after(BETWEEN_TRIMS, this::trim);
    }

    void create(CreateStreamRequest request) {
        StreamMode mode =
                request.streamModeDetails() == null
                        ? StreamMode.PROVISIONED
                        : request.streamModeDetails().streamMode();
        var validation =
                new Validation()
                        .required("streamName", request.streamName())
                        .name("streamName", request.streamName())
                        .range("shardCount", request.shardCount(), 1, Integer.MAX_VALUE)
                        .range(
                                "maxRecordSizeInKiB",
                                request.maxRecordSizeInKiB(),
                                StreamState.DEFAULT_MAX_RECORD_KIB,
                                LARGEST_RECORD_KIB);
        if (mode == StreamMode.PROVISIONED) {
            validation.required("shardCount", request.shardCount());
        }
        validation.orThrow();
        if (mode == StreamMode.UNKNOWN_TO_SDK_VERSION) {
            throw Faults.validation(
                    "1 validation error detected: Value at 'streamModeDetails.streamMode' failed to"
                        + " satisfy constraint: Member must satisfy enum value set: [PROVISIONED,"
                        + " ON_DEMAND]");
        }
        if (mode == StreamMode.ON_DEMAND && request.shardCount() != null) {
            throw Faults.validation("Shard count is not supported for streams in On-Demand mode.");
        }
        Integer asked = request.shardCount();
        int shards = asked == null ? ON_DEMAND_SHARDS : asked;
        if (shards > MOST_SHARDS) {
            throw Faults.limitExceeded(
                    "This request would exceed the shard limit for the account "
                            + streams.account()
                            + " in this region. Limit: "
                            + MOST_SHARDS
                            + ".");
        }
        long creating =
                streams.all().stream()
                        .filter(stream -> stream.state().status() == StreamStatus.CREATING)
                        .count();
        if (creating >= MOST_CREATING) {
            throw Faults.limitExceeded(
                    "You have reached the limit of "
                            + MOST_CREATING
                            + " streams in CREATING state under account "
                            + streams.account()
                            + ".");
        }
        Integer size = request.maxRecordSizeInKiB();
        Stream stream =
                streams.add(
                        StreamState.creating(
                                        request.streamName(),
                                        clock.instant(),
                                        mode,
                                        shards,
                                        size == null ? StreamState.DEFAULT_MAX_RECORD_KIB : size)
                                .withTags(new TreeMap<>(request.tags())));
        later(() -> activate(stream, UnaryOperator.identity()));
    }

    void delete(DeleteStreamRequest request) {
        Stream stream = streams.named(request.streamName(), request.streamARN());
        streams.change(stream, state -> state.with(StreamStatus.DELETING));
        later(() -> streams.remove(stream));
    }

    void split(SplitShardRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("shardToSplit", request.shardToSplit())
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
                            + range.end().subtract(BigInteger.ONE)
                            + ".");
        }
        reshard(stream, change -> change.split(shard.number(), second));
    }

    void merge(MergeShardsRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("shardToMerge", request.shardToMerge())
                .required("adjacentShardToMerge", request.adjacentShardToMerge())
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
            throw Faults.invalidArgument(
                    "UpdateShardCount cannot scale "
                            + (target > open ? "up over double" : "down below half")
                            + " your current open shard count. Current open shard count: "
                            + open
                            + " Target shard count: "
                            + target);
        }
        if (target > MOST_SHARDS) {
            throw Faults.limitExceeded(
                    "UpdateShardCount cannot scale beyond " + MOST_SHARDS + " shards.");
        }
        reshard(stream, change -> change.scale(target));
        return UpdateShardCountResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardCount(open)
                .targetShardCount(target)
                .build();
    }

    void mode(UpdateStreamModeRequest request) {
        new Validation()
                .required("streamARN", request.streamARN())
                .required("streamModeDetails", request.streamModeDetails() == null ? null : "")
                .orThrow();
        Stream stream = streams.changeable(null, request.streamARN());
        StreamMode mode = request.streamModeDetails().streamMode();
        streams.change(stream, state -> state.with(StreamStatus.UPDATING));
        later(() -> activate(stream, state -> state.with(mode)));
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
        Optional<ShardState> shard = stream.shard(id).map(Shard::state);
        if (shard.isEmpty()) {
            throw Faults.notFound(
                    "Could not find shard "
                            + id
                            + " in stream "
                            + stream.state().name()
                            + " under account "
                            + streams.account()
                            + ".");
        }
        if (!shard.get().open()) {
            throw Faults.invalidArgument(
                    "Shard "
                            + id
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
        streams.change(stream, state -> state.with(StreamStatus.UPDATING));
        later(() ->
                activate(
                        stream,
                        state -> {
                            var change =
                                    new Resharding(
                                            state,
                                            clock.instant(),
                                            id -> stream.shard(id).map(Shard::close).orElse(0L));
                            how.accept(change);
                            return change.applyTo(state);
                        }));
    }

    private void activate(Stream stream, UnaryOperator<StreamState> change) {
        try {
            streams.change(
                    stream,
                    state ->
                            state.status() == StreamStatus.DELETING
                                    ? state
                                    : change.apply(state).with(StreamStatus.ACTIVE));
        } catch (UncheckedIOException e) {
            LOG.error(
                    "Stream {} stays {}: its state cannot be kept. Trying again in {}; free space"
                            + " on the disk.",
                    stream.state().name(),
                    stream.state().status(),
                    BETWEEN_TRIES,
                    e);
            scheduler.after(BETWEEN_TRIES, () -> activate(stream, change));
        }
    }

    /** Forgets records beyond retention, and closed shards once all of theirs are. */
    private void trim() {
        boolean failed = false;
        try {
            for (Stream stream : streams.all()) {
                failed |= !trimmed(stream);
            }
        } finally {
            trimFails = failed;
            scheduler.after(BETWEEN_TRIMS, this::trim);
        }
    }

    /** False if it failed, which must not keep the other streams' old records. */
    private boolean trimmed(Stream stream) {
        try {
            Instant horizon =
                    clock.instant().minus(Duration.ofHours(stream.state().retentionHours()));
            stream.shards().values().forEach(shard -> shard.log().trim(horizon.toEpochMilli()));
            streams.change(
                    stream,
                    state ->
                            state.withShards(
                                    state.nextShard(),
                                    state.shards().stream()
                                            .filter(shard -> !gone(shard, horizon))
                                            .toList()));
            return true;
        } catch (RuntimeException e) {
            if (!trimFails) {
                LOG.error(
                        "Old records of stream {} cannot be removed. Trying again in {}.",
                        stream.state().name(),
                        BETWEEN_TRIMS,
                        e);
            }
            return false;
        }
    }

    private static boolean gone(ShardState shard, Instant horizon) {
        Instant closed = shard.closed();
        return closed != null && closed.isBefore(horizon);
    }

    private void later(Runnable work) {
        scheduler.after(delay, work);
    }
}
