package dev.kinescope.localcloud.cloudwatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.time.ManualTime;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricStatisticsRequest;
import software.amazon.awssdk.services.cloudwatch.model.InvalidNextTokenException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterCombinationException;
import software.amazon.awssdk.services.cloudwatch.model.InvalidParameterValueException;
import software.amazon.awssdk.services.cloudwatch.model.Metric;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.MetricDatum;
import software.amazon.awssdk.services.cloudwatch.model.RecentlyActive;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;
import software.amazon.awssdk.services.cloudwatch.model.Statistic;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** What may be asked of metrics, and what is answered; called directly. */
class CloudWatchRulesTest {
    private final Instant ten = Instant.parse("2026-11-22T10:00:00Z");
    private final ManualTime time = new ManualTime(ten);
    private final MetricStore store = MetricStore.inMemory(time, time);
    private final LocalCloudWatch cloudWatch = new LocalCloudWatch(store, time);

    private void observe(String metric, double... values) {
        for (double value : values) {
            store.observe("Test", Map.of("Of", "it"), metric, value, StandardUnit.COUNT);
        }
    }

    /** The values of a metric minute by minute; NaN is a minute without any. */
    private void minutes(String metric, double... values) {
        for (double value : values) {
            if (!Double.isNaN(value)) {
                store.add(
                        new Series(
                                new MetricKey("Test", metric, Map.of("Of", "it")),
                                StandardUnit.COUNT),
                        time.instant(),
                        60,
                        Observed.of(value, 1));
            }
            time.advance(Duration.ofMinutes(1));
        }
    }

    private static MetricDataQuery metric(String id, String name, String stat) {
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(of ->
                        of.stat(stat)
                                .period(60)
                                .metric(metric ->
                                        metric.namespace("Test")
                                                .metricName(name)
                                                .dimensions(
                                                        Dimension.builder()
                                                                .name("Of")
                                                                .value("it")
                                                                .build())))
                .build();
    }

    private static MetricDataQuery math(String expression) {
        return MetricDataQuery.builder().id("e").expression(expression).build();
    }

    private List<MetricDataResult> get(MetricDataQuery... queries) {
        return cloudWatch
                .getMetricData(request ->
                        request.startTime(ten)
                                .endTime(time.instant().plus(Duration.ofMinutes(1)))
                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                .metricDataQueries(queries))
                .metricDataResults();
    }

    /** What an expression over a (1, 2, none, 4) and b (10, none, 0, 40) comes to. */
    private Map<Integer, Double> computed(String expression) {
        MetricDataResult result = results(expression).getFirst();
        var values = new TreeMap<Integer, Double>();
        for (int i = 0; i < result.values().size(); i++) {
            values.put(
                    (int) Duration.between(ten, result.timestamps().get(i)).toMinutes(),
                    result.values().get(i));
        }
        return values;
    }

    private List<MetricDataResult> results(String expression) {
        if (store.metrics().isEmpty()) {
            minutes("a", 1, 2, Double.NaN, 4);
            time.advance(Duration.ofMinutes(-4));
            minutes("b", 10, Double.NaN, 0, 40);
        }
        return cloudWatch
                .getMetricData(request ->
                        request.startTime(ten)
                                .endTime(ten.plus(Duration.ofMinutes(4)))
                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                .metricDataQueries(
                                        metric("a", "a", "Sum").toBuilder()
                                                .returnData(false)
                                                .build(),
                                        metric("b", "b", "Sum").toBuilder()
                                                .returnData(false)
                                                .build(),
                                        math(expression)))
                .metricDataResults();
    }

    @Test
    void operatorsJoinTimeSeriesWhereBothHavePoints() {
        assertThat(computed("a + b")).isEqualTo(Map.of(0, 11.0, 3, 44.0));
        assertThat(computed("b - a*2")).isEqualTo(Map.of(0, 8.0, 3, 32.0));
        assertThat(computed("a / b")).isEqualTo(Map.of(0, 0.1, 3, 0.1));
        assertThat(computed("100 * (a + 1) ^ 2 / 4"))
                .isEqualTo(Map.of(0, 100.0, 1, 225.0, 3, 625.0));
        assertThat(computed("-a - -1")).isEqualTo(Map.of(0, 0.0, 1, -1.0, 3, -3.0));
        assertThat(computed("10 / b")).isEqualTo(Map.of(0, 1.0, 3, 0.25));
        assertThat(computed("a > 1 AND a <= 4")).isEqualTo(Map.of(0, 0.0, 1, 1.0, 3, 1.0));
    }

