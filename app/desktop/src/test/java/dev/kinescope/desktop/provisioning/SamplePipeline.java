package dev.kinescope.desktop.provisioning;

import dev.kinescope.pipeline.functions.FunctionCode;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.provisioning.DeliveryDefinition;
import dev.kinescope.pipeline.provisioning.FieldChange;
import dev.kinescope.pipeline.provisioning.FunctionArtifacts;
import dev.kinescope.pipeline.provisioning.Keep;
import dev.kinescope.pipeline.provisioning.PipelineDefinition;
import dev.kinescope.pipeline.provisioning.PipelineStatus;
import dev.kinescope.pipeline.provisioning.Plan;
import dev.kinescope.pipeline.provisioning.PlannedChange;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;
import dev.kinescope.pipeline.provisioning.PlannedChange.Risk;
import dev.kinescope.pipeline.provisioning.ResourceKind;
import dev.kinescope.pipeline.provisioning.ResourceState;
import dev.kinescope.pipeline.provisioning.ResourceStatus;
import dev.kinescope.pipeline.provisioning.Step;
import dev.kinescope.pipeline.provisioning.StepListener;
import dev.kinescope.pipeline.provisioning.StreamDefinition;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** An account and its files, of our own making, with one plan of every kind of change. */
final class SamplePipeline implements PipelineAccount {
    static final Instant NOW = Instant.parse("2026-11-22T14:05:12Z");
    static final PipelineDefinition DEFINITION =
            new PipelineDefinition(
                    new StreamDefinition("social-posts", StreamDefinition.Mode.PROVISIONED, 4, 24),
                    new DeliveryDefinition(
                            "social-posts-to-s3",
                            "kinescope-firehose",
                            "acme-posts-results",
                            "posts/!{timestamp:yyyy/MM/dd/HH}/",
                            "errors/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/",
                            5,
                            60,
                            1,
                            5,
                            DeliveryDefinition.Compression.GZIP,
                            Optional.empty()),
                    function("kinescope-producer", 1024, 300),
                    function("kinescope-transform", 512, 60));
    private static final List<PlannedChange> CHANGES =
            List.of(
                    new PlannedChange(
                            ResourceKind.BUCKET,
                            "acme-posts-results",
                            Action.CREATE,
                            Risk.NONE,
                            List.of(),
                            "Public access blocked, encrypted."),
                    unchanged(ResourceKind.ROLE, "kinescope-producer"),
                    unchanged(ResourceKind.ROLE, "kinescope-transform"),
                    new PlannedChange(
                            ResourceKind.FUNCTION,
                            "kinescope-producer",
                            Action.UPDATE,
                            Risk.NONE,
                            List.of(
                                    new FieldChange("Code", "sha256 9fK2…", "sha256 Zq81…"),
                                    new FieldChange("Timeout", "60 s", "300 s")),
                            "Running invocations end on the old code."),
                    unchanged(ResourceKind.FUNCTION, "kinescope-transform"),
                    unchanged(ResourceKind.LOG_GROUP, "/aws/lambda/kinescope-transform"),
                    new PlannedChange(
                            ResourceKind.STREAM,
                            "social-posts",
                            Action.UPDATE,
                            Risk.NONE,
                            List.of(new FieldChange("Shards", "4", "8")),
                            "Each shard is split in two. Nothing is lost; old shards stay readable"
                                    + " for 24 h."),
                    new PlannedChange(
                            ResourceKind.DELIVERY_STREAM,
                            "social-posts-to-s3",
                            Action.REPLACE,
                            Risk.LOSES_DATA,
                            List.of(
                                    new FieldChange(
                                            "Source", "stream/posts", "stream/social-posts"),
                                    new FieldChange(
                                            "Raw backup", "", "raw/!{timestamp:yyyy/MM/dd/HH}/"),
                                    new FieldChange(
                                            "Prefix",
                                            "posts/!{timestamp:yyyy/MM/dd/HH}/",
                                            "posts/by-hour/!{timestamp:yyyy/MM/dd/HH}/")),
                            "AWS cannot change the source in place: it is deleted and made again."
                                + " The new one starts at the newest record; what is unread then is"
                                + " never delivered."));

