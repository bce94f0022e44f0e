package dev.kinescope.localcloud.cloudwatch;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.util.Map;

/** Takes the measurements of the other local services, stamped with the time of the call. */
@FunctionalInterface
public interface MetricSink {

    /**
     * Adds one observation to a metric.
     *
     * @param namespace for example {@code AWS/Kinesis}
     * @param dimensions for example {@code StreamName -> social-posts}
     */
    void observe(
            String namespace,
            Map<String, String> dimensions,
            String metric,
            double value,
            StandardUnit unit);
}
