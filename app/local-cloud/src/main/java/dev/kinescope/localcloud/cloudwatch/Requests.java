package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the requests of CloudWatch have in common, checked. */
final class Requests {
    private static final Set<Integer> OF_SECONDS = Set.of(1, 5, 10, 30);

    private Requests() {}

    /** A period in seconds: 1, 5, 10, 30 or whole minutes. */
    static long period(@Nullable Integer seconds) {
        if (seconds != null
                && (OF_SECONDS.contains(seconds) || (seconds >= 60 && seconds % 60 == 0))) {
            return seconds;
        }
        throw Faults.invalidValue(
                "The parameter Period must be a multiple of 60, or 1, 5, 10 or 30.");
    }

    static void span(@Nullable Instant from, @Nullable Instant to) {
        required("StartTime", from);
        required("EndTime", to);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Faults.validation(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
    }

    static void required(String name, @Nullable Object value) {
        if (value == null) {
            throw Faults.validation("The parameter " + name + " is required.");
        }
    }

    static MetricKey key(Metric metric) {
        required("Namespace", metric.namespace());
        required("MetricName", metric.metricName());
        return new MetricKey(
                metric.namespace(), metric.metricName(), dimensions(metric.dimensions()));
    }

    static Map<String, String> dimensions(List<Dimension> dimensions) {
        var map = new HashMap<String, String>();
        for (Dimension dimension : dimensions) {
            required("Dimensions.member.Name", dimension.name());
            required("Dimensions.member.Value", dimension.value());
            map.put(dimension.name(), dimension.value());
        }
        return Map.copyOf(map);
    }
}