    final List<Plan> applied = new ArrayList<>();
    final List<Keep> tornDown = new ArrayList<>();
    final List<PipelineDefinition> saved = new ArrayList<>();
    volatile boolean everythingIsThere = true;
    volatile List<PlannedChange> changes = CHANGES;

    /** Where applying stops until it may go on. */
    volatile CountDownLatch gate = new CountDownLatch(0);

    /** What applying throws at its second step. */
    volatile Optional<RuntimeException> failure = Optional.empty();

    volatile Optional<RuntimeException> planFailure = Optional.empty();

    private static FunctionSpec function(String name, int memory, int timeout) {
        return new FunctionSpec(name, name, "java25", "a.B::c", memory, timeout, Map.of());
    }

    private static PlannedChange unchanged(ResourceKind kind, String name) {
        return new PlannedChange(kind, name, Action.UNCHANGED, Risk.NONE, List.of(), "");
    }

    static List<PlannedChange> onlyUnchanged() {
        return List.of(unchanged(ResourceKind.STREAM, "social-posts"));
    }

    static List<PlannedChange> withoutReplacing() {
        return CHANGES.stream().filter(change -> change.action() != Action.REPLACE).toList();
    }

    @Override
    public PipelineDefinition load() {
        return DEFINITION;
    }

    @Override
    public void save(PipelineDefinition definition) {
        saved.add(definition);
    }

    @Override
    public String place() {
        return "account 123456789012, us-east-1";
    }

    @Override
    public Plan plan(PipelineDefinition definition) {
        planFailure.ifPresent(problem -> {
            throw problem;
        });
        return new Plan(
                definition,
                new FunctionArtifacts(
                        new FunctionCode.Zip(Path.of("producer.zip")),
                        new FunctionCode.Zip(Path.of("transform.zip"))),
                changes,
                NOW);
    }

    @Override
    public void apply(Plan plan, StepListener listener) throws InterruptedException {
        applied.add(plan);
        steps(listener);
    }

    @Override
    public void tearDown(PipelineDefinition definition, Keep keep, StepListener listener)
            throws InterruptedException {
        tornDown.add(keep);
        steps(listener);
    }

    static Step step(int number, ResourceKind kind, String name, String what) {
        return new Step(number, 4, kind, name, what);
    }

    private void steps(StepListener listener) throws InterruptedException {
        var first = step(1, ResourceKind.BUCKET, "acme-posts-results", "Create the S3 bucket");
        var second = step(2, ResourceKind.STREAM, "social-posts", "Change the Kinesis stream");
        listener.started(first);
        listener.done(first, java.time.Duration.ofMillis(1400));
        listener.started(second);
        listener.progress(second, "4 of 8 shards, UPDATING");
        gate.await();
        if (failure.isPresent()) {
            listener.failed(
                    second,
                    dev.kinescope.pipeline.connection.AwsProblem.of(
                            "Change the Kinesis stream", "social-posts", failure.get()),
                    java.time.Duration.ofSeconds(31));
            throw failure.get();
        }
        listener.done(second, java.time.Duration.ofSeconds(31));
    }

    @Override
    public PipelineStatus status(PipelineDefinition definition) {
        return new PipelineStatus(
                status(ResourceKind.BUCKET, "acme-posts-results", ResourceState.READY, ""),
                status(ResourceKind.ROLE, "kinescope-producer", ResourceState.READY, ""),
                status(ResourceKind.ROLE, "kinescope-transform", ResourceState.READY, ""),
                status(ResourceKind.ROLE, "kinescope-firehose", ResourceState.READY, ""),
                status(ResourceKind.FUNCTION, "kinescope-producer", ResourceState.READY, "java25"),
                status(
                        ResourceKind.FUNCTION,
                        "kinescope-transform",
                        ResourceState.FAILING,
                        "java25"),
                status(
                        ResourceKind.STREAM,
                        "social-posts",
                        ResourceState.CHANGING,
                        "4 shards, provisioned"),
                new ResourceStatus(
                        ResourceKind.DELIVERY_STREAM,
                        "social-posts-to-s3",
                        ResourceState.MISSING,
                        ""),
                NOW);
    }

    private ResourceStatus status(
            ResourceKind kind, String name, ResourceState state, String detail) {
        return new ResourceStatus(
                kind, name, everythingIsThere ? state : ResourceState.MISSING, detail);
    }
}
