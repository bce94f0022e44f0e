package dev.kinescope.pipeline.run;

import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.producer.ProducerRun;
import dev.kinescope.pipeline.producer.ProducerSettings;
import dev.kinescope.pipeline.producer.ProducerTotals;

import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The producer at work on a thread of its own, while the run looks at what becomes of the records.
 */
final class Sending implements AutoCloseable {
    private final ProducerRun producer;
    private final AtomicReference<ProducerTotals> totals =
            new AtomicReference<>(ProducerTotals.NONE);
    private final CompletableFuture<ProducerTotals> end = new CompletableFuture<>();
    private final Thread thread;

    Sending(AwsSession session, Clock clock, ProducerSettings settings) {
        this.producer = new ProducerRun(session, clock, settings);
        this.thread = Thread.ofVirtual().name("producer-run").start(this::run);
    }

    private void run() {
        try {
            end.complete(producer.run(progress -> totals.set(progress.totals())));
        } catch (InterruptedException | RuntimeException failure) {
            end.completeExceptionally(failure);
        }
    }

    ProducerTotals totals() {
        return totals.get();
    }

    boolean isOver() {
        return end.isDone();
    }

    void stop() {
        producer.stop();
    }

    /** Why it ended early, once it is over. */
    Optional<RuntimeException> failure() throws InterruptedException {
        if (end.state() != Future.State.FAILED) {
            return Optional.empty();
        }
        try {
            end.get();
            return Optional.empty();
        } catch (ExecutionException failed) {
            return Optional.of(
                    failed.getCause() instanceof RuntimeException known
                            ? known
                            : ProblemException.of("Send posts", "", failed));
        }
    }

    /** Ends sending; what the function is doing it still does. */
    @Override
    public void close() {
        producer.stop();
        thread.interrupt();
    }
}
