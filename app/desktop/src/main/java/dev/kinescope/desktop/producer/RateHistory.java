package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.producer.ProducerProgress;

import java.time.Duration;
import java.util.ArrayDeque;

/**
 * Accepted records per second between one slice's end and the next, by the time that passed here.
 */
final class RateHistory {
    private static final int KEPT = 60;

    private final ArrayDeque<Double> values = new ArrayDeque<>();
    private long accepted;
    private Duration elapsed = Duration.ZERO;

    void clear() {
        values.clear();
        accepted = 0;
        elapsed = Duration.ZERO;
    }

    void add(ProducerProgress progress) {
        double seconds = progress.elapsed().minus(elapsed).toNanos() / 1e9;
        long more = progress.totals().accepted() - accepted;
        accepted = progress.totals().accepted();
        elapsed = progress.elapsed();
        if (seconds > 0) {
            values.addLast(more / seconds);
        }
        if (values.size() > KEPT) {
            values.removeFirst();
        }
    }

    /** Oldest first, at most 60. */
    double[] values() {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }
}
