package dev.kinescope.localcloud.cloudwatch;

import dev.kinescope.localcloud.cloudwatch.MetricStore.MetricKey;
import dev.kinescope.localcloud.cloudwatch.MetricStore.Point;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsResponse;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsRequest;
import software.amazon.awssdk.services.cloudwatch.model.ListMetricsResponse;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.StatisticSet;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** CloudWatch metrics: gives back what the {@link MetricStore} holds, and takes more. */
public final class LocalCloudWatch implements CloudWatchClient {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 1440;
    private static final int MOST_DATA = 1000;
    private static final int PAGE = 500;
    private static final Duration RECENT = Duration.ofHours(3);
    private static final List<String> STATISTICS =
            List.of("SampleCount", "Average", "Sum", "Minimum", "Maximum");

    private final MetricStore store;
    private final Clock clock;

    public LocalCloudWatch(MetricStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open.
    }

    @Override
    public PutMetricDataResponse putMetricData(PutMetricDataRequest request) {
        required("Namespace", request.namespace());
        if (request.metricData().size() > MOST_DATA) {
            throw Faults.invalidValue(
                    "The collection MetricData must not have a size greater than "
                            + MOST_DATA
                            + ".");
        }
        for (MetricDatum datum : request.metricData()) {
            required("MetricName", datum.metricName());
            var key =
                    new MetricKey(
                            request.namespace(),
                            datum.metricName(),
                            dimensions(datum.dimensions()));
            StandardUnit unit = Objects.requireNonNullElse(datum.unit(), StandardUnit.NONE);
            observed(datum).forEach(point -> store.add(key, unit, point));
        }
        return PutMetricDataResponse.builder().build();
    }

    private List<Point> observed(MetricDatum datum) {
        Instant at = Objects.requireNonNullElse(datum.timestamp(), clock.instant());
        StatisticSet set = datum.statisticValues();
        var points = new ArrayList<Point>();
        if (datum.value() != null) {
            points.add(Point.of(at, datum.value()));
        } else if (set != null) {
            required("StatisticValues.Sum", set.sum());
            required("StatisticValues.Minimum", set.minimum());
            required("StatisticValues.Maximum", set.maximum());
            required("StatisticValues.SampleCount", set.sampleCount());
            points.add(new Point(at, set.sum(), set.minimum(), set.maximum(), set.sampleCount()));
        }
        for (int i = 0; i < datum.values().size(); i++) {
            double value = datum.values().get(i);
            double count = i < datum.counts().size() ? datum.counts().get(i) : 1;
            points.add(new Point(at, value * count, value, value, count));
        }
        if (points.isEmpty()) {
            throw Faults.invalidCombination(
                    "At least one of the parameters must be specified: Value, StatisticValues,"
                            + " Values.");
        }
        return points;
    }

    @Override
    public ListMetricsResponse listMetrics(ListMetricsRequest request) {
        Instant recent = clock.instant().minus(RECENT);
        int from = request.nextToken() == null ? 0 : page(request.nextToken());
        List<MetricKey> found =
                store.metrics().stream()
                        .filter(key -> matches(request.namespace(), key.namespace()))
                        .filter(key -> matches(request.metricName(), key.metric()))
                        .filter(key -> hasAll(request, key))
                        .filter(key ->
                                request.recentlyActive() != RecentlyActive.PT3_H
                                        || store.last(key).filter(recent::isBefore).isPresent())
                        .toList();
        int to = Math.min(found.size(), from + PAGE);
        return ListMetricsResponse.builder()
                .metrics(
                        found.subList(Math.min(from, to), to).stream()
                                .map(LocalCloudWatch::model)
                                .toList())
                .nextToken(to < found.size() ? Integer.toString(to) : null)
                .build();
    }

