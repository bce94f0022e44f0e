package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputResponse;
import software.amazon.awssdk.services.kinesis.model.WarmThroughputObject;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Streams that are served on demand: room for twice the highest write rate of the last 30 days, by
 * doubling their shards (AWS documentation, Choose the right mode). AWS does not say how soon; here
 * the rate is that of each minute, and the shards are there at its end.
 */
final class OnDemand {
    private static final Logger LOG = LoggerFactory.getLogger(OnDemand.class);
    private static final int MOST_WARM = 10 * 1024;
    private static final int DAYS = 30;
    private static final double NOTABLE = 1.1;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final String SWITCHED = "mode";
    private static final int SWITCHED_A_DAY = 2;

    private final Streams streams;
    private final Control control;
    private final Quotas quotas;
    private final AccountSettings account;
    private final Clock clock;

    OnDemand(
            Streams streams, Control control, Quotas quotas, AccountSettings account, Clock clock) {
        this.streams = streams;
        this.control = control;
        this.quotas = quotas;
        this.account = account;
        this.clock = clock;
    }

    /** Watches the rates from now on, minute by minute. */
    void watch(Scheduler scheduler) {
        Instant since = clock.instant();
        scheduler.after(
                MINUTE,
                () -> {
                    try {
                        Duration time = Duration.between(since, clock.instant());
                        // The clock may have been set back meanwhile.
                        follow(time.compareTo(MINUTE) < 0 ? MINUTE : time);
                    } finally {
                        watch(scheduler);
                    }
                });
    }

    /** Each stream by itself: one that cannot be kept must not keep the others from growing. */
    private void follow(Duration time) {
        for (Stream stream : streams.all()) {
            try {
                follow(stream, stream.shardsFilled(time));
            } catch (RuntimeException e) {
                LOG.error(
                        "Stream {} cannot grow with its traffic. Trying again in {}.",
                        stream.state().name(),
                        MINUTE,
                        e);
            }
        }
    }

    private void follow(Stream stream, double rate) {
        StreamState state = stream.state();
        if (state.mode() != StreamMode.ON_DEMAND || state.status() != StreamStatus.ACTIVE) {
            return;
        }
        String today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString();
        SortedMap<String, Double> peaks = state.features().peaks();
        if (rate > NOTABLE * peaks.getOrDefault(today, 0.0)) {
            String oldest =
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).minusDays(DAYS).toString();
            var kept = new TreeMap<>(peaks.tailMap(oldest));
            kept.put(today, rate);
            streams.change(stream, now -> now.with(now.features().withPeaks(kept)));
            peaks = kept;
        }
        int open = state.open().size();
        double peak = peaks.isEmpty() ? 0 : Collections.max(peaks.values());
        if (2 * peak > open && 2 * open <= Reshapes.MOST_SHARDS) {
            control.grow(stream, 2 * open);
        }
    }

    void create(CreateStreamRequest request) {
        StreamMode mode = Control.mode(request);
        checkWarm(request.warmThroughputMiBps(), mode);
        control.create(request, request.warmThroughputMiBps());
    }

    void mode(UpdateStreamModeRequest request) {
        String named =
                request.streamModeDetails() == null
                        ? null
                        : request.streamModeDetails().streamModeAsString();
        new Validation()
                .required("streamARN", request.streamARN())
                .required("streamModeDetails.streamMode", named)
                .oneOf("streamModeDetails.streamMode", named, Control.MODES)
                .orThrow();
        Stream stream = streams.named(null, request.streamARN());
        StreamMode mode = StreamMode.fromValue(named);
        control.update(stream, state -> switched(state, mode, request.warmThroughputMiBps()));
    }

    private StreamState switched(StreamState state, StreamMode mode, @Nullable Integer warm) {
        checkWarm(warm, mode);
        if (state.mode() == mode) {
            return state;
        }
        if (mode == StreamMode.ON_DEMAND) {
            quotas.checkOnDemand();
        }
        checkShards(state, warm);
        Instant now = clock.instant();
        if (state.features().changes(SWITCHED, now) >= SWITCHED_A_DAY) {
            throw Faults.limitExceeded(
                    "The mode of "
                            + streams.described(state.name())
                            + " was switched "
                            + SWITCHED_A_DAY
                            + " times in the last 24 hours, which is as often as it may be.");
        }
        StreamFeatures features = state.features().changed(SWITCHED, now);
        return state.with(warm == null ? features : features.warming(warm))
                .withPending(new Pending.Mode(mode, warm));
    }

    UpdateStreamWarmThroughputResponse warm(UpdateStreamWarmThroughputRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("warmThroughputMiBps", request.warmThroughputMiBps())
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        int warm = request.warmThroughputMiBps();
        StreamState now =
                control.update(
                        stream,
                        state -> {
                            checkWarm(warm, state.mode());
                            checkShards(state, warm);
                            return state.with(state.features().warming(warm))
                                    .withPending(new Pending.Warm(warm));
                        });
        return UpdateStreamWarmThroughputResponse.builder()
                .streamName(now.name())
                .streamARN(stream.arn())
                .warmThroughput(model(now))
                .build();
    }

    private void checkShards(StreamState state, @Nullable Integer warm) {
        int more = warm == null ? 0 : Pending.shardsFor(warm) - state.open().size();
        if (more > 0) {
            quotas.checkShards(more);
        }
    }

    private void checkWarm(@Nullable Integer warm, StreamMode mode) {
        new Validation().range("warmThroughputMiBps", warm, 0, MOST_WARM).orThrow();
        if (warm == null) {
            return;
        }
        if (mode != StreamMode.ON_DEMAND) {
            throw Faults.validation(
                    "Warm throughput is only supported for streams in On-Demand mode.");
        }
        if (!account.committed()) {
            throw Faults.validation(
                    "Warm throughput is only supported for accounts with the minimum throughput"
                            + " billing commitment. Enable it with UpdateAccountSettings.");
        }
    }

    /** What a description shows; nothing where none was asked for, or none can be. */
    static @Nullable WarmThroughputObject model(StreamState state) {
        StreamFeatures features = state.features();
        return state.mode() != StreamMode.ON_DEMAND || features.warmTarget() == null
                ? null
                : WarmThroughputObject.builder()
                        .targetMiBps(features.warmTarget())
                        .currentMiBps(features.warmCurrent())
                        .build();
    }
}
