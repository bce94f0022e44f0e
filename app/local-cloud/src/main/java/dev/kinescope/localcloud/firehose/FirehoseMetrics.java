package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.cloudwatch.MetricSink;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.time.Duration;
import java.util.Map;

/** The {@code AWS/Firehose} metrics of one delivery stream. */
final class FirehoseMetrics {
    private static final String NAMESPACE = "AWS/Firehose";

    private final MetricSink sink;
    private final Map<String, String> dimensions;

    FirehoseMetrics(MetricSink sink, String deliveryStream) {
        this.sink = sink;
        this.dimensions = Map.of("DeliveryStreamName", deliveryStream);
    }

    void count(String metric, long value) {
        sink.observe(NAMESPACE, dimensions, metric, (double) value, StandardUnit.COUNT);
    }

    void bytes(String metric, long value) {
        sink.observe(NAMESPACE, dimensions, metric, (double) value, StandardUnit.BYTES);
    }

    void millis(String metric, long value) {
        sink.observe(NAMESPACE, dimensions, metric, (double) value, StandardUnit.MILLISECONDS);
    }

    void seconds(String metric, Duration value) {
        sink.observe(
                NAMESPACE, dimensions, metric, value.toMillis() / 1000.0, StandardUnit.SECONDS);
    }
}