    private static boolean matches(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static boolean hasAll(ListMetricsRequest request, MetricKey key) {
        return request.dimensions().stream()
                .allMatch(wanted -> {
                    required("Dimensions.Name", wanted.name());
                    String actual = key.dimensions().get(wanted.name());
                    return actual != null && matches(wanted.value(), actual);
                });
    }

    private static int page(String token) {
        try {
            return Math.max(0, Integer.parseInt(token));
        } catch (NumberFormatException e) {
            throw Faults.invalidValue("The value for parameter NextToken is not valid.");
        }
    }

    private static Metric model(MetricKey key) {
        return Metric.builder()
                .namespace(key.namespace())
                .metricName(key.metric())
                .dimensions(
                        key.dimensions().entrySet().stream()
                                .sorted(Map.Entry.comparingByKey())
                                .map(dimension ->
                                        Dimension.builder()
                                                .name(dimension.getKey())
                                                .value(dimension.getValue())
                                                .build())
                                .toList())
                .build();
    }

    @Override
    public GetMetricDataResponse getMetricData(GetMetricDataRequest request) {
        span(request.startTime(), request.endTime());
        if (request.metricDataQueries().isEmpty()
                || request.metricDataQueries().size() > MOST_QUERIES) {
            throw Faults.validation(
                    "MetricDataQueries must have between 1 and " + MOST_QUERIES + " elements.");
        }
        var results = new ArrayList<MetricDataResult>();
        for (MetricDataQuery query : request.metricDataQueries()) {
            if (query.returnData() == null || query.returnData()) {
                results.add(result(query, request));
            }
        }
        return GetMetricDataResponse.builder()
                .metricDataResults(results)
                .messages(List.of())
                .build();
    }

    private MetricDataResult result(MetricDataQuery query, GetMetricDataRequest request) {
        required("MetricDataQueries.member.Id", query.id());
        MetricStat stat = query.metricStat();
        if (stat == null) {
            throw Faults.validation(
                    "The query "
                            + query.id()
                            + " has no MetricStat; the local cloud does not offer metric math.");
        }
        String statistic = statistic(stat.stat());
        Duration period = period(stat.period());
        var points =
                new ArrayList<>(
                        store.points(
                                key(stat.metric()),
                                request.startTime(),
                                request.endTime(),
                                period));
        if (request.scanBy() != ScanBy.TIMESTAMP_ASCENDING) {
            Collections.reverse(points);
        }
        return MetricDataResult.builder()
                .id(query.id())
                .label(Objects.requireNonNullElse(query.label(), stat.metric().metricName()))
                .timestamps(points.stream().map(Point::start).toList())
                .values(points.stream().map(point -> value(statistic, point)).toList())
                .statusCode(StatusCode.COMPLETE)
                .build();
    }

    private static MetricKey key(Metric metric) {
        required("Namespace", metric.namespace());
        required("MetricName", metric.metricName());
        return new MetricKey(
                metric.namespace(), metric.metricName(), dimensions(metric.dimensions()));
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        required("Namespace", request.namespace());
        required("MetricName", request.metricName());
        span(request.startTime(), request.endTime());
        Duration period = period(request.period());
        if (request.statistics().isEmpty()) {
            throw Faults.invalidCombination("At least one of Statistics must be specified.");
        }
        List<String> wanted =
                request.statisticsAsStrings().stream().map(LocalCloudWatch::statistic).toList();
        long count = Duration.between(request.startTime(), request.endTime()).dividedBy(period);
        if (count > MOST_POINTS) {
            throw Faults.invalidCombination(
                    "You have requested up to "
                            + count
                            + " datapoints, which exceeds the limit of "
                            + MOST_POINTS
                            + ". You may reduce the datapoints requested by increasing Period, or"
                            + " decreasing the time range.");
        }
        var key =
                new MetricKey(
                        request.namespace(),
                        request.metricName(),
                        dimensions(request.dimensions()));
        StandardUnit unit = store.unit(key).orElse(StandardUnit.NONE);
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(
                        store.points(key, request.startTime(), request.endTime(), period).stream()
                                .map(point -> datapoint(point, wanted, unit))
                                .toList())
                .build();
    }

    private static Datapoint datapoint(Point point, List<String> wanted, StandardUnit unit) {
        var datapoint = Datapoint.builder().timestamp(point.start()).unit(unit);
        for (String statistic : wanted) {
            double value = value(statistic, point);
            switch (statistic) {
                case "SampleCount" -> datapoint.sampleCount(value);
                case "Average" -> datapoint.average(value);
                case "Sum" -> datapoint.sum(value);
                case "Minimum" -> datapoint.minimum(value);
                default -> datapoint.maximum(value);
            }
        }
        return datapoint.build();
    }

    private static double value(String statistic, Point point) {
        return switch (statistic) {
            case "SampleCount" -> point.count();
            case "Average" -> point.sum() / point.count();
            case "Sum" -> point.sum();
            case "Minimum" -> point.minimum();
            default -> point.maximum();
        };
    }

    private static String statistic(@Nullable String name) {
        if (name == null || !STATISTICS.contains(name)) {
            throw Faults.invalidValue(
                    "The local cloud offers the statistics "
                            + String.join(", ", STATISTICS)
                            + ", not "
                            + name
                            + ".");
        }
        return name;
    }

    private static Duration period(@Nullable Integer seconds) {
        if (seconds == null || seconds < 60 || seconds % 60 != 0) {
            throw Faults.invalidValue(
                    "The parameter Period must be a multiple of 60, and at least 60.");
        }
        return Duration.ofSeconds(seconds);
    }

    private static void span(@Nullable Instant from, @Nullable Instant to) {
        required("StartTime", from);
        required("EndTime", to);
        if (from != null && to != null && !from.isBefore(to)) {
            throw Faults.validation(
                    "The parameter StartTime must be less than the parameter EndTime.");
        }
    }

    private static void required(String name, @Nullable Object value) {
        if (value == null) {
            throw Faults.validation("The parameter " + name + " is required.");
        }
    }

    private static Map<String, String> dimensions(List<Dimension> dimensions) {
        var map = new HashMap<String, String>();
        for (Dimension dimension : dimensions) {
            required("Dimensions.Name", dimension.name());
            required("Dimensions.Value", dimension.value());
            map.put(dimension.name(), dimension.value());
        }
        return Map.copyOf(map);
    }
}
