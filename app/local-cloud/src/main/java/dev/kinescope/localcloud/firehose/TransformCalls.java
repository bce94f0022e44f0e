package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Sends batches through the Lambda function, with Firehose's retries and time limit. */
final class TransformCalls {
    /** However long the function may run, Firehose waits no longer for it. */
    static final Duration LONGEST_CALL = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(TransformCalls.class);

    private final Transformer transformer;
    private final TransformEvent event;
    private final FirehoseMetrics metrics;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;
    private final Clock clock;
    private final RandomGenerator random;
    private volatile boolean stopped;

    TransformCalls(
            Transformer transformer,
            TransformEvent event,
            FirehoseMetrics metrics,
            FirehoseTiming timing,
            Scheduler scheduler,
            Clock clock,
            RandomGenerator random) {
        this.transformer = transformer;
        this.event = event;
        this.metrics = metrics;
        this.timing = timing;
        this.scheduler = scheduler;
        this.clock = clock;
        this.random = random;
    }

    /** Calls the function no more, and tells no outcome of the calls that are under way. */
    void stop() {
        stopped = true;
    }

    /** Starts the call; the outcome comes later, on another thread, once unless stopped. */
    void start(
            List<SourceRecord> records,
            int eventBytes,
            ProcessorSettings lambda,
            byte[] delimiter,
            Consumer<Outcome> done) {
        var id = new UUID(random.nextLong(), random.nextLong());
        byte[] payload = event.write(id, records, eventBytes);
        new Call(records, payload, lambda, delimiter, done).attempt(1, Duration.ZERO);
    }

    private final class Call {
        private final List<SourceRecord> records;
        private final byte[] payload;
        private final ProcessorSettings lambda;
        private final byte[] delimiter;
        private final Consumer<Outcome> done;

        Call(
                List<SourceRecord> records,
                byte[] payload,
                ProcessorSettings lambda,
                byte[] delimiter,
                Consumer<Outcome> done) {
            this.records = records;
            this.payload = payload;
            this.lambda = lambda;
            this.delimiter = delimiter;
            this.done = done;
        }

        void attempt(int number, Duration wait) {
            scheduler.after(wait, () -> invoke(number));
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
            private Instant started = clock.instant();
            private Scheduler.Cancellable limit = () -> {};

            Clocked(int number) {
                this.number = number;
            }

            void begin() {
                Instant now = clock.instant();
                started = now;
                limit =
                        scheduler.after(
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
            try {
                return transformer.invoke(lambda.lambdaArn(), payload, begun);
            } catch (RuntimeException e) {
                // Whatever breaks in the adapter, the batch must not be lost with it.
                LOG.warn("Invoking {} failed unexpectedly", lambda.lambdaArn(), e);
                return new Transformer.Answer.Failed(Transformer.Failure.INTERNAL);
            }
        }

        private void failed(int number, Instant started, Transformer.Failure failure) {
            measure(started, 0);
            if (number <= lambda.retries()) {
                attempt(number + 1, timing.backoff(number));
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
            long millis = Duration.between(started, clock.instant()).toMillis();
            metrics.millis("ExecuteProcessing.Duration", millis);
            metrics.count("ExecuteProcessing.Success", success);
        }

        private void finish(List<Verdict> verdicts, int attempts) {
            var delivered = new ArrayList<Outcome.Item>(records.size());
            var failed = new ArrayList<Outcome.Item>();
            int dropped = 0;
            long bytes = 0;
            Instant now = clock.instant();
            for (int i = 0; i < verdicts.size(); i++) {
                SourceRecord record = records.get(i);
                switch (verdicts.get(i)) {
                    case Verdict.Ok(byte[] data) -> {
                        bytes += data.length;
                        delivered.add(
                                new Outcome.Item(
                                        Outcome.delimited(data, delimiter), record.arrival()));
                    }
                    case Verdict.Dropped() -> dropped++;
                    case Verdict.Failed failure ->
                            failed.add(
                                    new Outcome.Item(
                                            ErrorObject.line(
                                                    record,
                                                    failure,
                                                    attempts,
                                                    now,
                                                    lambda.lambdaArn()),
                                            record.arrival()));
                }
            }
            metrics.count("SucceedProcessing.Records", delivered.size());
            metrics.bytes("SucceedProcessing.Bytes", bytes);
            done.accept(new Outcome(delivered, failed, dropped));
        }
    }
}
