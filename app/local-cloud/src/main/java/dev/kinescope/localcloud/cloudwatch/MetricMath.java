package dev.kinescope.localcloud.cloudwatch;

import dev.kinescope.localcloud.cloudwatch.Figures.Line;
import dev.kinescope.localcloud.cloudwatch.Figures.Lines;
import dev.kinescope.localcloud.cloudwatch.Figures.Scalar;

import software.amazon.awssdk.awscore.exception.AwsServiceException;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/** Works out metric math (AWS documentation, Using math expressions with CloudWatch metrics). */
final class MetricMath {
    private static final String FUNCTIONS =
            "ABS, AVG, CEIL, DATAPOINT_COUNT, DIFF, FILL, FLOOR, IF, MAX, METRICS, MIN, PERIOD,"
                    + " RATE, REMOVE_EMPTY, RUNNING_SUM, STDDEV, SUM, TIME_SERIES";

    private final Surroundings around;

    MetricMath(Surroundings around) {
        this.around = around;
    }

    /**
     * What an expression stands in.
     *
     * @param span the time asked for, by a period
     * @param oldest the first second that anything can be known of
     * @param newest the last
     * @param period of time series that come from no other
     * @param reference the result of another query by its id
     * @param metrics the results of all queries for metrics whose id contains a text
     * @param budget what all the queries of the call may cost
     */
    record Surroundings(
            LongFunction<Requests.Span> span,
            long oldest,
            long newest,
            long period,
            Function<String, Figures> reference,
            Function<String, List<Line>> metrics,
            MathBudget budget) {}

    Figures of(Formula formula) {
        around.budget().enter();
        Figures figures = evaluated(formula);
        around.budget().leave();
        return figures;
    }

    private Figures evaluated(Formula formula) {
        return switch (formula) {
            case Formula.Constant(double value) -> new Scalar(value);
            case Formula.Text(String text) ->
                    throw Faults.validation("\"" + text + "\" is not expected there.");
            case Formula.Reference(String id) -> around.reference().apply(id);
            case Formula.Negative(Formula of) -> join(new Scalar(0), of(of), (a, b) -> a - b);
            case Formula.Binary(String operator, Formula left, Formula right) ->
                    join(of(left), of(right), operator(operator));
            case Formula.Several(List<Formula> items) -> {
                var lines = new ArrayList<Line>();
                for (Formula item : items) {
                    List<Line> more = lines(of(item));
                    around.budget().checkLines(lines.size() + (long) more.size());
                    lines.addAll(more);
                }
                yield new Lines(lines);
            }
            case Formula.Call call -> call(call);
        };
    }

    private Figures join(Figures left, Figures right, DoubleBinaryOperator join) {
        around.budget().spendOnJoin(left, right);
        return Figures.join(left, right, join);
    }

    private static DoubleBinaryOperator operator(String symbol) {
        return switch (symbol) {
            case "+" -> Double::sum;
            case "-" -> (a, b) -> a - b;
            case "*" -> (a, b) -> a * b;
            case "/" -> (a, b) -> a / b;
            case "^" -> Math::pow;
            case "<" -> (a, b) -> a < b ? 1 : 0;
            case ">" -> (a, b) -> a > b ? 1 : 0;
            case "<=" -> (a, b) -> a <= b ? 1 : 0;
            case ">=" -> (a, b) -> a >= b ? 1 : 0;
            case "==" -> (a, b) -> a == b ? 1 : 0;
            case "!=" -> (a, b) -> a != b ? 1 : 0;
            case "&&" -> (a, b) -> a != 0 && b != 0 ? 1 : 0;
            default -> (a, b) -> a != 0 || b != 0 ? 1 : 0;
        };
    }

