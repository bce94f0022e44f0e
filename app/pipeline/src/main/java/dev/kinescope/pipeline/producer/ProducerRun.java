package dev.kinescope.pipeline.producer;

import dev.kinescope.pipeline.connection.AwsSession;

import java.time.Clock;
import java.util.function.Consumer;

/** One run of the producer: invokes the function in slices of a few seconds until all is sent. */
public final class ProducerRun {

    public ProducerRun(AwsSession session, Clock clock, ProducerSettings settings) {}

    /**
     * Runs to the end on the calling thread.
     *
     * @param listener hears every slice
     * @return the totals; {@code done} is false if it was stopped or ran out of time
     * @throws dev.kinescope.pipeline.connection.ProblemException if the function fails
     */
    public ProducerTotals run(Consumer<ProducerProgress> listener) throws InterruptedException {
        throw new UnsupportedOperationException("not there yet");
    }

    /** Ends after the present slice; from any thread. */
    public void stop() {
        throw new UnsupportedOperationException("not there yet");
    }
}
