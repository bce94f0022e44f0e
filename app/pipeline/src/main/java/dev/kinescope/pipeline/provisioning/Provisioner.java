package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.connection.CallerIdentity;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;

import software.amazon.awssdk.core.exception.SdkException;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Compares the account with a definition, and makes it so. */
public final class Provisioner {
    private final AwsSession session;
    private final PolicyFiles policies;
    private final Clock clock;
    private final Pause pause;

    /**
     * Makes one for an account.
     *
     * @param policies what the roles may do
     */
    public Provisioner(AwsSession session, PolicyFiles policies, Clock clock, Pause pause) {
        this.session = session;
        this.policies = policies;
        this.clock = clock;
        this.pause = pause;
    }

    /**
     * Looks at every resource and says what applying would change; changes nothing.
     *
     * @throws ProblemException if a resource cannot be looked at
     * @throws IOException naming a zip that cannot be read
     */
    public Plan plan(PipelineDefinition definition, FunctionArtifacts artifacts)
            throws IOException {
        var changes = new ArrayList<PlannedChange>();
        for (Resource resource : resources(definition, Optional.of(artifacts))) {
            try {
                changes.add(resource.plan());
            } catch (SdkException failure) {
                throw orCancelled("Look at the " + resource.kind().words(), resource, failure);
            }
        }
        return new Plan(definition, artifacts, changes, clock.instant());
    }

    /**
     * Does what the plan says and waits until everything is active. Doing it again does no harm;
     * stopping it keeps what is done.
     *
     * @throws ProblemException when a step fails for good
     * @throws InterruptedException when cancelled
     */
    public void apply(Plan plan, StepListener listener) throws InterruptedException {
        List<Resource> resources = resources(plan.definition(), Optional.of(plan.artifacts()));
        List<PlannedChange> work =
                plan.changes().stream().filter(PlannedChange::changesSomething).toList();
        int number = 0;
        for (PlannedChange change : work) {
            number++;
            Resource resource = find(resources, change);
            step(
                    new Step(
                            number,
                            work.size(),
                            change.kind(),
                            change.name(),
                            verb(change.action()) + " the " + change.kind().words()),
                    resource,
                    listener,
                    progress -> resource.apply(change, progress));
        }
        for (Resource resource : resources) {
            waitUntilReady(resource);
        }
    }

    /** Also what the plan left unchanged may still be on its way. */
    private void waitUntilReady(Resource resource) throws InterruptedException {
        Site site = site();
        site.waitUntil(
                "Wait for the " + resource.kind().words(),
                resource.name(),
                () ->
                        switch (resource.status().state()) {
                            case READY, FAILING, MISSING -> true;
                            case CREATING, CHANGING, DELETING -> false;
                        });
    }

