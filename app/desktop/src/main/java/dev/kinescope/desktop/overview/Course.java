package dev.kinescope.desktop.overview;

import dev.kinescope.pipeline.run.RunSnapshot;

import java.util.ArrayDeque;
import java.util.Optional;

/** The last minutes of a run's rates, a fixed number of points whatever it lasts. */
final class Course {
    private static final int POINTS = 120;

    /** One tick: posts sent a second, and records on the way. */
    record Point(double throughput, double onTheWay) {}

    private final ArrayDeque<Point> points = new ArrayDeque<>();

    /** Adds a tick, or starts over when there is no run. */
    void add(Optional<RunSnapshot> tick) {
        if (tick.isEmpty()) {
            points.clear();
            return;
        }
        points.addLast(
                new Point(
                        tick.get().rates().sent(), (double) tick.get().conservation().onTheWay()));
        if (points.size() > POINTS) {
            points.removeFirst();
        }
    }

    double[] throughput() {
        return points.stream().mapToDouble(Point::throughput).toArray();
    }

    double[] onTheWay() {
        return points.stream().mapToDouble(Point::onTheWay).toArray();
    }
}
