package dev.kinescope.pipeline.provisioning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.pipeline.delivery.DeliveryStatus;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition.Compression;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.Optional;

class DeliveryResourceTest {
    private static final DeliveryDefinition WANTED =
            new DeliveryDefinition(
                    "to-s3",
                    "role",
                    "bucket",
                    "posts/!{timestamp:yyyy}/",
                    "errors/!{firehose:error-output-type}/",
                    5,
                    300,
                    1,
                    60,
                    Compression.UNCOMPRESSED,
                    Optional.empty());

    private static DeliveryStatus present(int bufferSeconds, String function) {
        return new DeliveryStatus(
                "to-s3",
                "arn",
                "ACTIVE",
                "",
                "1",
                "social-posts",
                Optional.empty(),
                "bucket",
                "posts/!{timestamp:yyyy}/",
                "errors/!{firehose:error-output-type}/",
                5,
                bufferSeconds,
                "UNCOMPRESSED",
                false,
                Optional.of(
                        new DeliveryStatus.Processor(
                                "arn:aws:lambda:us-east-1:000000000000:function:"
                                        + function
                                        + ":$LATEST",
                                1,
                                60,
                                3)),
                Optional.empty(),
                Instant.EPOCH);
    }

    private static DeliveryResource resource(DeliveryDefinition definition) {
        return new DeliveryResource(null, definition, "social-posts", "kinescope-transform");
    }

    @Test
    void whatIsAsItShouldBeDiffersInNothing() {
        assertThat(resource(WANTED).differences(present(300, "kinescope-transform"))).isEmpty();
    }

    @Test
    void eachDifferenceIsNamedWithBeforeAndAfter() {
        assertThat(
                        resource(WANTED.withBuffers(64, 60, 1, 60))
                                .differences(present(300, "old-transform")))
                .containsExactly(
                        new FieldChange("Buffer", "5 MiB or 300 s", "64 MiB or 60 s"),
                        new FieldChange("Transform", "old-transform", "kinescope-transform"));
    }
}
