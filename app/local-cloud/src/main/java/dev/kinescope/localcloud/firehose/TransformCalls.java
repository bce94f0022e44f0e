package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;
import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Sends batches through the Lambda function, with Firehose's retries and time limit. */
final class TransformCalls {
    /** However long the function may run, Firehose waits no longer for it. */
    static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(TransformCalls.class);

    private final Surroundings around;
    private final TransformEvent event;
    private final FirehoseMetrics metrics;
    private final DeliveryErrors errors;
    private volatile boolean stopped;

    TransformCalls(
            Surroundings around,
            TransformEvent event,
            FirehoseMetrics metrics,
            DeliveryErrors errors) {
        this.around = around;
        this.event = event;
        this.metrics = metrics;
        this.errors = errors;
    }

    /** Calls the function no more, and tells no outcome of the calls that are under way. */
    void stop() {
        stopped = true;
    }

    /** Starts the call; the outcome comes later, on another thread, once unless stopped. */
    void start(
            DeliveryStream stream,
            List<SourceRecord> records,
            int eventBytes,
            ProcessorSettings lambda,
            Consumer<Outcome> done) {
        new Call(stream, records, eventBytes, lambda, done).attempt(1, Duration.ZERO);
    }

    /** What came of a call, before it is told. */
    private record Result(Outcome outcome, long bytes, Set<Verdict.Failed> failures) {}

    private final class Call {
        private final UUID id = new UUID(around.random().nextLong(), around.random().nextLong());
        private final DeliveryStream stream;
        private final List<SourceRecord> records;
        private final int eventBytes;
        private final ProcessorSettings lambda;
        private final Consumer<Outcome> done;

        Call(
                DeliveryStream stream,
                List<SourceRecord> records,
                int eventBytes,
                ProcessorSettings lambda,
                Consumer<Outcome> done) {
            this.stream = stream;
            this.records = records;
            this.eventBytes = eventBytes;
            this.lambda = lambda;
            this.done = done;
        }

        void attempt(int number, Duration wait) {
            around.scheduler().after(wait, () -> invoke(number));
        }

        private void invoke(int number) {
            if (stopped) {
                return;
            }
            var clocked = new Clocked(number);
            Transformer.Answer answer = new Transformer.Answer.Failed(Transformer.Failure.INTERNAL);
            Result result = null;
            try {
                answer = answer(clocked);
                if (answer instanceof Transformer.Answer.Returned(byte[] returned)) {
                    result = result(ResponseInterpreter.verdicts(records, returned), number);
                }
            } catch (RuntimeException e) {
                LOG.error("An answer of {} cannot be used", lambda.lambdaArn(), e);
            } finally {
                // Whatever was thrown, the batches behind this one must not wait for ever.
                if (clocked.end() && !stopped) {
                    settle(number, clocked.started, answer, result);
                }
            }
        }

        private void settle(
                int number, Instant started, Transformer.Answer answer, @Nullable Result result) {
            if (result == null) {
                failed(
                        number,
                        started,
                        answer instanceof Transformer.Answer.Failed(Transformer.Failure failure)
                                ? failure
                                : Transformer.Failure.INTERNAL);
            } else {
                measure(started, 1);
                finish(result);
            }
        }

        /** One attempt under the time limit, which does not count the wait for a turn. */
        private final class Clocked {
            private final int number;
            private final AtomicBoolean answered = new AtomicBoolean();
            private Instant started = around.clock().instant();
            private Scheduler.Cancellable limit = () -> {};

            Clocked(int number) {
                this.number = number;
            }

            void begin(Runnable giveTurnBack) {
                Instant now = around.clock().instant();
                started = now;
                limit =
                        around.scheduler()
                                .after(
                                        LONGEST_CALL,
                                        () -> {
                                            if (answered.compareAndSet(false, true)) {
                                                giveTurnBack.run();
                                                timedOut(now);
                                            }
                                        });
            }

            private void timedOut(Instant begun) {
                if (!stopped) {
                    failed(number, begun, Transformer.Failure.TIMED_OUT);
                }
            }

            /** False if the limit was first. */
            boolean end() {
                limit.cancel();
                return answered.compareAndSet(false, true);
            }
        }