    @Test
    void functionsReduceFillAndDifferentiate() {
        assertThat(computed("SUM(METRICS())")).isEqualTo(Map.of(0, 11.0, 1, 2.0, 2, 0.0, 3, 44.0));
        assertThat(computed("AVG([a, b])")).isEqualTo(Map.of(0, 5.5, 1, 2.0, 2, 0.0, 3, 22.0));
        assertThat(computed("MAX([a, b]) - MIN([a, b])"))
                .isEqualTo(Map.of(0, 9.0, 1, 0.0, 2, 0.0, 3, 36.0));
        assertThat(computed("a / SUM(a) * 7")).isEqualTo(Map.of(0, 1.0, 1, 2.0, 3, 4.0));
        assertThat(computed("TIME_SERIES(AVG(b))").values()).containsOnly(50.0 / 3);
        assertThat(computed("RATE(a) * PERIOD(a)")).isEqualTo(Map.of(1, 1.0, 3, 1.0));
        assertThat(computed("DIFF(b)")).isEqualTo(Map.of(2, -10.0, 3, 40.0));
        assertThat(computed("FILL(a, 0)")).isEqualTo(Map.of(0, 1.0, 1, 2.0, 2, 0.0, 3, 4.0));
        assertThat(computed("FILL(a, REPEAT)")).isEqualTo(Map.of(0, 1.0, 1, 2.0, 2, 2.0, 3, 4.0));
        assertThat(computed("FILL(a, LINEAR)")).isEqualTo(Map.of(0, 1.0, 1, 2.0, 2, 3.0, 3, 4.0));
        assertThat(computed("RUNNING_SUM(a)")).isEqualTo(Map.of(0, 1.0, 1, 3.0, 3, 7.0));
        assertThat(computed("IF(a > 1, a, 0)")).isEqualTo(Map.of(0, 0.0, 1, 2.0, 3, 4.0));
        assertThat(computed("CEIL(a / 3) + FLOOR(0.5) + ABS(-1)"))
                .isEqualTo(Map.of(0, 2.0, 1, 2.0, 3, 3.0));
        assertThat(results("METRICS() * 2"))
                .extracting(MetricDataResult::id, MetricDataResult::label)
                .containsExactly(tuple("e", "a"), tuple("e", "b"));
        assertThat(results("METRICS('b')")).hasSize(1);
    }

    private void assertRefused(String expression, String reason) {
        assertThatThrownBy(() -> results(expression))
                .isInstanceOf(CloudWatchException.class)
                .hasMessageContaining("Error in expression 'e': " + reason);
    }

    @Test
    void anExpressionThatCannotBeWorkedOutIsRefusedWithTheReason() {
        assertRefused("a +", "It ends too early.");
        assertRefused("a b", "\"b\" is not expected there.");
        assertRefused("a ? b", "It cannot be read from \" ? b\" on.");
        assertRefused("missing + 1", "The id missing is not that of a query.");
        assertRefused("e + 1", "The query e refers to itself.");
        assertRefused("SUM(a)", "It comes to a number, not to a time series");
        assertRefused("RATE(1)", "RATE takes a time series.");
        assertRefused("FILL(a)", "FILL takes 2 arguments, not 1.");
        assertRefused("FILL(a, MEDIAN)", "FILL takes a number, REPEAT or LINEAR.");
        assertRefused("METRICS() + METRICS()", "Two arrays of time series cannot be joined");
        assertRefused("ANOMALY_DETECTION_BAND(a)", "The local cloud offers no function");
        assertRefused("(".repeat(2000), "It is nested deeper than 100 times.");
        assertRefused("(".repeat(10_000), "It is longer than 2048 characters.");
    }

