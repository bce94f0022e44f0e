package dev.kinescope.localcloud.cloudwatch;

import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** What an expression or a part of one comes to. */
sealed interface Figures {

    /** One number. */
    record Scalar(double value) implements Figures {}

    /**
     * A time series.
     *
     * @param label of the query that it comes from
     * @param period in seconds
     * @param points by the second that they begin at
     */
    record Line(String label, long period, NavigableMap<Long, Double> points) implements Figures {

        Line with(NavigableMap<Long, Double> newPoints) {
            return new Line(label, period, newPoints);
        }

        Line map(DoubleUnaryOperator change) {
            var changed = new TreeMap<Long, Double>();
            points.forEach((at, value) -> put(changed, at, change.applyAsDouble(value)));
            return with(changed);
        }

        /** Where both have a point. */
        Line zip(Line other, DoubleBinaryOperator join) {
            var joined = new TreeMap<Long, Double>();
            points.forEach((at, value) -> {
                Double second = other.points.get(at);
                if (second != null) {
                    put(joined, at, join.applyAsDouble(value, second));
                }
            });
            return new Line(label, Math.max(period, other.period), joined);
        }

        /** What is no number, such as a quotient by zero, is no point. */
        static void put(NavigableMap<Long, Double> points, long at, double value) {
            if (Double.isFinite(value)) {
                points.put(at, value);
            }
        }
    }

    /** Several time series. */
    record Lines(List<Line> lines) implements Figures {}

    /** Joins two, element by element where one of them is several time series. */
    static Figures join(Figures left, Figures right, DoubleBinaryOperator join) {
        return switch (left) {
            case Scalar(double a) ->
                    switch (right) {
                        case Scalar(double b) -> new Scalar(join.applyAsDouble(a, b));
                        case Line line -> line.map(b -> join.applyAsDouble(a, b));
                        case Lines(List<Line> lines) ->
                                new Lines(
                                        lines.stream()
                                                .map(line ->
                                                        line.map(b -> join.applyAsDouble(a, b)))
                                                .toList());
                    };
            case Line line ->
                    switch (right) {
                        case Scalar(double b) -> line.map(a -> join.applyAsDouble(a, b));
                        case Line other -> line.zip(other, join);
                        case Lines(List<Line> lines) ->
                                new Lines(
                                        lines.stream()
                                                .map(other ->
                                                        new Line(
                                                                        other.label(),
                                                                        line.period(),
                                                                        line.points())
                                                                .zip(other, join))
                                                .toList());
                    };
            case Lines(List<Line> lines) -> {
                if (right instanceof Lines) {
                    throw Faults.validation(
                            "Two arrays of time series cannot be joined by an operator.");
                }
                yield new Lines(
                        lines.stream().map(line -> (Line) join(line, right, join)).toList());
            }
        };
    }
}
