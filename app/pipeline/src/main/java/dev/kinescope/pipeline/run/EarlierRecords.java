package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.metrics.MetricReader;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Waits until records of before, for example of a cancelled run, have arrived, so that the next run
 * does not count them as its own. Made for metrics that are there at once, as the local cloud's
 * are.
 */
final class EarlierRecords {
    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofMinutes(2);

    private final MetricReader kinesis;
    private final MetricReader firehose;
    private final Duration quiet;
    private final Clock clock;
    private final Pause pause;

    private record Counts(double put, double read, double transformed, double delivered) {
        /** Only without dropped and failed records can this be told from the counts alone. */
        boolean areThrough() {
            return put == read && read == transformed && transformed == delivered;
        }
    }

    EarlierRecords(AwsSession session, PipelineDefinition definition, Clock clock, Pause pause) {
        this.kinesis =
                new MetricReader(
                        session, "AWS/Kinesis", "StreamName", definition.stream().name(), clock);
        this.firehose =
                new MetricReader(
                        session,
                        "AWS/Firehose",
                        "DeliveryStreamName",
                        definition.delivery().name(),
                        clock);
        this.quiet =
                Duration.ofSeconds(
                        3L
                                + definition.delivery().bufferSeconds()
                                + definition.delivery().processorBufferSeconds());
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Waits until all are through, or nothing has moved for longer than they could rest anywhere.
     */
    void await() throws InterruptedException {
        Instant start = clock.instant();
        Instant from = start.minus(WINDOW);
        Counts before = look(from);
        Instant moved = start;
        while (!before.areThrough()
                && Duration.between(moved, clock.instant()).compareTo(quiet) < 0
                && Duration.between(start, clock.instant()).compareTo(MOST) < 0) {
            pause.forAbout(LOOK_AGAIN);
            Counts now = look(from);
            if (!now.equals(before)) {
                moved = clock.instant();
                before = now;
            }
        }
    }

    private Counts look(Instant from) {
        return new Counts(
                sum(kinesis, "IncomingRecords", from),
                sum(firehose, "DataReadFromKinesisStream.Records", from),
                sum(firehose, "SucceedProcessing.Records", from),
                sum(firehose, "DeliveryToS3.Records", from));
    }

    private static double sum(MetricReader metrics, String metric, Instant from) {
        return metrics.sumSince(metric, from).value().orElse(0.0);
    }
}
