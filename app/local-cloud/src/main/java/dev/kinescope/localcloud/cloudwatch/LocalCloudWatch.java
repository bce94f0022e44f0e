package dev.kinescope.localcloud.cloudwatch;

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
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.PutMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** CloudWatch metrics: gives back what the {@link MetricStore} holds, and takes more. */
public final class LocalCloudWatch implements CloudWatchClient {
    private static final int MOST_QUERIES = 500;
    private static final int MOST_POINTS = 1440;
    private static final int MOST_EXTENDED = 10;
    private static final int PAGE = 500;
    private static final Duration RECENT = Duration.ofHours(3);

    private final MetricStore store;
    private final IncomingData incoming;
    private final Clock clock;

    public LocalCloudWatch(MetricStore store, Clock clock) {
        this.store = store;
        this.incoming = new IncomingData(store, clock);
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
        incoming.put(request);
        return PutMetricDataResponse.builder().build();
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
                    Requests.required("Dimensions.member.Name", wanted.name());
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
        Requests.checkTimes(request.startTime(), request.endTime());
        if (request.metricDataQueries().isEmpty()
                || request.metricDataQueries().size() > MOST_QUERIES) {
            throw Faults.validation(
                    "MetricDataQueries must have between 1 and " + MOST_QUERIES + " elements.");
        }
        return DataPages.page(new DataQueries(store, request, clock.instant()).answers(), request);
    }

    @Override
    public GetMetricStatisticsResponse getMetricStatistics(GetMetricStatisticsRequest request) {
        Requests.required("Namespace", request.namespace());
        Requests.required("MetricName", request.metricName());
        Requests.checkTimes(request.startTime(), request.endTime());
        long period = Requests.period(request.period());
        Map<String, Statistic> wanted = wanted(request);
        long count = Duration.between(request.startTime(), request.endTime()).toSeconds() / period;
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
                        Requests.dimensions(request.dimensions()));
        Requests.Span span =
                Requests.span(request.startTime(), request.endTime(), period, clock.instant());
        List<StandardUnit> units =
                request.unit() == null ? store.units(key) : List.of(request.unit());
        var points = new ArrayList<Datapoint>();
        for (StandardUnit unit : units) {
            store.points(key, List.of(unit), span)
                    .forEach((start, observed) ->
                            points.add(datapoint(start, observed, wanted, unit)));
        }
        return GetMetricStatisticsResponse.builder()
                .label(request.metricName())
                .datapoints(points)
                .build();
    }

    private static Map<String, Statistic> wanted(GetMetricStatisticsRequest request) {
        if (request.statistics().isEmpty() == request.extendedStatistics().isEmpty()) {
            throw Faults.invalidCombination(
                    "At least one of Statistics or ExtendedStatistics must be specified, and not"
                            + " both.");
        }
        if (request.extendedStatistics().size() > MOST_EXTENDED) {
            throw Faults.invalidValue(
                    "The collection ExtendedStatistics must not have a size greater than "
                            + MOST_EXTENDED
                            + ".");
        }
        var wanted = new LinkedHashMap<String, Statistic>();
        request.statisticsAsStrings().forEach(name -> wanted.put(name, Statistic.of(name)));
        request.extendedStatistics().forEach(name -> wanted.put(name, Statistic.percentile(name)));
        return wanted;
    }

    private static Datapoint datapoint(
            long start, Observed observed, Map<String, Statistic> wanted, StandardUnit unit) {
        var datapoint = Datapoint.builder().timestamp(Instant.ofEpochSecond(start)).unit(unit);
        var percentiles = new LinkedHashMap<String, Double>();
        wanted.forEach((name, statistic) -> {
            OptionalDouble value = statistic.value(observed);
            if (value.isEmpty()) {
                return;
            }
            double known = value.getAsDouble();
            switch (statistic.kind()) {
                case SAMPLE_COUNT -> datapoint.sampleCount(known);
                case AVERAGE -> datapoint.average(known);
                case SUM -> datapoint.sum(known);
                case MINIMUM -> datapoint.minimum(known);
                case MAXIMUM -> datapoint.maximum(known);
                case PERCENTILE -> percentiles.put(name, known);
            }
        });
        if (!percentiles.isEmpty()) {
            datapoint.extendedStatistics(percentiles);
        }
        return datapoint.build();
    }
}
