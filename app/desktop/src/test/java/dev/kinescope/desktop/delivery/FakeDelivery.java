package dev.kinescope.desktop.delivery;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.delivery.DeliveryMetrics;
import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.delivery.FailedRecords;
import dev.kinescope.pipeline.results.StoredObject;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the Delivery view in place of an account. */
final class FakeDelivery implements DeliverySource {
    static final Instant NOW = Instant.parse("2026-11-22T14:05:20Z");

    final List<String> listed = new ArrayList<>();
    volatile boolean missing;
    volatile RuntimeException failure = null;
    volatile int looks;
    volatile int metricsAsked;

    @Override
    public String name() {
        return "social-posts-to-s3";
    }

    @Override
    public Optional<DeliveryStatus> describe(String deliveryStream) {
        looks++;
        if (failure != null) {
            throw failure;
        }
        return missing ? Optional.empty() : Optional.of(status());
    }

    static DeliveryStatus status() {
        return new DeliveryStatus(
                "social-posts-to-s3",
                "arn:aws:firehose:us-east-1:000000000000:deliverystream/social-posts-to-s3",
                "ACTIVE",
                "",
                "3",
                "social-posts",
                Optional.of(NOW.minusSeconds(190)),
                "kinescope-000000000000-us-east-1",
                "posts/!{timestamp:yyyy/MM/dd/HH}/",
                "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
                5,
                10,
                "UNCOMPRESSED",
                false,
                Optional.of(
                        new DeliveryStatus.Processor(
                                "arn:aws:lambda:us-east-1:000000000000:function:kinescope-transform:$LATEST",
                                1,
                                0,
                                3)),
                Optional.of(NOW.minusSeconds(120)),
                NOW);
    }

    @Override
    public DeliveryMetrics metrics(String deliveryStream) {
        metricsAsked++;
        Instant at = NOW.minusSeconds(70);
        return new DeliveryMetrics(
                Measured.of(79_260.0, Source.CLOUDWATCH, at),
                Measured.of(79_080.0, Source.CLOUDWATCH, at),
                Measured.of(78_720.0, Source.CLOUDWATCH, at),
                Measured.of(33_062_400.0, Source.CLOUDWATCH, at),
                Measured.of(11.0, Source.CLOUDWATCH, at),
                Measured.noData(Source.CLOUDWATCH, NOW));
    }

    @Override
    public List<StoredObject> newestObjects(String bucket, String prefix, int most) {
        listed.add(prefix);
        var objects = new ArrayList<StoredObject>();
        for (int i = 0; i < 33; i++) {
            objects.add(
                    new StoredObject(
                            "posts/2026/11/22/14/social-posts-to-s3-3-2026-11-22-14-05-%02d-5d0e2c77-4f01-4c55-9b41-0f1e2d3c4b5a"
                                    .formatted(59 - i),
                            3_100_000 - i * 41_000L,
                            NOW.minusSeconds(3 + i * 10L)));
        }
        return objects;
    }

    @Override
    public FailedRecords failedRecords(String bucket, String errorPrefix, int mostObjects) {
        listed.add(errorPrefix);
        return new FailedRecords(
                217,
                List.of(
                        new FailedRecords.Reason(
                                "Lambda.ProcessingFailedStatus",
                                "ProcessingFailed status set for record",
                                1,
                                204,
                                NOW.minusSeconds(14)),
                        new FailedRecords.Reason(
                                "Lambda.FunctionTimedOut",
                                "The Lambda function invocation timed out. Increase the Timeout"
                                        + " setting in the Lambda function.",
                                4,
                                13,
                                NOW.minusSeconds(95))),
                List.of("errors/processing-failed/2026/11/22/14/a", "errors/processing-failed/b"),
                0);
    }
}
