package dev.kinescope.desktop.producer;

import dev.kinescope.pipeline.producer.ProducerSettings;

/** Makes runs of the producer in the account in use. */
@FunctionalInterface
interface Sender {

    /** A run with these settings, not started yet. */
    Sending prepare(ProducerSettings settings);
}
