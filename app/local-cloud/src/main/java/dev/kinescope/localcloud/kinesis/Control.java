package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Creates, deletes and changes streams; each change shows as a state for a while. */
final class Control {
    private static final int ON_DEMAND_SHARDS = 4;
    static final List<String> MODES =
            List.of(StreamMode.PROVISIONED.toString(), StreamMode.ON_DEMAND.toString());

    private static final Duration BETWEEN_TRIMS = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Control.class);

    /** Whether the last round failed, and that is in the log. */
    private volatile boolean trimFails;

    private final Streams streams;
    private final Quotas quotas;
    private final Clock clock;
    private final Scheduler scheduler;
    private final Deferred deferred;

    /**
     * Takes up what was under way when the process last ended.
     *
     * @param deferred ends what makes a stream CREATING, UPDATING or DELETING
     */
    Control(Streams streams, Quotas quotas, Clock clock, Scheduler scheduler, Deferred deferred) {
        this.streams = streams;
        this.quotas = quotas;
        this.clock = clock;
        this.scheduler = scheduler;
        this.deferred = deferred;
        for (Stream stream : streams.all()) {
            switch (stream.state().status()) {
                case DELETING -> removeLater(stream);
                case CREATING, UPDATING -> activateLater(stream);
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
        Integer asked = request.shardCount();
        int shards =
                asked == null
                        ? Math.max(
                                ON_DEMAND_SHARDS,
                                Pending.shardsFor(Objects.requireNonNullElse(warm, 0)))
                        : asked;
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
                streams.add(
                        warm == null ? state : state.with(state.features().warming(warm)),
                        () -> checkRoom(mode, shards));
        activateLater(stream);
    }

    private void checkRoom(StreamMode mode, int shards) {
        quotas.checkCreating();
        quotas.checkShards(shards);
        if (mode == StreamMode.ON_DEMAND) {
            quotas.checkOnDemand();
        }
    }

    /** The mode of a request to make a stream, of which every field is checked. */
    static StreamMode mode(CreateStreamRequest request) {
        String named =
                request.streamModeDetails() == null
                        ? StreamMode.PROVISIONED.toString()
                        : request.streamModeDetails().streamModeAsString();
        var validation = new Validation();
        if (StreamMode.PROVISIONED.toString().equals(named)) {
            validation.required("shardCount", request.shardCount());
        }
        validation
                .range("shardCount", request.shardCount(), 1, Integer.MAX_VALUE)
                .required("streamName", request.streamName())
                .name("streamName", request.streamName())
                .required("streamModeDetails.streamMode", named)
                .oneOf("streamModeDetails.streamMode", named, MODES)
                .range(
                        "maxRecordSizeInKiB",
                        request.maxRecordSizeInKiB(),
                        StreamState.DEFAULT_MAX_RECORD_KIB,
                        RecordOptions.LARGEST_RECORD_KIB)
                .orThrow();
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
        streams.change(
                stream,
                state -> {
                    if (!state.features().consumers().isEmpty()
                            && !Boolean.TRUE.equals(request.enforceConsumerDeletion())) {
                        throw Faults.inUse(
                                streams.described(state.name())
                                        + " has registered consumers. Deregister them, or set"
                                        + " EnforceConsumerDeletion.");
                    }
                    return state.with(StreamStatus.DELETING)
                            .withPending(null)
                            .with(state.features().withConsumers(_ -> List.of()));
                });
        removeLater(stream);
    }

    private void removeLater(Stream stream) {
        deferred.later("The end of stream " + stream.state().name(), () -> streams.remove(stream));
    }

    /** Gives a stream that is served on demand more shards, with no state between. */
    void grow(Stream stream, int target) {
        streams.change(
                stream,
                state ->
                        state.mode() == StreamMode.ON_DEMAND
                                        && state.status() == StreamStatus.ACTIVE
                                ? Resharding.grown(state, clock.instant(), target)
                                : state);
    }

    /**
     * Makes a change that shows as UPDATING for a while.
     *
     * @param change refuses it, or tells what changes at once and what is pending
     * @return the state now
     */
    StreamState update(Stream stream, UnaryOperator<StreamState> change) {
        StreamState now =
                streams.changeActive(
                        stream,
                        state -> {
                            StreamState after = change.apply(state);
                            return after.equals(state) ? state : after.with(StreamStatus.UPDATING);
                        });
        if (now.status() == StreamStatus.UPDATING) {
            activateLater(stream);
        }
        return now;
    }

    private void activateLater(Stream stream) {
        deferred.later(
                "The change of stream " + stream.state().name(),
                () ->
                        streams.change(
                                stream,
                                state ->
                                        state.status() == StreamStatus.DELETING
                                                ? state
                                                : active(state)));
    }

    /** A state after the change that it waits for; one that cannot be made is given up. */
    private StreamState active(StreamState state) {
        StreamState after = state;
        if (state.pending() != null) {
            try {
                after = state.pending().applyTo(state, clock.instant());
            } catch (RuntimeException e) {
                LOG.error(
                        "Stream {} stays as it is: {} cannot be made.",
                        state.name(),
                        state.pending(),
                        e);
            }
        }
        return after.with(StreamStatus.ACTIVE).withPending(null).with(after.features().warmed());
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
}
