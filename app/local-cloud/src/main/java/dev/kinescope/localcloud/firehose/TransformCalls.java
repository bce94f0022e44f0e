package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;
import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
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
        var id = new UUID(around.random().nextLong(), around.random().nextLong());
        byte[] payload = event.write(id, records, eventBytes);
        new Call(stream, records, payload, lambda, done).attempt(1, Duration.ZERO);
    }

    private final class Call {
        private final DeliveryStream stream;
        private final List<SourceRecord> records;
        private final byte[] payload;
        private final ProcessorSettings lambda;
        private final Consumer<Outcome> done;

        Call(
                DeliveryStream stream,
                List<SourceRecord> records,
                byte[] payload,
                ProcessorSettings lambda,
                Consumer<Outcome> done) {
            this.stream = stream;
            this.records = records;
            this.payload = payload;
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
            Transformer.Answer answer = answer(clocked::begin);
            if (!clocked.end() || stopped) {
                return;
            }
            Instant started = clocked.started;
            switch (answer) {
                case Transformer.Answer.Returned(byte[] returned) -> {
                    measure(started, 1);
                    finish(ResponseInterpreter.verdicts(records, returned), number);
                }
                case Transformer.Answer.Failed(Transformer.Failure failure) ->
                        failed(number, started, failure);
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

            void begin() {
                Instant now = around.clock().instant();
                started = now;
                limit =
                        around.scheduler()
                                .after(
                                        LONGEST_CALL,
                                        () -> {
                                            if (answered.compareAndSet(false, true) && !stopped) {
                                                failed(number, now, Transformer.Failure.TIMED_OUT);
                                            }
                                        });
            }

            /** False if the limit was first. */
            boolean end() {
                limit.cancel();
                return answered.compareAndSet(false, true);
            }
        }

        private Transformer.Answer answer(Runnable begun) {
            String role = lambda.roleArn().orElseGet(() -> stream.destination().s3().roleArn());
            try {
                return around.as(
                        role,
                        () -> around.transformer().invoke(lambda.lambdaArn(), payload, begun));
            } catch (CannotAssumeRoleException e) {
                LOG.warn("{} cannot be invoked: {}", lambda.lambdaArn(), e.getMessage());
                return new Transformer.Answer.Failed(Transformer.Failure.ROLE_NOT_ASSUMED);
            } catch (RuntimeException e) {
                // Whatever breaks in the adapter, the batch must not be lost with it.
                LOG.warn("Invoking {} failed unexpectedly", lambda.lambdaArn(), e);
                return new Transformer.Answer.Failed(Transformer.Failure.INTERNAL);
            }
        }

        private void failed(int number, Instant started, Transformer.Failure failure) {
            measure(started, 0);
            if (number <= lambda.retries()) {
                attempt(number + 1, around.timing().backoff(number));
                return;
            }
            LOG.warn(
                    "{} failed {} times ({}); {} records go to the error prefix",
                    lambda.lambdaArn(),
                    number,
                    failure.code(),
                    records.size());
            Verdict verdict = new Verdict.Failed(failure.code(), failure.message());
            var verdicts = new Verdict[records.size()];
            Arrays.fill(verdicts, verdict);
            finish(List.of(verdicts), number);
        }

        private void measure(Instant started, int success) {
            long millis = Duration.between(started, around.clock().instant()).toMillis();
            metrics.millis("ExecuteProcessing.Duration", millis);
            metrics.count("ExecuteProcessing.Success", success);
        }

        private void finish(List<Verdict> verdicts, int attempts) {
            var delivered = new ArrayList<Outcome.Item>(records.size());
            var failed = new ArrayList<Outcome.Item>();
            int dropped = 0;
            long bytes = 0;
            byte[] delimiter = TransformEvent.utf8(stream.destination().delimiter());
            Set<String> asked = stream.destination().partitionKeys();
            Set<Verdict.Failed> told = new HashSet<>();
            Instant now = around.clock().instant();
            for (int i = 0; i < verdicts.size(); i++) {
                SourceRecord record = records.get(i);
                switch (partitioned(verdicts.get(i), asked)) {
                    case Verdict.Ok(byte[] data, Map<String, String> keys) -> {
                        bytes += data.length;
                        delivered.add(
                                new Outcome.Item(
                                        Outcome.delimited(data, delimiter),
                                        record.arrival(),
                                        keys,
                                        () ->
                                                line(
                                                        record,
                                                        PartitionedBuffers.EXCEEDED,
                                                        attempts,
                                                        now)));
                    }
                    case Verdict.Dropped() -> dropped++;
                    case Verdict.Failed failure -> {
                        failed.add(
                                new Outcome.Item(
                                        line(record, failure, attempts, now), record.arrival()));
                        if (told.add(failure)) {
                            errors.tell(
                                    stream,
                                    stream.destination().s3(),
                                    failure.code(),
                                    failure.message(),
                                    lambda.lambdaArn());
                        }
                    }
                }
            }
            metrics.count("SucceedProcessing.Records", delivered.size());
            metrics.bytes("SucceedProcessing.Bytes", bytes);
            done.accept(new Outcome(delivered, failed, dropped));
        }

        private byte[] line(SourceRecord record, Verdict.Failed why, int attempts, Instant ended) {
            return ErrorObject.line(record, why, attempts, ended, lambda.lambdaArn());
        }

        /**
         * Keeps the keys that the prefix asks for; without all of them there is no place for it.
         */
        private static Verdict partitioned(Verdict verdict, Set<String> asked) {
            if (!(verdict instanceof Verdict.Ok(byte[] data, Map<String, String> keys))) {
                return verdict;
            }
            if (asked.stream().anyMatch(key -> keys.getOrDefault(key, "").isEmpty())) {
                return ResponseInterpreter.NO_PARTITION_KEY;
            }
            Map<String, String> kept = new HashMap<>(keys);
            kept.keySet().retainAll(asked);
            return new Verdict.Ok(data, kept);
        }
    }
}
