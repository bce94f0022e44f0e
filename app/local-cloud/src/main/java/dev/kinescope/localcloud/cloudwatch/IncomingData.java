package dev.kinescope.localcloud.cloudwatch;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.model.EntityMetricData;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** PutMetricData: checks everything before it takes anything. */
final class IncomingData {
    private static final int MOST_DATA = 1000;
    private static final int MOST_DIMENSIONS = 30;
    private static final int MOST_VALUES = 150;
    private static final int LONGEST_NAME = 255;
    private static final Duration OLDEST = Duration.ofDays(14);
    static final Duration NEWEST = Duration.ofHours(2);

    private final MetricStore store;
    private final Clock clock;

    IncomingData(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    void put(PutMetricDataRequest request) {
        String namespace = request.namespace();
        Requests.required("Namespace", namespace);
        if (namespace.startsWith("AWS/")) {
            throw Faults.invalidValue(
                    "The value AWS/ for parameter Namespace is invalid: it is kept for AWS"
                            + " services.");
        }
        checkName("Namespace", namespace);
        var data = new ArrayList<>(request.metricData());
        for (EntityMetricData entity : request.entityMetricData()) {
            data.addAll(entity.metricData());
        }
        if (data.isEmpty()) {
            throw Faults.validation("The parameter MetricData is required.");
        }
        if (data.size() > MOST_DATA) {
            throw Faults.invalidValue(
                    "The collection MetricData must not have a size greater than "
                            + MOST_DATA
                            + ".");
        }
        List<Observed> observed = data.stream().map(this::observed).toList();
        List<Series> series = data.stream().map(datum -> series(namespace, datum)).toList();
        if (!series.stream().allMatch(store::hasRoomFor)) {
            throw Faults.throttled();
        }
        for (int i = 0; i < data.size(); i++) {
            MetricDatum datum = data.get(i);
            store.add(
                    series.get(i),
                    Objects.requireNonNullElse(datum.timestamp(), clock.instant()),
                    Objects.equals(datum.storageResolution(), 1) ? 1 : MetricHistory.MINUTE,
                    observed.get(i));
        }
    }

    private static Series series(String namespace, MetricDatum datum) {
        return new Series(
                new MetricKey(
                        namespace, datum.metricName(), Requests.dimensions(datum.dimensions())),
                Objects.requireNonNullElse(datum.unit(), StandardUnit.NONE));
    }

    private Observed observed(MetricDatum datum) {
        Requests.required("MetricData.member.MetricName", datum.metricName());
        checkName("MetricData.member.MetricName", datum.metricName());
        Requests.dimensions(datum.dimensions());
        if (datum.dimensions().size() > MOST_DIMENSIONS) {
            throw Faults.invalidValue(
                    "The collection MetricData.member.Dimensions must not have a size greater than "
                            + MOST_DIMENSIONS
                            + ".");
        }
        if (datum.unit() == StandardUnit.UNKNOWN_TO_SDK_VERSION) {
            throw Faults.invalidValue(
                    "The value "
                            + datum.unitAsString()
                            + " for parameter MetricData.member.Unit is invalid.");
        }
        checkTime(datum.timestamp());
        boolean single = datum.value() != null;
        boolean set = datum.statisticValues() != null;
        boolean several = !datum.values().isEmpty();
        if (!single && !set && !several) {
            throw Faults.invalidCombination(
                    "At least one of the parameters must be specified: Value, StatisticValues,"
                            + " Values.");
        }
        if ((single ? 1 : 0) + (set ? 1 : 0) + (several ? 1 : 0) > 1) {
            throw Faults.invalidCombination(
                    "The parameters MetricData.member.Value, MetricData.member.StatisticValues and"
                            + " MetricData.member.Values are mutually exclusive and you have"
                            + " specified more than one.");
        }
        if (single) {
            return Observed.of(checked("Value", datum.value()), 1);
        }
        return set ? observed(datum.statisticValues()) : observed(datum.values(), datum.counts());
    }

    private static Observed observed(StatisticSet set) {
        Requests.required("MetricData.member.StatisticValues.Sum", set.sum());
        Requests.required("MetricData.member.StatisticValues.Minimum", set.minimum());
        Requests.required("MetricData.member.StatisticValues.Maximum", set.maximum());
        Requests.required("MetricData.member.StatisticValues.SampleCount", set.sampleCount());
        if (set.sampleCount() <= 0 || set.minimum() > set.maximum()) {
            throw Faults.invalidValue(
                    "The parameter MetricData.member.StatisticValues must have a SampleCount"
                            + " greater than zero and a Minimum that is not greater than the"
                            + " Maximum.");
        }
        return Observed.of(
                checked("StatisticValues.Sum", set.sum()),
                checked("StatisticValues.Minimum", set.minimum()),
                checked("StatisticValues.Maximum", set.maximum()),
                checked("StatisticValues.SampleCount", set.sampleCount()));
    }

    private static Observed observed(List<Double> values, List<Double> counts) {
        if (values.size() > MOST_VALUES) {
            throw Faults.invalidValue(
                    "The collection MetricData.member.Values must not have a size greater than "
                            + MOST_VALUES
                            + ".");
        }
        if (!counts.isEmpty() && counts.size() != values.size()) {
            throw Faults.invalidValue(
                    "The parameters MetricData.member.Values and MetricData.member.Counts must be"
                            + " of the same size.");
        }
        var observed = new Observed();
        for (int i = 0; i < values.size(); i++) {
            double count = counts.isEmpty() ? 1 : checked("Counts", counts.get(i));
            if (count <= 0) {
                throw Faults.invalidValue(
                        "The parameter MetricData.member.Counts must be greater than zero.");
            }
            observed.add(checked("Values", values.get(i)), count);
        }
        return observed;
    }

    private static double checked(String name, double value) {
        if (!Double.isFinite(value)) {
            throw Faults.invalidValue(
                    "The value "
                            + value
                            + " for parameter MetricData.member."
                            + name
                            + " is invalid.");
        }
        return value;
    }

    private void checkTime(@Nullable Instant timestamp) {
        Instant now = clock.instant();
        if (timestamp != null
                && (timestamp.isBefore(now.minus(OLDEST)) || timestamp.isAfter(now.plus(NEWEST)))) {
            throw Faults.invalidValue(
                    "The parameter MetricData.member.Timestamp must specify a time within the past"
                            + " two weeks, or less than two hours in the future.");
        }
    }

    private static void checkName(String parameter, String name) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.startsWith(":")) {
            throw Faults.invalidValue(
                    "The parameter "
                            + parameter
                            + " must be 1 to "
                            + LONGEST_NAME
                            + " characters long and not begin with a colon.");
        }
    }
}
