package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringRequest;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringRequest;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.MetricsName;

import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Retention and enhanced monitoring: what changes a stream without reshaping it. */
final class StreamOptions {
    private static final int LONGEST_RETENTION_HOURS = 8760;

    private final Streams streams;

    StreamOptions(Streams streams) {
        this.streams = streams;
    }

    void increase(IncreaseStreamRetentionPeriodRequest request) {
        check(request.streamName(), request.retentionPeriodHours());
        int hours = request.retentionPeriodHours();
        streams.changeActive(
                streams.named(request.streamName(), request.streamARN()),
                state -> {
                    checkBounds(hours);
                    if (hours < state.retentionHours()) {
                        throw retention(state, hours, "shorter", "Decrease");
                    }
                    return state.withRetention(hours);
                });
    }

    void decrease(DecreaseStreamRetentionPeriodRequest request) {
        check(request.streamName(), request.retentionPeriodHours());
        int hours = request.retentionPeriodHours();
        streams.changeActive(
                streams.named(request.streamName(), request.streamARN()),
                state -> {
                    checkBounds(hours);
                    if (hours > state.retentionHours()) {
                        throw retention(state, hours, "longer", "Increase");
                    }
                    return state.withRetention(hours);
                });
    }

    private static void check(@Nullable String name, @Nullable Integer hours) {
        new Validation()
                .required("retentionPeriodHours", hours)
                .range("retentionPeriodHours", hours, 1, 10_000)
                .name("streamName", name)
                .orThrow();
    }

    private static void checkBounds(int hours) {
        boolean tooShort = hours < StreamState.DEFAULT_RETENTION_HOURS;
        if (tooShort || hours > LONGEST_RETENTION_HOURS) {
            throw Faults.invalidArgument(
                    (tooShort ? "Minimum" : "Maximum")
                            + " allowed retention period is "
                            + (tooShort
                                    ? StreamState.DEFAULT_RETENTION_HOURS
                                    : LONGEST_RETENTION_HOURS)
                            + " hours. Requested retention period ("
                            + hours
                            + " hours) is too "
                            + (tooShort ? "short." : "long."));
        }
    }

    private static RuntimeException retention(
            StreamState state, int hours, String how, String other) {
        return Faults.invalidArgument(
                "Requested retention period ("
                        + hours
                        + " hours) for stream "
                        + state.name()
                        + " can not be "
                        + how
                        + " than existing retention period ("
                        + state.retentionHours()
                        + " hours). Use "
                        + other
                        + "RetentionPeriod API.");
    }

    EnableEnhancedMonitoringResponse monitor(EnableEnhancedMonitoringRequest request) {
        Collection<String> metrics =
                named(request.streamName(), request.shardLevelMetricsAsStrings());
        Stream stream = streams.named(request.streamName(), request.streamARN());
        Monitored monitored = monitored(stream, now -> now.addAll(metrics));
        return EnableEnhancedMonitoringResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardLevelMetricsWithStrings(monitored.before())
                .desiredShardLevelMetricsWithStrings(monitored.after())
                .build();
    }

    DisableEnhancedMonitoringResponse unmonitor(DisableEnhancedMonitoringRequest request) {
        Collection<String> metrics =
                named(request.streamName(), request.shardLevelMetricsAsStrings());
        Stream stream = streams.named(request.streamName(), request.streamARN());
        Monitored monitored = monitored(stream, now -> now.removeAll(metrics));
        return DisableEnhancedMonitoringResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardLevelMetricsWithStrings(monitored.before())
                .desiredShardLevelMetricsWithStrings(monitored.after())
                .build();
    }

    /** The metrics of a stream before and after a change. */
    private record Monitored(SortedSet<String> before, SortedSet<String> after) {}

    private Monitored monitored(Stream stream, Consumer<SortedSet<String>> change) {
        var before = new TreeSet<String>();
        StreamState now =
                streams.changeActive(
                        stream,
                        state -> {
                            before.addAll(state.monitored());
                            var wanted = new TreeSet<>(state.monitored());
                            change.accept(wanted);
                            return state.withMonitored(wanted);
                        });
        return new Monitored(before, now.monitored());
    }

    /** The metrics of a request, with ALL spelt out. */
    private static Collection<String> named(@Nullable String stream, List<String> metrics) {
        List<String> known =
                MetricsName.knownValues().stream().map(MetricsName::toString).sorted().toList();
        var validation = new Validation().size("shardLevelMetrics", metrics, 1, known.size());
        metrics.forEach(metric -> validation.oneOf("shardLevelMetrics", metric, known));
        validation.name("streamName", stream).orThrow();
        String all = MetricsName.ALL.toString();
        return metrics.contains(all)
                ? known.stream().filter(metric -> !metric.equals(all)).collect(Collectors.toSet())
                : metrics;
    }
}