        private Transformer.Answer answer(Clocked clocked) {
            String role = lambda.roleArn().orElseGet(() -> stream.destination().s3().roleArn());
            try {
                return around.as(
                        role,
                        () ->
                                around.transformer()
                                        .invoke(lambda.lambdaArn(), this::event, clocked::begin));
            } catch (CancellationException e) {
                LOG.debug("{} is not called: {}", lambda.lambdaArn(), e.getMessage());
                return new Transformer.Answer.Failed(Transformer.Failure.INTERNAL);
            } catch (CannotAssumeRoleException e) {
                LOG.warn("{} cannot be invoked: {}", lambda.lambdaArn(), e.getMessage());
                return new Transformer.Answer.Failed(Transformer.Failure.ROLE_NOT_ASSUMED);
            } catch (RuntimeException e) {
                // Whatever breaks in the adapter, the batch must not be lost with it.
                LOG.warn("Invoking {} failed unexpectedly", lambda.lambdaArn(), e);
                return new Transformer.Answer.Failed(Transformer.Failure.INTERNAL);
            }
        }

        private byte[] event() {
            // It may have waited long for its turn.
            if (stopped) {
                throw new CancellationException("The delivery has stopped.");
            }
            return event.write(id, records, eventBytes);
        }

        private void failed(int number, Instant started, Transformer.Failure failure) {
            measure(started, 0);
            if (number <= lambda.retries()) {
                attempt(number + 1, around.timing().functionBackoff(number));
                return;
            }
            LOG.warn(
                    "{} failed {} times ({}); {} records go to the error prefix",
                    lambda.lambdaArn(),
                    number,
                    failure.code(),
                    records.size());
            Verdict verdict = new Verdict.Failed(failure.code(), failure.message());
            finish(result(Collections.nCopies(records.size(), verdict), number));
        }

        private void measure(Instant started, int success) {
            long millis = Duration.between(started, around.clock().instant()).toMillis();
            metrics.millis("ExecuteProcessing.Duration", millis);
            metrics.count("ExecuteProcessing.Success", success);
        }

        private void finish(Result result) {
            for (Verdict.Failed failure : result.failures()) {
                errors.tell(
                        stream,
                        stream.destination().s3(),
                        failure.code(),
                        failure.message(),
                        lambda.lambdaArn());
            }
            metrics.count("SucceedProcessing.Records", result.outcome().delivered().size());
            metrics.bytes("SucceedProcessing.Bytes", result.bytes());
            done.accept(result.outcome());
        }

        private Result result(List<Verdict> verdicts, int attempts) {
            var delivered = new ArrayList<Outcome.Item>(records.size());
            var failed = new ArrayList<Outcome.Item>();
            int dropped = 0;
            long bytes = 0;
            byte[] delimiter = TransformEvent.utf8(stream.destination().delimiter());
            boolean partitioned = stream.destination().partitioning() != null;
            var partitions = new PartitionKeys(stream.destination(), around.clock().instant());
            Set<Verdict.Failed> told = new LinkedHashSet<>();
            Instant now = around.clock().instant();
            for (int i = 0; i < verdicts.size(); i++) {
                SourceRecord record = records.get(i);
                Verdict verdict = verdicts.get(i);
                switch (partitioned ? partitions.filed(verdict) : verdict) {
                    case Verdict.Ok(byte[] data, Map<String, String> keys) -> {
                        bytes += data.length;
                        byte[] whole = Outcome.delimited(data, delimiter);
                        delivered.add(
                                partitioned
                                        ? new Outcome.Item(
                                                whole,
                                                record.arrival(),
                                                keys,
                                                () ->
                                                        line(
                                                                record,
                                                                PartitionedBuffers.EXCEEDED,
                                                                attempts,
                                                                now))
                                        : new Outcome.Item(whole, record.arrival()));
                    }
                    case Verdict.Dropped() -> dropped++;
                    case Verdict.Failed failure -> {
                        failed.add(
                                new Outcome.Item(
                                        line(record, failure, attempts, now), record.arrival()));
                        told.add(failure);
                    }
                }
            }
            return new Result(new Outcome(delivered, failed, dropped), bytes, told);
        }

        private byte[] line(SourceRecord record, Verdict.Failed why, int attempts, Instant ended) {
            return ErrorObject.line(record, why, attempts, ended, lambda.lambdaArn());
        }
    }
}
