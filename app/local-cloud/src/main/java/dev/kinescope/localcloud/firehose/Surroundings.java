package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.calls.RoleActor;
import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.time.Scheduler;

import java.time.Clock;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * All that Firehose needs of the rest of the local cloud.
 *
 * @param roles lets it act with the roles it was given; source, transformer, sink and error log are
 *     only called inside
 * @param random makes object names and invocation ids; used by many threads
 */
public record Surroundings(
        CloudIdentity identity,
        RoleActor roles,
        StreamSource source,
        Transformer transformer,
        ObjectSink sink,
        ErrorLog errorLog,
        DocumentStore documents,
        MetricSink metrics,
        FirehoseTiming timing,
        Scheduler scheduler,
        Clock clock,
        RandomGenerator random) {
    private static final String PRINCIPAL = "firehose.amazonaws.com";

    /** Does work as Firehose does it: with a role of its user's. */
    <T> T as(String roleArn, Supplier<T> work) {
        return roles.as(roleArn, PRINCIPAL, work);
    }
}
