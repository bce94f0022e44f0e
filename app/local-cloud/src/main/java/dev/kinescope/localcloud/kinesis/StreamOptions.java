package dev.kinescope.localcloud.kinesis;

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
import java.util.stream.Collectors;

/** Retention and enhanced monitoring: what changes a stream without reshaping it. */
final class StreamOptions {
    private static final int LONGEST_RETENTION_HOURS = 8760;

    private final Streams streams;

    StreamOptions(Streams streams) {
        this.streams = streams;
    }

    void increase(IncreaseStreamRetentionPeriodRequest request) {
        new Validation().required("retentionPeriodHours", request.retentionPeriodHours()).orThrow();
        Stream stream = streams.changeable(request.streamName(), request.streamARN());
        int hours = request.retentionPeriodHours();
        int now = stream.state().retentionHours();
        if (hours > LONGEST_RETENTION_HOURS) {
            throw Faults.invalidArgument(
                    "Maximum allowed retention period is "
                            + LONGEST_RETENTION_HOURS
                            + " hours. Requested retention period ("
                            + hours
                            + " hours) is too long.");
        }
        if (hours < now) {
            throw Faults.invalidArgument(
                    "Requested retention period ("
                            + hours
                            + " hours) for stream "
                            + stream.state().name()
                            + " can not be shorter than existing retention period ("
                            + now
                            + " hours). Use DecreaseRetentionPeriod API.");
        }
        streams.change(stream, state -> state.withRetention(hours));
    }

    void decrease(DecreaseStreamRetentionPeriodRequest request) {
        new Validation().required("retentionPeriodHours", request.retentionPeriodHours()).orThrow();
        Stream stream = streams.changeable(request.streamName(), request.streamARN());
        int hours = request.retentionPeriodHours();
        int now = stream.state().retentionHours();
        if (hours < StreamState.DEFAULT_RETENTION_HOURS) {
            throw Faults.invalidArgument(
                    "Minimum allowed retention period is "
                            + StreamState.DEFAULT_RETENTION_HOURS
                            + " hours. Requested retention period ("
                            + hours
                            + " hours) is too short.");
        }
        if (hours > now) {
            throw Faults.invalidArgument(
                    "Requested retention period ("
                            + hours
                            + " hours) for stream "
                            + stream.state().name()
                            + " can not be longer than existing retention period ("
                            + now
                            + " hours). Use IncreaseRetentionPeriod API.");
        }
        streams.change(stream, state -> state.withRetention(hours));
    }

    EnableEnhancedMonitoringResponse monitor(EnableEnhancedMonitoringRequest request) {
        Stream stream = streams.changeable(request.streamName(), request.streamARN());
        SortedSet<String> before = stream.state().monitored();
        var wanted = new TreeSet<>(before);
        wanted.addAll(named(request.shardLevelMetricsAsStrings()));
        streams.change(stream, state -> state.withMonitored(wanted));
        return EnableEnhancedMonitoringResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardLevelMetricsWithStrings(before)
                .desiredShardLevelMetricsWithStrings(wanted)
                .build();
    }

    DisableEnhancedMonitoringResponse unmonitor(DisableEnhancedMonitoringRequest request) {
        Stream stream = streams.changeable(request.streamName(), request.streamARN());
        SortedSet<String> before = stream.state().monitored();
        var wanted = new TreeSet<>(before);
        wanted.removeAll(named(request.shardLevelMetricsAsStrings()));
        streams.change(stream, state -> state.withMonitored(wanted));
        return DisableEnhancedMonitoringResponse.builder()
                .streamName(stream.state().name())
                .streamARN(stream.arn())
                .currentShardLevelMetricsWithStrings(before)
                .desiredShardLevelMetricsWithStrings(wanted)
                .build();
    }

    /** The metrics of a request, with ALL spelt out. */
    private static Collection<String> named(List<String> metrics) {
        List<String> known =
                MetricsName.knownValues().stream().map(MetricsName::toString).sorted().toList();
        var validation = new Validation().size("shardLevelMetrics", metrics, 1, known.size());
        metrics.forEach(metric -> validation.oneOf("shardLevelMetrics", metric, known));
        validation.orThrow();
        String all = MetricsName.ALL.toString();
        return metrics.contains(all)
                ? known.stream().filter(metric -> !metric.equals(all)).collect(Collectors.toSet())
                : metrics;
    }
}