    private static Resource find(List<Resource> resources, PlannedChange change) {
        return resources.stream()
                .filter(resource ->
                        resource.kind() == change.kind() && resource.name().equals(change.name()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("The plan names an unknown " + change));
    }

    private static String verb(Action action) {
        return switch (action) {
            case CREATE -> "Create";
            case UPDATE -> "Update";
            case REPLACE -> "Replace";
            case UNCHANGED -> "Leave";
        };
    }

    /**
     * Deletes the pipeline's resources, in the reverse order; what is missing is passed over.
     *
     * @throws ProblemException if one cannot be deleted, for example a role with policies of others
     */
    public void tearDown(PipelineDefinition definition, Keep keep, StepListener listener)
            throws InterruptedException {
        List<Resource> resources =
                resources(definition, Optional.empty()).reversed().stream()
                        .filter(resource -> keep == Keep.NOTHING || !holdsData(resource.kind()))
                        .toList();
        int number = 0;
        for (Resource resource : resources) {
            number++;
            step(
                    new Step(
                            number,
                            resources.size(),
                            resource.kind(),
                            resource.name(),
                            "Delete the " + resource.kind().words()),
                    resource,
                    listener,
                    resource::delete);
        }
    }

    private static boolean holdsData(ResourceKind kind) {
        return kind == ResourceKind.BUCKET || kind == ResourceKind.LOG_GROUP;
    }

    /** How every resource is now. */
    public PipelineStatus status(PipelineDefinition definition) {
        Parts parts = parts(definition, Optional.empty());
        return new PipelineStatus(
                statusOf(parts.bucket()),
                statusOf(parts.producerRole()),
                statusOf(parts.transformRole()),
                statusOf(parts.deliveryRole()),
                statusOf(parts.producer()),
                statusOf(parts.transform()),
                statusOf(parts.stream()),
                statusOf(parts.delivery()),
                clock.instant());
    }

    private static ResourceStatus statusOf(Resource resource) {
        try {
            return resource.status();
        } catch (SdkException failure) {
            throw orCancelled("Look at the " + resource.kind().words(), resource, failure);
        }
    }

    private interface Work {
        void run(Consumer<String> progress) throws IOException, InterruptedException;
    }

    private void step(Step step, Resource resource, StepListener listener, Work work)
            throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException("Stopped before: " + step.what());
        }
        Instant start = clock.instant();
        listener.started(step);
        try {
            work.run(what -> listener.progress(step, what));
        } catch (ProblemException known) {
            listener.failed(step, known.problem(), since(start));
            throw known;
        } catch (SdkException | IOException | IllegalStateException failure) {
            var problem = ProblemException.of(step.what(), resource.name(), failure);
            listener.failed(step, problem.problem(), since(start));
            if (AwsProblem.isCancellation(failure)) {
                throw asInterrupted(failure);
            }
            throw problem;
        }
        listener.done(step, since(start));
    }

    private Duration since(Instant start) {
        return Duration.between(start, clock.instant());
    }

    private static InterruptedException asInterrupted(Exception failure) {
        // The SDK leaves the flag set; the exception now carries the message instead.
        boolean _ = Thread.interrupted();
        var interrupted = new InterruptedException(String.valueOf(failure.getMessage()));
        interrupted.initCause(failure);
        return interrupted;
    }

    private static RuntimeException orCancelled(
            String doing, Resource resource, SdkException failure) {
        return AwsProblem.isCancellation(failure)
                ? failure
                : ProblemException.of(doing, resource.name(), failure);
    }

    private Site site() {
        CallerIdentity identity = session.identity();
        return new Site(session, new Arns(identity.accountId(), session.region()), clock, pause);
    }

    private record Parts(
            Resource bucket,
            Resource deliveryRole,
            Resource producerRole,
            Resource transformRole,
            Resource producerLog,
            Resource transformLog,
            Resource deliveryLog,
            Resource producer,
            Resource transform,
            Resource stream,
            Resource delivery) {

        /** In the order in which they depend on each other. */
        List<Resource> all() {
            return List.of(
                    bucket,
                    deliveryRole,
                    producerRole,
                    transformRole,
                    producerLog,
                    transformLog,
                    deliveryLog,
                    stream,
                    producer,
                    transform,
                    delivery);
        }
    }

    private List<Resource> resources(
            PipelineDefinition definition, Optional<FunctionArtifacts> artifacts) {
        return parts(definition, artifacts).all();
    }

    private Parts parts(PipelineDefinition definition, Optional<FunctionArtifacts> artifacts) {
        Site site = site();
        PolicyFiles.Roles roles = policies.roles(definition, site.arns());
        DeliveryDefinition delivery = definition.delivery();
        return new Parts(
                new BucketResource(site, delivery.bucket()),
                new RoleResource(site, roles.delivery()),
                new RoleResource(site, roles.producer()),
                new RoleResource(site, roles.transform()),
                new LogGroupResource(site, definition.producer().logGroup(), Optional.empty()),
                new LogGroupResource(site, definition.transform().logGroup(), Optional.empty()),
                new LogGroupResource(
                        site,
                        DeliveryResource.logGroup(delivery.name()),
                        Optional.of(DeliveryResource.LOG_STREAM)),
                new FunctionResource(
                        site, definition.producer(), artifacts.map(FunctionArtifacts::producer)),
                new FunctionResource(
                        site, definition.transform(), artifacts.map(FunctionArtifacts::transform)),
                new StreamResource(site, definition.stream()),
                new DeliveryResource(
                        site, delivery, definition.stream().name(), definition.transform().name()));
    }
}
