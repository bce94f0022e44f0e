package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.producer.MalformedLine;
import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerTotals;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StreamDefinition;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts as the producer reports them, for tests. */
final class Slices {
    private Slices() {}

    static PipelineDefinition definition() {
        return new PipelineDefinition(
                new StreamDefinition("social-posts", StreamDefinition.Mode.PROVISIONED, 4, 24),
                new DeliveryDefinition(
                        "social-posts-to-s3",
                        "kinescope-firehose",
                        "acme-posts",
                        "posts/",
                        "errors/",
                        5,
                        60,
                        1,
                        5,
                        DeliveryDefinition.Compression.GZIP,
                        Optional.empty()),
                spec("kinescope-producer"),
                spec("kinescope-transform"));
    }

    private static FunctionSpec spec(String name) {
        return new FunctionSpec(name, name, "java25", "a.B::c", 512, 60, Map.of());
    }

    /** So many accepted in all after so many seconds. */
    static ProducerProgress accepted(long number, int slices, int seconds) {
        return new ProducerProgress(
                totals(number, 0, List.of()), slices, Duration.ofSeconds(seconds), 0);
    }

    static ProducerTotals totals(long accepted, long failed, List<MalformedLine> malformed) {
        return new ProducerTotals(
                accepted + failed + 120,
                120,
                accepted + failed,
                accepted,
                failed,
                failed * 3,
                accepted * 402,
                malformed.isEmpty() ? 0 : malformed.size() + 2,
                malformed,
                Map.of(
                        "shardId-000000000000", accepted / 4,
                        "shardId-000000000001", accepted / 4,
                        "shardId-000000000002", accepted / 8,
                        "shardId-000000000003", accepted - accepted / 2 - accepted / 8),
                0,
                Optional.empty(),
                false);
    }

    static ProducerTotals done(ProducerTotals totals) {
        return totals.plus(
                new ProducerTotals(
                        0, 0, 0, 0, 0, 0, 0, 0, List.of(), Map.of(), 0, Optional.empty(), true));
    }

    /** The same from a source that gives nothing more for now. */
    static ProducerTotals paused(ProducerTotals totals, String notice) {
        return totals.plus(
                new ProducerTotals(
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        0,
                        List.of(),
                        Map.of(),
                        3,
                        Optional.of(notice),
                        false));
    }
}
