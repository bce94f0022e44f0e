package dev.kinescope.pipeline.delivery;

import dev.kinescope.pipeline.Measured;

/** A delivery stream's newest 1-minute values from CloudWatch; counts are per minute. */
public record DeliveryMetrics(
        Measured<Double> recordsRead,
        Measured<Double> recordsProcessed,
        Measured<Double> recordsDelivered,
        Measured<Double> bytesDelivered,
        Measured<Double> freshnessSeconds,
        Measured<Double> millisBehindLatest) {}