    private List<MetricDataResult> always(MetricDataQuery... queries) {
        return cloudWatch
                .getMetricData(request ->
                        request.startTime(Instant.parse("2020-01-01T00:00:00Z"))
                                .endTime(Instant.parse("2100-01-01T00:00:00Z"))
                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                .metricDataQueries(queries))
                .metricDataResults();
    }

    @Test
    void aSeriesIsFilledOnlyWhereSomethingCanBeKnown() {
        minutes("a", 1, 2);
        MetricDataQuery metric = metric("a", "a", "Sum").toBuilder().returnData(false).build();

        MetricDataResult filled = always(metric, math("FILL(a, 0)")).getFirst();

        assertThat(filled.values()).hasSize(15 * 24 * 60 + 2 * 60 + 1);
        assertThat(filled.timestamps().getFirst())
                .isEqualTo(time.instant().minus(Duration.ofDays(15)));
        assertThat(filled.values().stream().mapToDouble(value -> value).sum()).isEqualTo(3);
    }

    @Test
    void whatWouldTakeTooManyPointsIsRefused() {
        minutes("a", 1, 2);
        MetricDataQuery seconds = math("TIME_SERIES(1)").toBuilder().period(1).build();
        String bracket = "[" + "a,".repeat(400) + "a]";
        MetricDataQuery metric = metric("a", "a", "Sum");

        assertThatThrownBy(() -> always(seconds))
                .hasMessageContaining("at most 1008000 points in one call");
        assertThatThrownBy(() -> always(metric, math("FILL(" + bracket + ", 0)")))
                .hasMessageContaining("at most 1008000 points in one call");
        assertThatThrownBy(() ->
                        always(metric, math(bracket).toBuilder().id("b").build(), math("[b, b]")))
                .hasMessageContaining("at most 500 time series, not 802");
        assertThatThrownBy(() ->
                        always(
                                IntStream.range(0, 500)
                                        .mapToObj(i ->
                                                math("FILL(TIME_SERIES(" + i + "), 0)").toBuilder()
                                                        .id("q" + i)
                                                        .period(60)
                                                        .build())
                                        .toArray(MetricDataQuery[]::new)))
                .hasMessageContaining("at most 1008000 points in one call");
    }

    @Test
    void queriesThatReferToOneAnotherTooDeeplyAreRefused() {
        MetricDataQuery[] chain =
                IntStream.range(0, 500)
                        .mapToObj(i ->
                                math(
                                                "ABS(".repeat(90)
                                                        + (i == 499 ? "1" : "q" + (i + 1))
                                                        + ")".repeat(90))
                                        .toBuilder()
                                        .id("q" + i)
                                        .build())
                        .toArray(MetricDataQuery[]::new);

        assertThatThrownBy(() -> get(chain)).hasMessageContaining("nest deeper than 500 times");
    }

