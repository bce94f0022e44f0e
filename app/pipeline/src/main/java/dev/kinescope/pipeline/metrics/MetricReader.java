package dev.kinescope.pipeline.metrics;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsSession;

import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Asks CloudWatch for the one-minute values of one resource's metrics. */
public final class MetricReader {
    private static final int PERIOD_SECONDS = 60;

    private final AwsSession session;
    private final String namespace;
    private final Dimension dimension;
    private final Clock clock;

    /**
     * Reads the metrics of one resource.
     *
     * @param namespace for example {@code AWS/Kinesis}
     * @param dimension for example {@code StreamName}
     */
    public MetricReader(
            AwsSession session, String namespace, String dimension, String resource, Clock clock) {
        this.session = session;
        this.namespace = namespace;
        this.dimension = Dimension.builder().name(dimension).value(resource).build();
        this.clock = clock;
    }

    /** A metric and how its values within a minute are put together. */
    public record Query(String metric, Statistic statistic) {}

    /** The newest values by metric, as asked at one moment. */
    public record Values(Map<String, Measured<Double>> byMetric, Instant askedAt) {
        public Measured<Double> of(String metric) {
            Measured<Double> value = byMetric.get(metric);
            return value == null ? Measured.noData(Source.CLOUDWATCH, askedAt) : value;
        }
    }

    /** CloudWatch's statistics that the panel uses. */
    public enum Statistic {
        SUM("Sum"),
        MAXIMUM("Maximum");

        private final String word;

        Statistic(String word) {
            this.word = word;
        }
    }

    /**
     * The newest whole minute of each metric within a window that ends now; the running minute only
     * if there is no other.
     *
     * @return a value, or no data, for each query
     */
    public Values newest(List<Query> queries, Duration window) {
        Instant now = clock.instant();
        Map<String, Measured<Double>> newest = new HashMap<>();
        points(queries, now.minus(window), now)
                .forEach((metric, points) -> newest.put(metric, newestOf(points, now)));
        return new Values(newest, now);
    }

    private static Measured<Double> newestOf(NavigableMap<Instant, Double> points, Instant now) {
        if (points.isEmpty()) {
            return Measured.noData(Source.CLOUDWATCH, now);
        }
        Map.Entry<Instant, Double> whole = points.floorEntry(now.minusSeconds(PERIOD_SECONDS));
        Map.Entry<Instant, Double> shown = whole == null ? points.lastEntry() : whole;
        return Measured.of(shown.getValue(), Source.CLOUDWATCH, shown.getKey());
    }

    /** The sum of a metric's minutes from the minute of {@code from} until now. */
    public Measured<Double> sumSince(String metric, Instant from) {
        Instant now = clock.instant();
        NavigableMap<Instant, Double> points =
                points(List.of(new Query(metric, Statistic.SUM)), from, now)
                        .getOrDefault(metric, new TreeMap<>());
        return points.isEmpty()
                ? Measured.noData(Source.CLOUDWATCH, now)
                : Measured.of(
                        points.values().stream().mapToDouble(Double::doubleValue).sum(),
                        Source.CLOUDWATCH,
                        now);
    }

    private Map<String, NavigableMap<Instant, Double>> points(
            List<Query> queries, Instant from, Instant to) {
        Map<String, NavigableMap<Instant, Double>> points = new HashMap<>();
        var asked = new ArrayList<MetricDataQuery>();
        for (int index = 0; index < queries.size(); index++) {
            Query query = queries.get(index);
            points.put(query.metric(), new TreeMap<>());
            asked.add(query("m" + index, query));
        }
        var request =
                GetMetricDataRequest.builder()
                        .metricDataQueries(asked)
                        .startTime(from.truncatedTo(ChronoUnit.MINUTES))
                        .endTime(to.truncatedTo(ChronoUnit.MINUTES).plusSeconds(PERIOD_SECONDS))
                        .build();
        for (MetricDataResult result :
                session.cloudWatch().getMetricDataPaginator(request).metricDataResults()) {
            String metric = queries.get(Integer.parseInt(result.id().substring(1))).metric();
            NavigableMap<Instant, Double> minutes =
                    points.computeIfAbsent(metric, _ -> new TreeMap<>());
            for (int index = 0; index < result.timestamps().size(); index++) {
                minutes.put(result.timestamps().get(index), result.values().get(index));
            }
        }
        return points;
    }

    private MetricDataQuery query(String id, Query query) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat ->
                        stat.period(PERIOD_SECONDS)
                                .stat(query.statistic().word)
                                .metric(metric ->
                                        metric.namespace(namespace)
                                                .metricName(query.metric())
                                                .dimensions(dimension)))
                .returnData(true)
                .build();
    }
}