    private Figures call(Formula.Call call) {
        List<Formula> arguments = call.arguments();
        return switch (call.function()) {
            case "SUM" -> reduce(call, DoubleStream::sum);
            case "AVG" -> reduce(call, values -> values.average().orElse(Double.NaN));
            case "MIN" -> reduce(call, values -> values.min().orElse(Double.NaN));
            case "MAX" -> reduce(call, values -> values.max().orElse(Double.NaN));
            case "STDDEV" -> reduce(call, MetricMath::deviation);
            case "DATAPOINT_COUNT" -> reduce(call, DoubleStream::count);
            case "ABS" -> each(call, Math::abs);
            case "CEIL" -> each(call, Math::ceil);
            case "FLOOR" -> each(call, Math::floor);
            case "DIFF" -> eachLine(call, line -> change(line, 1));
            case "RATE" -> eachLine(call, line -> change(line, 0));
            case "RUNNING_SUM" -> eachLine(call, MetricMath::runningSum);
            case "PERIOD" -> {
                need(call, 1, 1);
                if (of(arguments.getFirst()) instanceof Line line) {
                    yield new Scalar(line.period());
                }
                throw wrong(call, "a time series");
            }
            case "TIME_SERIES" -> {
                need(call, 1, 1);
                if (of(arguments.getFirst()) instanceof Scalar(double value)) {
                    yield constant(value);
                }
                throw wrong(call, "a number");
            }
            case "METRICS" -> {
                need(call, 0, 1);
                yield new Lines(around.metrics().apply(arguments.isEmpty() ? "" : text(call, 0)));
            }
            case "REMOVE_EMPTY" -> {
                need(call, 1, 1);
                yield new Lines(
                        lines(of(arguments.getFirst())).stream()
                                .filter(line -> !line.points().isEmpty())
                                .toList());
            }
            case "FILL" -> fill(call);
            case "IF" -> choose(call);
            default ->
                    throw Faults.validation(
                            "The local cloud offers no function "
                                    + call.function()
                                    + "; it offers "
                                    + FUNCTIONS
                                    + ".");
        };
    }

    /** A time series becomes a number, several become one with what there is at each time. */
    private Figures reduce(Formula.Call call, ToDoubleFunction<DoubleStream> reduction) {
        need(call, 1, 1);
        Figures of = of(call.arguments().getFirst());
        around.budget().spendAsMuchAs(of);
        return switch (of) {
            case Scalar scalar -> scalar;
            case Line line ->
                    new Scalar(
                            reduction.applyAsDouble(
                                    line.points().values().stream()
                                            .mapToDouble(Double::doubleValue)));
            case Lines(List<Line> lines) -> {
                var values = new TreeMap<Long, DoubleStream.Builder>();
                for (Line line : lines) {
                    line.points()
                            .forEach((at, value) ->
                                    values.computeIfAbsent(at, _ -> DoubleStream.builder())
                                            .add(value));
                }
                var points = new TreeMap<Long, Double>();
                values.forEach((at, there) ->
                        Line.put(points, at, reduction.applyAsDouble(there.build())));
                long period = lines.stream().mapToLong(Line::period).max().orElse(around.period());
                yield new Line("", period, points);
            }
        };
    }

    private static double deviation(DoubleStream stream) {
        double[] values = stream.toArray();
        double mean = DoubleStream.of(values).average().orElse(Double.NaN);
        return Math.sqrt(
                DoubleStream.of(values)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElse(Double.NaN));
    }

    private Figures each(Formula.Call call, DoubleUnaryOperator change) {
        need(call, 1, 1);
        return join(
                of(call.arguments().getFirst()),
                new Scalar(0),
                (value, _) -> change.applyAsDouble(value));
    }

    private Figures eachLine(Formula.Call call, Function<Line, Line> change) {
        need(call, 1, 1);
        return eachLine(call, of(call.arguments().getFirst()), change);
    }

    private Figures eachLine(Formula.Call call, Figures of, Function<Line, Line> change) {
        around.budget().spendAsMuchAs(of);
        return switch (of) {
            case Scalar _ -> throw wrong(call, "a time series");
            case Line line -> change.apply(line);
            case Lines(List<Line> lines) -> new Lines(lines.stream().map(change).toList());
        };
    }

    /**
     * What a point is more than the one before it; by the second unless another divisor is given.
     */
    private static Line change(Line line, long divisor) {
        var points = new TreeMap<Long, Double>();
        for (var point : line.points().entrySet()) {
            var before = line.points().lowerEntry(point.getKey());
            if (before != null) {
                double by = divisor == 0 ? point.getKey() - before.getKey() : divisor;
                Line.put(points, point.getKey(), (point.getValue() - before.getValue()) / by);
            }
        }
        return line.with(points);
    }

    private static Line runningSum(Line line) {
        var points = new TreeMap<Long, Double>();
        double sum = 0;
        for (var point : line.points().entrySet()) {
            sum += point.getValue();
            Line.put(points, point.getKey(), sum);
        }
        return line.with(points);
    }

    private Line constant(double value) {
        return line("", around.period(), _ -> value);
    }

