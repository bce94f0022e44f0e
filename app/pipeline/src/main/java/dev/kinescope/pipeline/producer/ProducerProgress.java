package dev.kinescope.pipeline.producer;

import java.time.Duration;

/**
 * Where a producer run stands after a slice.
 *
 * @param recordsPerSecond accepted in the last slice, by its own elapsed time
 */
public record ProducerProgress(
        ProducerTotals totals, int slices, Duration elapsed, double recordsPerSecond) {}
