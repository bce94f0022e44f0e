package dev.kinescope.localcloud.cloudwatch;

import dev.kinescope.localcloud.cloudwatch.Figures.Line;
import dev.kinescope.localcloud.cloudwatch.Figures.Lines;
import dev.kinescope.localcloud.cloudwatch.Figures.Scalar;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricStat;
import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Answers the queries of one GetMetricData: each one's time series, metric math included. */
final class DataQueries {
    private static final Pattern ID = Pattern.compile("[a-z][a-zA-Z0-9_]{0,254}");
    private static final long USUAL_PERIOD = 300;
    private static final int LONGEST_EXPRESSION = 2048;

    private final MetricStore store;
    private final GetMetricDataRequest request;
    private final Instant now;
    private final MathBudget budget = new MathBudget();
    private final Map<String, MetricDataQuery> queries = new LinkedHashMap<>();
    private final Map<String, Figures> answered = new HashMap<>();
    private final Set<String> underWay = new HashSet<>();

    DataQueries(MetricStore store, GetMetricDataRequest request, Instant now) {
        this.store = store;
        this.request = request;
        this.now = now;
        for (MetricDataQuery query : request.metricDataQueries()) {
            String id = query.id();
            Requests.required("MetricDataQueries.member.Id", id);
            if (!ID.matcher(id).matches()) {
                throw Faults.validation(
                        "The value "
                                + id
                                + " for parameter MetricDataQueries.member.Id must begin with a"
                                + " lowercase letter and hold letters, digits and underscores.");
            }
            if (queries.putIfAbsent(id, query) != null) {
                throw Faults.validation(
                        "The values for parameter MetricDataQueries.member.Id must be unique: "
                                + id
                                + " is there twice.");
            }
            if ((query.metricStat() == null) == (query.expression() == null)) {
                throw Faults.validation(
                        "The query " + id + " must have either a MetricStat or an Expression.");
            }
        }
    }

    /** What a query answers: its id, and one or more time series. */
    record Answer(MetricDataQuery query, Line line) {}

    /** The answers that are asked for, in the order of their queries. */
    List<Answer> answers() {
        var answers = new ArrayList<Answer>();
        for (MetricDataQuery query : queries.values()) {
            Figures figures = figures(query.id());
            if (Boolean.FALSE.equals(query.returnData())) {
                continue;
            }
            switch (figures) {
                case Scalar _ ->
                        throw inExpression(
                                query,
                                "It comes to a number, not to a time series; TIME_SERIES makes"
                                        + " one of it.");
                case Line line -> answers.add(new Answer(query, line));
                case Lines(List<Line> lines) -> {
                    budget.spendAsMuchAs(figures);
                    budget.spend(lines.size());
                    lines.forEach(line -> answers.add(new Answer(query, line)));
                }
            }
        }
        return answers;
    }

    private Figures figures(String id) {
        Figures known = answered.get(id);
        if (known != null) {
            return known;
        }
        MetricDataQuery query = queries.get(id);
        if (query == null) {
            throw Faults.validation("The id " + id + " is not that of a query.");
        }
        if (!underWay.add(id)) {
            throw Faults.validation("The query " + id + " refers to itself.");
        }
        Figures figures =
                query.metricStat() == null ? computed(query) : measured(query, query.metricStat());
        answered.put(id, figures);
        return figures;
    }

    private Line measured(MetricDataQuery query, MetricStat stat) {
        Requests.required("MetricDataQueries.member.MetricStat.Metric", stat.metric());
        MetricKey key = Requests.key(stat.metric());
        Statistic statistic = Statistic.of(stat.stat());
        long period = Requests.period(stat.period());
        var points = new TreeMap<Long, Double>();
        List<StandardUnit> units = stat.unit() == null ? store.units(key) : List.of(stat.unit());
        store.points(key, units, span(period))
                .forEach((at, observed) ->
                        statistic.value(observed).ifPresent(value -> Line.put(points, at, value)));
        budget.spend(points.size());
        return new Line(label(query, stat), period, points);
    }

    private Requests.Span span(long period) {
        return Requests.span(request.startTime(), request.endTime(), period, now);
    }

    private Figures computed(MetricDataQuery query) {
        long period = query.period() == null ? USUAL_PERIOD : Requests.period(query.period());
        try {
            if (query.expression().length() > LONGEST_EXPRESSION) {
                throw Faults.validation("It is longer than " + LONGEST_EXPRESSION + " characters.");
            }
            Formula formula = FormulaParser.parse(query.expression());
            var math =
                    new MetricMath(
                            new MetricMath.Surroundings(
                                    this::span,
                                    now.minus(MetricStore.KEPT).getEpochSecond(),
                                    now.plus(IncomingData.NEWEST).getEpochSecond(),
                                    query.period() == null ? period(period) : period,
                                    this::figures,
                                    this::metrics,
                                    budget));
            return labelled(query, math.of(formula));
        } catch (AwsServiceException e) {
            throw inExpression(query, e.awsErrorDetails().errorMessage());
        }
    }

    /** The longest period of the metrics asked for; a usual one if there are none. */
    private long period(long otherwise) {
        return queries.values().stream()
                .filter(query -> query.metricStat() != null)
                .mapToLong(query -> Requests.period(query.metricStat().period()))
                .max()
                .orElse(otherwise);
    }

    private List<Line> metrics(String part) {
        return queries.values().stream()
                .filter(query -> query.metricStat() != null && query.id().contains(part))
                .map(query -> (Line) figures(query.id()))
                .toList();
    }

    /** A computed time series is called like its query; each of several keeps its own name, too. */
    private static Figures labelled(MetricDataQuery query, Figures figures) {
        String name = Objects.requireNonNullElse(query.label(), query.id());
        return switch (figures) {
            case Scalar scalar -> scalar;
            case Line line -> new Line(name, line.period(), line.points());
            case Lines(List<Line> lines) ->
                    new Lines(
                            lines.stream()
                                    .map(line ->
                                            query.label() == null
                                                    ? line
                                                    : new Line(
                                                            name + " " + line.label(),
                                                            line.period(),
                                                            line.points()))
                                    .toList());
        };
    }

    /** The label given, or what tells the metric from the others that are asked for. */
    private String label(MetricDataQuery query, MetricStat stat) {
        if (query.label() != null) {
            return query.label();
        }
        List<MetricStat> all =
                queries.values().stream()
                        .map(MetricDataQuery::metricStat)
                        .filter(Objects::nonNull)
                        .toList();
        var parts = new ArrayList<String>();
        if (differ(all, each -> each.metric().dimensions())) {
            stat.metric().dimensions().forEach(dimension -> parts.add(dimension.value()));
        }
        if (differ(all, each -> each.metric().metricName())) {
            parts.add(stat.metric().metricName());
        }
        if (differ(all, MetricStat::stat)) {
            parts.add(stat.stat());
        }
        return parts.isEmpty() ? stat.metric().metricName() : String.join(" ", parts);
    }

    private static boolean differ(
            List<MetricStat> all, Function<MetricStat, @Nullable Object> part) {
        return all.stream()
                        .filter(each -> each.metric() != null)
                        .map(part)
                        .map(Objects::hashCode)
                        .distinct()
                        .count()
                > 1;
    }

    private static AwsServiceException inExpression(MetricDataQuery query, String what) {
        String prefix = "Error in expression '";
        return what.startsWith(prefix)
                ? Faults.validation(what)
                : Faults.validation(prefix + query.id() + "': " + what);
    }
}
