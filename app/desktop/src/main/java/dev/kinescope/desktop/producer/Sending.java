package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.producer.ProducerProgress;
import dev.kinescope.pipeline.producer.ProducerTotals;

import java.util.function.Consumer;

/** One run of the producer that has not started yet; in the panel a ProducerRun. */
interface Sending {

    /** Sends on the calling thread until all is sent or it is stopped. */
    ProducerTotals run(Consumer<ProducerProgress> listener) throws InterruptedException;

    /** Ends it after the present slice; from any thread. */
    void stop();
}
