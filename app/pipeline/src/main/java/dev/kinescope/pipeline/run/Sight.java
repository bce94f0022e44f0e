package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.Measured;
import dev.kinescope.pipeline.Source;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.metrics.MetricReader;
import dev.kinescope.pipeline.producer.ProducerTotals;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;

import software.amazon.awssdk.core.exception.SdkException;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Counts where a run's records are, from the end of the pipeline to its beginning, so that a record
 * on its way is never counted behind a point before it was counted there.
 */
final class Sight {
    private static final String READ = "DataReadFromKinesisStream.Records";

    private final Arrivals arrivals;
    private final TransformLog log;
    private final MetricReader firehose;
    private final Clock clock;
    private final Instant from;
    private final double readBefore;
    private final List<String> warnings = new ArrayList<>();
    private Optional<TransformLog.Totals> transformed = Optional.empty();
    private Measured<Long> read;

    /** Takes the baselines: what is there already is not this run's. */
    Sight(AwsSession session, PipelineDefinition definition, Clock clock) {
        this.clock = clock;
        this.from = clock.instant();
        this.arrivals = new Arrivals(session, definition.delivery(), clock);
        this.log = new TransformLog(session, definition.transform().logGroup(), clock);
        this.firehose =
                new MetricReader(
                        session,
                        "AWS/Firehose",
                        "DeliveryStreamName",
                        definition.delivery().name(),
                        clock);
        this.readBefore = firehose.sumSince(READ, from).value().orElse(0.0);
        this.read = Measured.noData(Source.CLOUDWATCH, from);
    }

    Arrivals arrivals() {
        return arrivals;
    }

    /** What could not be looked at in the last round. */
    List<String> warnings() {
        return List.copyOf(warnings);
    }

    /**
     * Looks everywhere once; what cannot be looked at keeps its last value and gives a warning.
     *
     * @param producer asked last, since it is the beginning
     */
    RunCounts look(Supplier<ProducerTotals> producer) throws InterruptedException {
        warnings.clear();
        tried("Read the results", () -> arrivals.read());
        tried("Read the transform's log", () -> transformed = Optional.of(log.read()));
        tried("Read the metrics", this::readMetrics);
        ProducerTotals totals = producer.get();
        Instant now = clock.instant();
        return new RunCounts(
                totals.sent(),
                totals.accepted(),
                totals.failed(),
                totals.resent(),
                totals.bytes(),
                totals.malformed(),
                read,
                logged(now, transformed.map(TransformLog.Totals::ok)),
                logged(now, transformed.map(TransformLog.Totals::dropped)),
                logged(now, transformed.map(TransformLog.Totals::failed)),
                arrivals.lines(),
                arrivals.keys().size(),
                arrivals.broken(),
                arrivals.repeatedIds(),
                arrivals.errorRecords());
    }

    private void readMetrics() {
        Measured<Double> sum = firehose.sumSince(READ, from);
        if (sum.hasData()) {
            read = sum.map(value -> Math.round(value - readBefore));
        }
    }

    private static Measured<Long> logged(Instant now, Optional<Long> value) {
        return new Measured<>(value, Source.FUNCTION_LOG, now);
    }

    private interface Look {
        void run() throws InterruptedException;
    }

    private void tried(String doing, Look look) throws InterruptedException {
        try {
            look.run();
        } catch (SdkException failure) {
            if (AwsProblem.isCancellation(failure)) {
                throw failure;
            }
            warnings.add(AwsProblem.of(doing, "", failure).headline());
        }
    }
}
