package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Creates, deletes and changes streams; each change shows as a state for a while. */
final class Control {
    private static final int ON_DEMAND_SHARDS = 4;
    static final List<String> MODES =
            List.of(StreamMode.PROVISIONED.toString(), StreamMode.ON_DEMAND.toString());

    private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(1);

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    /** Whether the last round failed, and that is in the log. */
    private volatile boolean trimFails;

    private final Streams streams;
    private final Quotas quotas;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Duration delay;

    /**
     * Takes up what was under way when the process last ended.
     *
     * @param delay how long a stream is CREATING, UPDATING or DELETING
     */
    Control(Streams streams, Quotas quotas, Clock clock, Scheduler scheduler, Duration delay) {
        this.streams = streams;
        this.quotas = quotas;
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

    /**
     * Makes a stream.
     *
     * @param warm the throughput to begin with, in MiB/s, if one is asked for and allowed
     */
    void create(CreateStreamRequest request, @Nullable Integer warm) {
        StreamMode mode = mode(request);
        quotas.checkCreating();
        Integer asked = request.shardCount();
        int shards =
                asked == null
                        ? Math.max(ON_DEMAND_SHARDS, Objects.requireNonNullElse(warm, 0))
                        : asked;
        quotas.checkShards(shards);
        if (mode == StreamMode.ON_DEMAND) {
            quotas.checkOnDemand();
        }
        Integer size = request.maxRecordSizeInKiB();
        StreamState state =
                StreamState.creating(
                                request.streamName(),
                                clock.instant(),
                                mode,
                                shards,
                                size == null ? StreamState.DEFAULT_MAX_RECORD_KIB : size)
                        .withTags(new TreeMap<>(request.tags()));
        Stream stream =
                streams.add(warm == null ? state : state.with(state.features().warming(warm)));
        later(() -> activate(stream, UnaryOperator.identity()));
    }

    /** The mode of a request to make a stream, of which every field is checked. */
    static StreamMode mode(CreateStreamRequest request) {
        String named =
                request.streamModeDetails() == null
                        ? StreamMode.PROVISIONED.toString()
                        : request.streamModeDetails().streamModeAsString();
        var validation =
                new Validation()
                        .required("streamName", request.streamName())
                        .name("streamName", request.streamName())
                        .required("streamModeDetails.streamMode", named)
                        .oneOf("streamModeDetails.streamMode", named, MODES)
                        .range("shardCount", request.shardCount(), 1, Integer.MAX_VALUE)
                        .range(
                                "maxRecordSizeInKiB",
                                request.maxRecordSizeInKiB(),
                                StreamState.DEFAULT_MAX_RECORD_KIB,
                                RecordOptions.LARGEST_RECORD_KIB);
        if (StreamMode.PROVISIONED.toString().equals(named)) {
            validation.required("shardCount", request.shardCount());
        }
        validation.orThrow();
        Tags.check(request.tags());
        StreamMode mode = StreamMode.fromValue(named);
        if (mode == StreamMode.ON_DEMAND && request.shardCount() != null) {
            throw Faults.validation("Shard count is not supported for streams in On-Demand mode.");
        }
        return mode;
    }

    void delete(DeleteStreamRequest request) {
        new Validation().name("streamName", request.streamName()).orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        if (!stream.state().features().consumers().isEmpty()
                && !Boolean.TRUE.equals(request.enforceConsumerDeletion())) {
            throw Faults.inUse(
                    streams.described(stream.state().name())
                            + " has registered consumers. Deregister them, or set"
                            + " EnforceConsumerDeletion.");
        }
        streams.change(
                stream,
                state ->
                        state.with(StreamStatus.DELETING)
                                .with(state.features().withConsumers(_ -> List.of())));
        later(() -> streams.remove(stream));
    }

    /** A state with its shards split and merged; those that end take no more records. */
    StreamState resharded(Stream stream, StreamState state, Consumer<Resharding> how) {
        var change =
                new Resharding(
                        state,
                        clock.instant(),
                        id -> stream.shard(id).map(Shard::close).orElse(0L));
        how.accept(change);
        return change.applyTo(state);
    }

    /** Gives a stream that is served on demand more shards, with no state between. */
    void grow(Stream stream, int target) {
        activate(stream, state -> grown(stream, state, target));
    }

    /** A state with so many open shards, if it has fewer. */
    StreamState grown(Stream stream, StreamState state, int target) {
        return state.open().size() >= target
                ? state
                : resharded(stream, state, change -> change.scale(target));
    }

    /**
     * Makes a change that shows as UPDATING for a while.
     *
     * @param first what changes at once
     * @param then what changes at the end of it
     */
    void update(Stream stream, UnaryOperator<StreamState> first, UnaryOperator<StreamState> then) {
        streams.change(stream, state -> first.apply(state).with(StreamStatus.UPDATING));
        later(() -> activate(stream, then));
    }

    private void activate(Stream stream, UnaryOperator<StreamState> change) {
        try {
            streams.change(
                    stream,
                    state ->
                            state.status() == StreamStatus.DELETING
                                    ? state
                                    : active(change.apply(state)));
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

    private static StreamState active(StreamState state) {
        return state.with(StreamStatus.ACTIVE).with(state.features().warmed());
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
