package dev.kinescope.pipeline.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kinescope.localcloud.LocalCloudSettings;
import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Fault.Moment;
import dev.kinescope.localcloud.faults.Setting;
import dev.kinescope.localcloud.faults.When;
import dev.kinescope.localcloud.kinesis.ShardRates;
import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.connection.AwsCall;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.StepListener;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import software.amazon.awssdk.core.SdkGlobalTime;
import software.amazon.awssdk.services.cloudwatch.model.Datapoint;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Every fault on a run through the whole pipeline, with the transform function that is shipped: no
 * acknowledged record is lost, and what is delivered twice or not at all is accounted for by what
 * the dial says it struck. {@code -Dfaults.records} says how many records each run has.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FaultMatrixIT {
    private static final int RECORDS = Integer.getInteger("faults.records", 3_000);
    private static final long SEED = Long.getLong("faults.seed", 7);

    /** Tries of the transform function before it gives a text up. */
    private static final int TRIES = 6;

    private static final int TEXTS_PER_CALL = 25;

    /** Calls of the transform function before Firehose gives a batch up. */
    private static final int TRIES_OF_A_BATCH = 4;

    private LocalPipeline local;
    private PipelineDefinition definition;
    private Probe probe;

    /** Whether the counts of a run agree with those of the dial. */
    @FunctionalInterface
    private interface Explanation {
        void check(Sent sent, Bucket bucket, Setting setting);
    }

    /** One fault and what it accounts for. */
    private record Row(String name, Fault fault, Explanation explanation) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    void provision() throws IOException, InterruptedException {
        provision(Optional.empty());
    }

    private void provision(Optional<Fault> fault) throws IOException, InterruptedException {
        local =
                LocalPipeline.start(
                        LocalCloudSettings.inMemory().withShardRates(ShardRates.UNLIMITED));
        probe = new Probe(local.cloud());
        fault.ifPresent(local.cloud().faults()::set);
        PipelineDefinition usual = local.definition();
        definition =
                usual.withDelivery(usual.delivery().withBuffers(1, 1, 0.5, 0))
                        .withTransform(usual.transform().withLimits(512, 25));
        var provisioner = local.provisioner();
        provisioner.apply(
                provisioner.plan(definition, LocalPipeline.artifacts()), StepListener.none());
        local.cloud().faults().clear();
    }

    @AfterAll
    void stop() {
        local.close();
    }

    private static When random(double probability) {
        return When.random(probability, SEED);
    }

    private static Fault fail(
            String service, String operation, String code, int status, Moment moment, When when) {
        return new Fault.FailCall(service, operation, Fault.ANY, code, status, moment, when);
    }

    Stream<Row> rows() {
        String stream = definition.stream().name();
        return Stream.of(
                new Row(
                        "throttled shard, writes",
                        new Fault.ThrottleShard(
                                stream, "shardId-000000000000", Fault.Traffic.WRITES, random(0.5)),
                        (sent, bucket, dial) -> {
                            assertThat(sent.refused()).isEqualTo(dial.struck());
                            assertNothingTwiceNorFailed(bucket);
                        }),
                new Row(
                        "throttled shards, reads",
                        new Fault.ThrottleShard(
                                stream, Fault.ANY, Fault.Traffic.READS, random(0.5)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertReadsFail(stream, "ProvisionedThroughputExceededException");
                        }),
                new Row(
                        "partial PutRecords",
                        new Fault.RejectRecords(stream, "InternalFailure", random(0.2)),
                        (sent, bucket, dial) -> {
                            assertThat(sent.refused()).isEqualTo(dial.struck());
                            assertNothingTwiceNorFailed(bucket);
                        }),
                new Row(
                        "the 3rd PutRecords fails",
                        fail(
                                "kinesis",
                                "PutRecords",
                                "InternalFailure",
                                500,
                                Moment.BEFORE,
                                When.nth(3)),
                        (sent, bucket, dial) -> {
                            assertThat(List.of(sent.failedCalls(), dial.struck())).containsOnly(1L);
                            assertNothingTwiceNorFailed(bucket);
                        }),
                new Row(
                        "answers of PutRecords lost",
                        fail(
                                "kinesis",
                                "PutRecords",
                                "InternalFailure",
                                500,
                                Moment.AFTER,
                                random(0.4)),
                        (sent, bucket, dial) -> {
                            assertThat(sent.failedCalls()).isEqualTo(dial.struck());
                            assertThat(bucket.duplicates()).isEqualTo(sent.inFailedCalls());
                            assertThat(bucket.failed()).isZero();
                        }),
                new Row(
                        "GetRecords fails",
                        fail(
                                "kinesis",
                                "GetRecords",
                                "InternalFailure",
                                500,
                                Moment.BEFORE,
                                random(0.5)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertReadsFail(stream, "InternalFailure");
                        }),
                new Row(
                        "slow Comprehend",
                        new Fault.DelayCall(
                                "comprehend",
                                Fault.ANY,
                                Fault.ANY,
                                Duration.ofMillis(300),
                                random(0.2)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertScoringIsSlow(Duration.ofMillis(300));
                        }),
                new Row(
                        "throttled Comprehend",
                        fail(
                                "comprehend",
                                Fault.ANY,
                                "ThrottlingException",
                                400,
                                Moment.BEFORE,
                                random(0.4)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertScoringFails("ThrottlingException");
                        }),
                new Row(
                        "failing Comprehend",
                        fail(
                                "comprehend",
                                Fault.ANY,
                                "InternalServerException",
                                500,
                                Moment.BEFORE,
                                random(0.6)),
                        (_, bucket, dial) -> {
                            assertOnlyReason(bucket, "Lambda.ProcessingFailedStatus");
                            // A chunk of texts is given up after six failures, not before.
                            assertThat(bucket.failed())
                                    .isPositive()
                                    .isLessThanOrEqualTo(dial.struck() / TRIES * TEXTS_PER_CALL);
                        }),
                new Row(
                        "texts in the ErrorList",
                        new Fault.FailItems("InternalServerError", random(0.5)),
                        (_, bucket, dial) -> {
                            assertOnlyReason(bucket, "Lambda.ProcessingFailedStatus");
                            assertThat(bucket.failed())
                                    .isPositive()
                                    .isLessThanOrEqualTo(dial.struck() / TRIES);
                        }),
                new Row(
                        "function crashes",
                        new Fault.EndFunction(
                                definition.transform().name(), Fault.End.CRASH, random(0.4)),
                        (_, bucket, dial) -> {
                            assertThat(lambdaErrors()).isEqualTo(dial.struck());
                            assertGivenUpAfterRetries(bucket, dial);
                        }),
                new Row(
                        "function times out",
                        new Fault.EndFunction(
                                definition.transform().name(), Fault.End.TIME_OUT, When.nth(2)),
                        (_, bucket, dial) -> {
                            assertThat(lambdaErrors()).isEqualTo(dial.struck());
                            assertNothingTwiceNorFailed(bucket);
                        }),
                new Row(
                        "S3 asks to slow down",
                        fail(
                                "s3",
                                "PutObject",
                                "SlowDown",
                                503,
                                Moment.BEFORE,
                                random(0.9).atMost(20)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertPutsFail("SlowDown", false);
                        }),
                new Row(
                        "answers of S3 lost",
                        // The same object is put again under its own key.
                        fail(
                                "s3",
                                "PutObject",
                                "InternalError",
                                500,
                                Moment.AFTER,
                                random(0.9).atMost(20)),
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertPutsFail("InternalError", true);
                        }),
                new Row(
                        "clock ten minutes ahead",
                        new Fault.SkewClock(Duration.ofMinutes(10)),
                        (sent, bucket, _) -> assertClocksDiffered(sent, bucket)),
                new Row(
                        "clock ten minutes behind",
                        new Fault.SkewClock(Duration.ofMinutes(-10)),
                        (sent, bucket, _) -> assertClocksDiffered(sent, bucket)),
                new Row(
                        "split mid-run",
                        new Fault.Reshard(stream, RECORDS / 2, Fault.Change.SPLIT),
                        (sent, bucket, _) -> assertSomeAreInNewShards(sent, bucket)),
                new Row(
                        "merge mid-run",
                        new Fault.Reshard(stream, RECORDS / 2, Fault.Change.MERGE),
                        (sent, bucket, _) -> assertSomeAreInNewShards(sent, bucket)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void nothingAcknowledgedIsLost(Row row) throws InterruptedException, ExecutionException {
        Instant begin = LocalPipeline.CLOCK.instant();
        String prefix = row.name().replaceAll("[^A-Za-z0-9]+", "-");
        Set<String> all =
                IntStream.range(0, RECORDS)
                        .mapToObj(n -> prefix + "-" + n)
                        .collect(Collectors.toCollection(HashSet::new));
        double errorsBefore = lambdaErrorSum();
        errorsOfEarlierRows = errorsBefore;
        shardsOfEarlierRows = probe.shards(definition.stream().name());
        local.cloud().faults().set(row.fault());
        try {
            Sent sent = send(row, prefix);
            var bucket =
                    new Bucket(local.session().s3(), definition.delivery().bucket(), prefix + "-");
            await().atMost(Duration.ofMinutes(5))
                    .pollInterval(Duration.ofMillis(300))
                    .until(() -> bucket.look().ended().size() >= sent.acknowledged());
            Setting dial = local.cloud().faults().settings().getFirst();
            // What is stored twice has come by now, or comes within a buffer's time.
            await().during(Duration.ofMillis(2500))
                    .atMost(Duration.ofMinutes(1))
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        long before = bucket.lines();
                        return bucket.look().lines() == before;
                    });
            Setting end = local.cloud().faults().settings().getFirst();
            System.out.printf(
                    "fault %-26s records %d acknowledged %d delivered %d duplicates %d failed %s"
                            + " refused %d failed calls %d struck %d of %d seed %d in %.1f s%n",
                    row.name(),
                    sent.records(),
                    sent.acknowledged(),
                    bucket.delivered(),
                    bucket.duplicates(),
                    bucket.failed() + " " + bucket.reasons(),
                    sent.refused(),
                    sent.failedCalls(),
                    end.struck(),
                    end.seen(),
                    SEED,
                    Duration.between(begin, LocalPipeline.CLOCK.instant()).toMillis() / 1000.0);

            assertThat(sent.acknowledged()).isEqualTo(RECORDS);
            assertThat(bucket.ended()).isEqualTo(all);
            assertThat(bucket.delivered() + bucket.failed() + bucket.duplicates())
                    .isEqualTo(bucket.lines());
            assertThat(dial.struck() > 0 || row.fault().when().equals(When.ALWAYS))
                    .as("the fault struck")
                    .isTrue();
            row.explanation().check(sent, bucket, end);
        } finally {
            local.cloud().faults().clear();
            SdkGlobalTime.setGlobalTimeOffset(0);
        }
    }

    /** It strikes while the pipeline is made, so that it has one of its own. */
    @Test
    void rolesThatTakeTimeToBeInEffectLoseNothing()
            throws IOException, InterruptedException, ExecutionException {
        local.close();
        var slow = new Fault.DelayRoles(Duration.ofSeconds(4));
        provision(Optional.of(slow));
        assertThat(local.calls())
                .as("calls that met a role that is not yet in effect")
                .anyMatch(call ->
                        call.outcome() instanceof AwsCall.Failed(_, String message, _)
                                && message.contains("assume"));
        nothingAcknowledgedIsLost(
                new Row(
                        "roles in effect after 4 s",
                        slow,
                        (_, bucket, _) -> {
                            assertNothingTwiceNorFailed(bucket);
                            probe.assertNewRolesAreNotInEffect();
                        }));
    }

    private double errorsOfEarlierRows;
    private Set<String> shardsOfEarlierRows;

    /** A reshard takes a moment after it is accepted, so the rest waits for it to be done. */
    private Sent send(Row row, String prefix) throws InterruptedException, ExecutionException {
        String stream = definition.stream().name();
        int pause = RECORDS * 2 / 3;
        Sent first = Sender.send(local.cloud(), stream, prefix, 0, pause);
        if (row.fault() instanceof Fault.Reshard) {
            await().atMost(Duration.ofMinutes(1))
                    .until(() ->
                            local.cloud().faults().settings().getFirst().struck() == 1
                                    && probe.isActive(stream));
        }
        return first.and(Sender.send(local.cloud(), stream, prefix, pause, RECORDS));
    }

    /** The sender's first calls are refused; it learns the endpoint's time from the answers. */
    private static void assertClocksDiffered(Sent sent, Bucket bucket) {
        assertThat(sent.failedCalls()).isPositive();
        assertNothingTwiceNorFailed(bucket);
    }

    private void assertSomeAreInNewShards(Sent sent, Bucket bucket) {
        assertThat(sent.shards())
                .as("shards with records, both of before and new ones")
                .anyMatch(shardsOfEarlierRows::contains)
                .anyMatch(shard -> !shardsOfEarlierRows.contains(shard));
        assertNothingTwiceNorFailed(bucket);
    }

    private static void assertNothingTwiceNorFailed(Bucket bucket) {
        assertThat(List.of(bucket.duplicates(), bucket.failed()))
                .as("duplicates and failed records, %s", bucket.reasons())
                .containsExactly(0L, 0L);
    }

    private static void assertOnlyReason(Bucket bucket, String reason) {
        assertThat(bucket.reasons()).containsOnlyKeys(reason);
        assertThat(bucket.duplicates()).isZero();
    }

    /** Firehose gives a batch up when the call and its three retries have failed, not before. */
    private static void assertGivenUpAfterRetries(Bucket bucket, Setting dial) {
        assertThat(bucket.duplicates()).isZero();
        if (bucket.failed() > 0) {
            assertOnlyReason(bucket, "Lambda.FunctionError");
            assertThat(bucket.attempts()).containsExactly(TRIES_OF_A_BATCH);
            assertThat(bucket.givenUpAt().size())
                    .as("batches given up, of %d crashes", dial.struck())
                    .isLessThanOrEqualTo((int) (dial.struck() / TRIES_OF_A_BATCH));
        }
    }

    private long lambdaErrors() {
        return Math.round(lambdaErrorSum() - errorsOfEarlierRows);
    }

    private double lambdaErrorSum() {
        Instant now = LocalPipeline.CLOCK.instant();
        return local
                .session()
                .cloudWatch()
                .getMetricStatistics(get ->
                        get.namespace("AWS/Lambda")
                                .metricName("Errors")
                                .dimensions(
                                        Dimension.builder()
                                                .name("FunctionName")
                                                .value(definition.transform().name())
                                                .build())
                                .period(60)
                                .statisticsWithStrings("Sum")
                                .startTime(now.minusSeconds(3600))
                                .endTime(now.plusSeconds(60)))
                .datapoints()
                .stream()
                .mapToDouble(Datapoint::sum)
                .sum();
    }
}
