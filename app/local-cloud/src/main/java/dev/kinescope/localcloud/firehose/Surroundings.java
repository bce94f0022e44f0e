package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.time.Scheduler;

import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * All that Firehose needs of the rest of the local cloud.
 *
 * @param random makes object names and invocation ids; used by many threads
 */
public record Surroundings(
        CloudIdentity identity,
        StreamSource source,
        Transformer transformer,
        ObjectSink sink,
        DocumentStore documents,
        MetricSink metrics,
        FirehoseTiming timing,
        Scheduler scheduler,
        Clock clock,
        RandomGenerator random) {}