    /**
     * A time series with a point at each period that is asked for, as far as anything can be known.
     */
    private Line line(String label, long period, Function<Long, Double> value) {
        var points = new TreeMap<Long, Double>();
        Requests.Span span = around.span().apply(period);
        long skipped = Math.max(0, Math.ceilDiv(around.oldest() - span.start(), period));
        long first = span.start() + skipped * period;
        long end = Math.min(span.end(), around.newest() + 1);
        around.budget().spend(Math.max(0, Math.ceilDiv(end - first, period)));
        for (long at = first; at < end; at += period) {
            Line.put(points, at, value.apply(at));
        }
        return new Line(label, period, points);
    }

    private Figures fill(Formula.Call call) {
        need(call, 2, 2);
        Figures of = of(call.arguments().getFirst());
        Formula with = call.arguments().getLast();
        if (with instanceof Formula.Text(String how)) {
            return switch (how) {
                case "REPEAT" ->
                        eachLine(
                                call,
                                of,
                                line ->
                                        line(
                                                line.label(),
                                                line.period(),
                                                at -> {
                                                    var last = line.points().floorEntry(at);
                                                    return last == null
                                                            ? Double.NaN
                                                            : last.getValue();
                                                }));
                case "LINEAR" ->
                        eachLine(
                                call,
                                of,
                                line ->
                                        line(
                                                line.label(),
                                                line.period(),
                                                at -> between(line.points(), at)));
                default -> throw wrong(call, "a number, REPEAT or LINEAR");
            };
        }
        if (of(with) instanceof Scalar(double value)) {
            return eachLine(
                    call,
                    of,
                    line ->
                            line(
                                    line.label(),
                                    line.period(),
                                    at -> line.points().getOrDefault(at, value)));
        }
        throw wrong(call, "a number, REPEAT or LINEAR");
    }

    private static double between(NavigableMap<Long, Double> points, long at) {
        var before = points.floorEntry(at);
        var after = points.ceilingEntry(at);
        if (before == null || after == null) {
            return Double.NaN;
        }
        long span = after.getKey() - before.getKey();
        return span == 0
                ? before.getValue()
                : before.getValue()
                        + (after.getValue() - before.getValue())
                                * (at - before.getKey())
                                / (double) span;
    }

    /** Where the condition is not 0 the second, else the third if there is one. */
    private Figures choose(Formula.Call call) {
        need(call, 2, 3);
        Figures condition = of(call.arguments().getFirst());
        Figures yes = of(call.arguments().get(1));
        Optional<Figures> no =
                call.arguments().size() > 2
                        ? Optional.of(of(call.arguments().get(2)))
                        : Optional.empty();
        return switch (condition) {
            case Scalar(double holds) ->
                    holds != 0 ? yes : no.orElse(new Line("", around.period(), new TreeMap<>()));
            case Line line -> {
                around.budget().spendAsMuchAs(line);
                var points = new TreeMap<Long, Double>();
                line.points()
                        .forEach((at, holds) -> {
                            Optional<Figures> from = holds != 0 ? Optional.of(yes) : no;
                            from.flatMap(figures -> at(call, figures, at))
                                    .ifPresent(value -> points.put(at, value));
                        });
                yield line.with(points);
            }
            case Lines _ -> throw wrong(call, "a condition of one time series");
        };
    }

    private static Optional<Double> at(Formula.Call call, Figures figures, long at) {
        return switch (figures) {
            case Scalar(double value) -> Optional.of(value);
            case Line line -> Optional.ofNullable(line.points().get(at));
            case Lines _ -> throw wrong(call, "a number or a time series");
        };
    }

    private static List<Line> lines(Figures figures) {
        return switch (figures) {
            case Scalar _ -> throw Faults.validation("An array holds time series only.");
            case Line line -> List.of(line);
            case Lines(List<Line> lines) -> lines;
        };
    }

    private static String text(Formula.Call call, int argument) {
        if (call.arguments().get(argument) instanceof Formula.Text(String text)) {
            return text;
        }
        throw wrong(call, "a text");
    }

    private static void need(Formula.Call call, int least, int most) {
        int given = call.arguments().size();
        if (given < least || given > most) {
            throw Faults.validation(
                    call.function()
                            + " takes "
                            + (least == most ? "" : least + " to ")
                            + most
                            + " arguments, not "
                            + given
                            + ".");
        }
    }

    private static AwsServiceException wrong(Formula.Call call, String wanted) {
        return Faults.validation(call.function() + " takes " + wanted + ".");
    }
}
