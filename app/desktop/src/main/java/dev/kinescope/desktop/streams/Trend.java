package dev.kinescope.desktop.streams;

import java.util.Arrays;

/** The last minute of one number, a fixed number of points; not a number where nothing is known. */
final class Trend {
    static final int POINTS = 60;

    private final double[] values;

    private Trend(double[] values) {
        this.values = values;
    }

    /** Nothing known yet. */
    static Trend empty() {
        var values = new double[POINTS];
        Arrays.fill(values, Double.NaN);
        return new Trend(values);
    }

    /** One point later; the oldest falls out. */
    Trend plus(double value) {
        double[] next = Arrays.copyOfRange(values, 1, POINTS + 1);
        next[POINTS - 1] = value;
        return new Trend(next);
    }

    /** From oldest to newest; a copy. */
    double[] values() {
        return values.clone();
    }
}