    @Test
    void queriesAreCheckedBeforeAnythingIsAnswered() {
        Consumer<MetricDataQuery[]> get = this::get;

        assertThatThrownBy(() ->
                        get.accept(
                                new MetricDataQuery[] {
                                    metric("a", "a", "Sum"), metric("a", "b", "Sum")
                                }))
                .hasMessageContaining("must be unique: a is there twice");
        assertThatThrownBy(() -> get(metric("Big", "a", "Sum")))
                .hasMessageContaining("must begin with a lowercase letter");
        assertThatThrownBy(() -> get(MetricDataQuery.builder().id("x").build()))
                .hasMessageContaining("must have either a MetricStat or an Expression");
        assertThatThrownBy(() ->
                        get(Collections.nCopies(501, math("1")).toArray(MetricDataQuery[]::new)))
                .hasMessageContaining("between 1 and 500");
        assertThatThrownBy(() -> get(metric("a", "a", "tm99")))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void pointsComeInPagesThatGoOnWhereTheLastEnded() {
        minutes("a", 1, 2, 3);
        minutes("b", 4, 5);
        var pages = new ArrayList<GetMetricDataResponse>();
        String token = null;
        do {
            String next = token;
            GetMetricDataResponse page =
                    cloudWatch.getMetricData(request ->
                            request.startTime(ten)
                                    .endTime(ten.plus(Duration.ofHours(1)))
                                    .maxDatapoints(2)
                                    .nextToken(next)
                                    .metricDataQueries(
                                            metric("a", "a", "Sum"), metric("b", "b", "Sum")));
            pages.add(page);
            token = page.nextToken();
        } while (token != null);

        assertThat(pages)
                .extracting(page ->
                        page.metricDataResults().stream()
                                .map(r -> r.id() + r.values() + r.statusCode())
                                .toList())
                .containsExactly(
                        List.of("a[3.0, 2.0]" + StatusCode.PARTIAL_DATA),
                        List.of("a[1.0]" + StatusCode.COMPLETE, "b[5.0]" + StatusCode.PARTIAL_DATA),
                        List.of("b[4.0]" + StatusCode.COMPLETE));
        assertThatThrownBy(() ->
                        cloudWatch.getMetricData(request ->
                                request.startTime(ten)
                                        .endTime(ten.plusSeconds(60))
                                        .nextToken(pages.getFirst().nextToken())
                                        .metricDataQueries(metric("a", "a", "Sum"))))
                .isInstanceOf(InvalidNextTokenException.class);
        assertThatThrownBy(() ->
                        cloudWatch.getMetricData(request ->
                                request.startTime(ten)
                                        .endTime(ten.plusSeconds(60))
                                        .maxDatapoints(100_801)
                                        .metricDataQueries(metric("a", "a", "Sum"))))
                .hasMessageContaining("from 1 to 100800");
    }

    @Test
    void percentilesAreThoseOfAllValuesOfThePeriod() {
        observe("a", IntStream.rangeClosed(1, 50).asDoubleStream().toArray());
        time.advance(Duration.ofMinutes(1));
        observe("a", IntStream.rangeClosed(51, 60).asDoubleStream().toArray());

        assertThat(
                        get(
                                metric("low", "a", "p0"),
                                metric("half", "a", "p50"),
                                metric("most", "a", "p90"),
                                metric("nearly", "a", "p99.9"),
                                metric("count", "a", "SampleCount")))
                .extracting(MetricDataResult::values)
                .containsExactly(
                        List.of(1.0, 51.0),
                        List.of(25.0, 55.0),
                        List.of(45.0, 59.0),
                        List.of(50.0, 60.0),
                        List.of(50.0, 10.0));
    }

    @Test
    void percentilesAreNotGuessedWhereValuesAreHidden() {
        cloudWatch.putMetricData(request ->
                request.namespace("Test")
                        .metricData(
                                MetricDatum.builder()
                                        .metricName("set")
                                        .dimensions(
                                                Dimension.builder().name("Of").value("it").build())
                                        .statisticValues(set ->
                                                set.sampleCount(3.0)
                                                        .sum(6.0)
                                                        .minimum(1.0)
                                                        .maximum(3.0))
                                        .build()));

        assertThat(get(metric("p", "set", "p50"), metric("avg", "set", "Average")))
                .extracting(MetricDataResult::values)
                .containsExactly(List.of(), List.of(2.0));
    }

    @Test
    void statisticsHoldAtMost1440Points() {
        GetMetricStatisticsRequest.Builder request =
                GetMetricStatisticsRequest.builder()
                        .namespace("Test")
                        .metricName("a")
                        .startTime(ten.minus(Duration.ofMinutes(1441)))
                        .endTime(ten)
                        .period(60)
                        .statistics(Statistic.SUM);

        assertThatThrownBy(() -> cloudWatch.getMetricStatistics(request.build()))
                .isInstanceOf(InvalidParameterCombinationException.class)
                .hasMessageContaining("1441 datapoints, which exceeds the limit of 1440");
        assertThat(
                        cloudWatch
                                .getMetricStatistics(
                                        request.startTime(ten.minus(Duration.ofDays(1))).build())
                                .datapoints())
                .isEmpty();
        assertThatThrownBy(() ->
                        cloudWatch.getMetricStatistics(request.extendedStatistics("p50").build()))
                .isInstanceOf(InvalidParameterCombinationException.class);
        assertThatThrownBy(() -> cloudWatch.getMetricStatistics(request.period(45).build()))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void metricsAreListedInPagesAndByWhetherTheyAreRecent() {
        observe("old", 1);
        time.advance(Duration.ofHours(4));
        for (int i = 0; i < 600; i++) {
            observe("m" + i, 1);
        }

        var first = cloudWatch.listMetrics(request -> request.namespace("Test"));
        var second = cloudWatch.listMetrics(r -> r.namespace("Test").nextToken(first.nextToken()));
        assertThat(first.metrics()).hasSize(500);
        assertThat(second.metrics()).hasSize(101);
        assertThat(second.nextToken()).isNull();
        assertThat(
                        cloudWatch
                                .listMetrics(r ->
                                        r.metricName("old").recentlyActive(RecentlyActive.PT3_H))
                                .metrics())
                .isEmpty();
        assertThat(cloudWatch.listMetrics(r -> r.metricName("old")).metrics())
                .extracting(Metric::namespace)
                .containsExactly("Test");
    }

    private void assertNotPut(Class<? extends CloudWatchException> type, MetricDatum datum) {
        assertThatThrownBy(
                        () -> cloudWatch.putMetricData(r -> r.namespace("Test").metricData(datum)))
                .isInstanceOf(type);
        assertThat(store.metrics()).isEmpty();
    }

    private static MetricDatum.Builder datum() {
        return MetricDatum.builder().metricName("a");
    }

    @Test
    void whatIsPutWronglyIsNotTaken() {
        assertNotPut(InvalidParameterCombinationException.class, datum().build());
        assertNotPut(
                InvalidParameterCombinationException.class, datum().value(1.0).values(2.0).build());
        assertNotPut(InvalidParameterValueException.class, datum().value(Double.NaN).build());
        for (String[] dimension :
                new String[][] {
                    {"x".repeat(256), "v"}, {"", "v"}, {"n", "x".repeat(1025)}, {"n", ""}
                }) {
            assertNotPut(
                    InvalidParameterValueException.class,
                    datum().value(1.0)
                            .dimensions(
                                    Dimension.builder()
                                            .name(dimension[0])
                                            .value(dimension[1])
                                            .build())
                            .build());
        }
        assertNotPut(
                InvalidParameterValueException.class, datum().values(1.0, 2.0).counts(1.0).build());
        assertNotPut(
                InvalidParameterValueException.class,
                datum().value(1.0).timestamp(ten.minus(Duration.ofDays(15))).build());
        assertNotPut(
                InvalidParameterValueException.class,
                datum().value(1.0).timestamp(ten.plus(Duration.ofHours(3))).build());
        assertThatThrownBy(() ->
                        cloudWatch.putMetricData(r ->
                                r.namespace("AWS/Mine").metricData(datum().value(1.0).build())))
                .isInstanceOf(InvalidParameterValueException.class)
                .hasMessageContaining("The value AWS/ for parameter Namespace is invalid");
        assertThatThrownBy(() ->
                        cloudWatch.putMetricData(r ->
                                r.namespace("Test")
                                        .metricData(
                                                Collections.nCopies(
                                                        1001, datum().value(1.0).build()))))
                .isInstanceOf(InvalidParameterValueException.class);
    }

    @Test
    void clientsWithTooManyMetricsAreThrottledUntilTheOldestHaveGivenWay() {
        MetricStore small = MetricStore.in(new MemoryRecordLog(), time, time, 1000);
        var watch = new LocalCloudWatch(small, time);
        Consumer<String> put =
                request ->
                        watch.putMetricData(r ->
                                r.namespace("Test")
                                        .metricData(
                                                datum().value(1.0)
                                                        .dimensions(
                                                                Dimension.builder()
                                                                        .name("Request")
                                                                        .value(request)
                                                                        .build())
                                                        .build()));

        assertThatThrownBy(() -> IntStream.range(0, 1000).mapToObj(Integer::toString).forEach(put))
                .isInstanceOfSatisfying(
                        CloudWatchException.class,
                        e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo("Throttling"));
        put.accept("0");
        time.advance(Duration.ofMinutes(1));
        put.accept("another");

        assertThat(small.metrics()).hasSizeBetween(50, 200);
    }

    private List<Datapoint> statistics(
            Instant from, Instant to, int period, @Nullable StandardUnit unit) {
        return cloudWatch
                .getMetricStatistics(request ->
                        request.namespace("Test")
                                .metricName("a")
                                .dimensions(Dimension.builder().name("Of").value("it").build())
                                .startTime(from)
                                .endTime(to)
                                .period(period)
                                .unit(unit)
                                .statistics(Statistic.SUM))
                .datapoints();
    }

    @Test
    void pointsBeginAtTheStartTimeAndHoldNothingFromBeforeIt() {
        minutes("a", 1, 2, 4, 8, 16, 32, 64, 128);
        Instant start = ten.plus(Duration.ofMinutes(2)).plusSeconds(34);

        assertThat(statistics(start, ten.plus(Duration.ofMinutes(7)), 300, null))
                .extracting(Datapoint::timestamp, Datapoint::sum)
                .containsExactly(tuple(ten.plus(Duration.ofMinutes(2)), 124.0));
        MetricDataQuery metric = metric("a", "a", "Sum");
        MetricDataQuery fives =
                metric.toBuilder()
                        .metricStat(metric.metricStat().toBuilder().period(300).build())
                        .build();
        assertThat(
                        cloudWatch
                                .getMetricData(request ->
                                        request.startTime(start)
                                                .endTime(ten.plus(Duration.ofMinutes(12)))
                                                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                                                .metricDataQueries(fives, math("FILL(a, 0)")))
                                .metricDataResults())
                .extracting(MetricDataResult::timestamps, MetricDataResult::values)
                .containsOnly(
                        tuple(
                                List.of(
                                        ten.plus(Duration.ofMinutes(2)),
                                        ten.plus(Duration.ofMinutes(7))),
                                List.of(124.0, 128.0)));
    }

    @Test
    void valuesOfDifferentUnitsAreToldApart() {
        observe("a", 3);
        store.observe("Test", Map.of("Of", "it"), "a", 4, StandardUnit.BYTES);
        Instant end = ten.plusSeconds(60);

        assertThat(statistics(ten, end, 60, null))
                .extracting(Datapoint::unit, Datapoint::sum)
                .containsExactlyInAnyOrder(
                        tuple(StandardUnit.COUNT, 3.0), tuple(StandardUnit.BYTES, 4.0));
        assertThat(statistics(ten, end, 60, StandardUnit.BYTES))
                .extracting(Datapoint::sum)
                .containsExactly(4.0);
        assertThat(statistics(ten, end, 60, StandardUnit.SECONDS)).isEmpty();
        assertThat(get(metric("a", "a", "Sum")).getFirst().values()).containsExactly(7.0);
        assertThat(store.metrics()).hasSize(1);
    }

    @Test
    void metricsOfSecondsAreGivenByTheSecondForThreeHours() {
        for (int second : new int[] {1, 2, 11}) {
            cloudWatch.putMetricData(r ->
                    r.namespace("Test")
                            .metricData(
                                    datum().dimensions(
                                                    Dimension.builder()
                                                            .name("Of")
                                                            .value("it")
                                                            .build())
                                            .value((double) second)
                                            .storageResolution(1)
                                            .timestamp(ten.plusSeconds(second))
                                            .build()));
        }
        MetricDataQuery minutes = metric("a", "a", "Sum");
        MetricDataQuery tens =
                minutes.toBuilder()
                        .metricStat(minutes.metricStat().toBuilder().period(10).build())
                        .build();

        assertThat(get(tens).getFirst().values()).containsExactly(3.0, 11.0);
        time.advance(Duration.ofHours(3).plusMinutes(2));
        assertThat(get(tens).getFirst().values()).isEmpty();
        assertThat(get(minutes).getFirst().values()).containsExactly(14.0);
    }
}
