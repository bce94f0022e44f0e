package dev.kinescope.localcloud.cloudwatch;

import dev.kinescope.localcloud.cloudwatch.Figures.Line;
import dev.kinescope.localcloud.cloudwatch.Figures.Lines;
import dev.kinescope.localcloud.cloudwatch.Figures.Scalar;

import java.util.List;

/** What the queries of one GetMetricData may cost together, so that none ends the cloud. */
final class MathBudget {
    /** Ten times what one call answers. */
    private static final long MOST_POINTS = 10L * DataPages.MOST_POINTS;

    private static final int MOST_LINES = 500;
    private static final int DEEPEST = 500;

    private long spent;
    private int depth;

    /** Counts points before they are made, or refuses to make them. */
    void spend(long points) {
        spent = Math.addExact(spent, points);
        if (spent > MOST_POINTS) {
            throw Faults.validation(
                    "The local cloud works out at most "
                            + MOST_POINTS
                            + " points in one call. Ask for a shorter time, a longer period or"
                            + " fewer queries.");
        }
    }

    /** Counts what joining two makes at most. */
    void spendOnJoin(Figures left, Figures right) {
        spend(Math.max(points(left) * count(right), points(right) * count(left)));
    }

    /** Counts a result with as many points as this one. */
    void spendAsMuchAs(Figures figures) {
        spend(points(figures));
    }

    /** Refuses an array of too many time series. */
    void checkLines(long lines) {
        if (lines > MOST_LINES) {
            throw Faults.validation(
                    "An array holds at most " + MOST_LINES + " time series, not " + lines + ".");
        }
    }

    /** Counts what is nested one deeper, until {@link #leave()}. */
    void enter() {
        if (++depth > DEEPEST) {
            throw Faults.validation(
                    "The queries refer to one another and nest deeper than " + DEEPEST + " times.");
        }
    }

    void leave() {
        depth--;
    }

    private static long points(Figures figures) {
        return switch (figures) {
            case Scalar _ -> 0;
            case Line line -> line.points().size();
            case Lines(List<Line> lines) ->
                    lines.stream().mapToLong(line -> line.points().size()).sum();
        };
    }

    private static long count(Figures figures) {
        return figures instanceof Lines(List<Line> lines) ? lines.size() : 1;
    }
}
