package dev.kinescope.pipeline.streams;

import dev.kinescope.pipeline.Measured;

/** A stream's newest 1-minute values from CloudWatch; records and bytes are per minute. */
public record StreamMetrics(
        Measured<Double> incomingRecords,
        Measured<Double> incomingBytes,
        Measured<Double> iteratorAgeMillis,
        Measured<Double> writeThrottled,
        Measured<Double> readThrottled,
        Measured<Double> recordsRead) {}
