package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.Metric;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the requests of CloudWatch have in common, checked. */
final class Requests {
    private static final Set<Integer> OF_SECONDS = Set.of(1, 5, 10, 20, 30);

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_VALUE = 1024;
    private static final Duration MINUTES_UNTIL = Duration.ofDays(15);
    private static final Duration FIVE_MINUTES_UNTIL = Duration.ofDays(63);

    private Requests() {}

    /** A period in seconds: 1, 5, 10, 20, 30 or whole minutes. */
    static long period(@Nullable Integer seconds) {
        if (seconds != null
                && (OF_SECONDS.contains(seconds) || (seconds >= 60 && seconds % 60 == 0))) {
            return seconds;
        }
        throw Faults.invalidValue(
                "The parameter Period must be a multiple of 60, or 1, 5, 10, 20 or 30.");
    }

    /**
     * The time that is asked for, in seconds.
     *
     * @param start where the first point begins
     * @param end the second after the last
     * @param period of every point
     */
    record Span(long start, long end, long period) {}

    /**
     * Rounds a start down to the minute, to more if it is long ago, and to the period if that is of
     * seconds; all points begin at multiples of the period since then (documentation of
     * GetMetricStatistics).
     */
    static Span span(Instant from, Instant to, long period, Instant now) {
        long step = period;
        if (period >= MetricHistory.MINUTE) {
            Duration age = Duration.between(from, now);
            step = MetricHistory.MINUTE;
            if (age.compareTo(MINUTES_UNTIL) > 0) {
                step *= age.compareTo(FIVE_MINUTES_UNTIL) > 0 ? 60 : 5;
            }
        }
        long start = from.getEpochSecond() - Math.floorMod(from.getEpochSecond(), step);
        // An end within a second includes the second.
        return new Span(start, to.getEpochSecond() + (to.getNano() > 0 ? 1 : 0), period);
    }

    static void checkTimes(@Nullable Instant from, @Nullable Instant to) {
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

    private static void checkLength(String name, String value, int longest) {
        if (value.isEmpty() || value.length() > longest) {
            throw Faults.invalidValue(
                    "The parameter "
                            + name
                            + " must be 1 to "
                            + longest
                            + " characters long, not "
                            + value.length()
                            + ".");
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
            checkLength("Dimensions.member.Name", dimension.name(), LONGEST_NAME);
            checkLength("Dimensions.member.Value", dimension.value(), LONGEST_VALUE);
            map.put(dimension.name(), dimension.value());
        }
        return Map.copyOf(map);
    }
}
