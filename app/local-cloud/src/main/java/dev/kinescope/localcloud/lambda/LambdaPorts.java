package dev.kinescope.localcloud.lambda;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.time.Scheduler;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Everything that local Lambda needs from its surroundings. */
public record LambdaPorts(
        CloudIdentity identity,
        Clock clock,
        Scheduler scheduler,
        Supplier<UUID> ids,
        DocumentStore documents,
        CodeFetcher code,
        FunctionEnvironment environment,
        ExecutionRoles roles,
        LogSink logs,
        MetricSink metrics,
        RandomGenerator random) {}
