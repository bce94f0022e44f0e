package dev.kinescope.pipeline.provisioning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kinescope.pipeline.LocalPipeline;
import dev.kinescope.pipeline.connection.AwsCall;
import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.ProblemException;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.provisioning.PlannedChange.Action;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.core.sync.RequestBody;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

class ProvisionerIT {
    private LocalPipeline local;
    private PipelineDefinition definition;
    private Provisioner provisioner;
    private final List<String> steps = new ArrayList<>();

    private final StepListener listener =
            new StepListener() {
                @Override
                public void started(Step step) {
                    steps.add(step.number() + "/" + step.of() + " " + step.what());
                }

                @Override
                public void progress(Step step, String what) {}

                @Override
                public void done(Step step, Duration took) {
                    steps.add("done " + step.name());
                }

                @Override
                public void failed(Step step, AwsProblem problem, Duration took) {
                    steps.add("failed " + problem.headline());
                }
            };

    @BeforeEach
    void start() throws IOException {
        local = LocalPipeline.start();
        definition = local.definition();
        provisioner = local.provisioner();
    }

    @AfterEach
    void stop() {
        local.close();
    }

    private Plan plan() throws IOException {
        return provisioner.plan(definition, LocalPipeline.artifacts());
    }

    @Test
    void anEmptyAccountGetsEverythingAndTheSecondPlanChangesNothing()
            throws IOException, InterruptedException {
        assertThat(provisioner.status(definition).isEmpty()).isTrue();
        Plan first = plan();
        assertThat(first.changes()).allMatch(change -> change.action() == Action.CREATE);

        provisioner.apply(first, listener);

        assertThat(provisioner.status(definition).all())
                .allMatch(resource -> resource.is(ResourceState.READY));
        assertThat(steps).hasSize(2 * first.changes().size());
        assertThat(steps).startsWith("1/11 Create the S3 bucket", "done kinescope-results");
        assertThat(plan().changes())
                .allSatisfy(change -> assertThat(change.fields()).isEmpty())
                .allMatch(change -> change.action() == Action.UNCHANGED);
    }

    @Test
    void applyingTheSamePlanTwiceDoesNoHarm() throws IOException, InterruptedException {
        Plan first = plan();
        provisioner.apply(first, StepListener.none());
        provisioner.apply(first, listener);

        assertThat(steps).noneMatch(step -> step.startsWith("failed"));
        assertThat(provisioner.status(definition).isReady()).isTrue();
    }

    @Test
    void whatTheFormChangesIsUpdatedInPlace() throws IOException, InterruptedException {
        provisioner.apply(plan(), StepListener.none());
        FunctionSpec producer = definition.producer().withLimits(256, 90);
        definition =
                definition
                        .withDelivery(definition.delivery().withBuffers(2, 5, 0.5, 0))
                        .withProducer(producer);

        Plan change = plan();

        assertThat(change.changes().stream().filter(PlannedChange::changesSomething))
                .extracting(PlannedChange::name, PlannedChange::action, PlannedChange::fields)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "kinescope-producer",
                                Action.UPDATE,
                                List.of(
                                        new FieldChange("Memory", "512 MB", "256 MB"),
                                        new FieldChange("Timeout", "120 s", "90 s"))),
                        org.assertj.core.groups.Tuple.tuple(
                                "social-posts-to-s3",
                                Action.UPDATE,
                                List.of(
                                        new FieldChange("Buffer", "1 MiB or 3 s", "2 MiB or 5 s"),
                                        new FieldChange(
                                                "Transform buffer",
                                                "1 MB or 1 s",
                                                "0.5 MB or 0 s"))));
        provisioner.apply(change, listener);
        assertThat(plan().changesNothing()).isTrue();
    }

    @Test
    void tearingDownKeepsTheDataUnlessAsked() throws IOException, InterruptedException {
        provisioner.apply(plan(), StepListener.none());
        String bucket = definition.delivery().bucket();
        local.session()
                .s3()
                .putObject(
                        put -> put.bucket(bucket).key("posts/a"), RequestBody.fromString("kept"));

        provisioner.tearDown(definition, Keep.DATA, listener);

        assertThat(steps).noneMatch(step -> step.startsWith("failed"));
        PipelineStatus kept = provisioner.status(definition);
        assertThat(kept.bucket().state()).isEqualTo(ResourceState.READY);
        assertThat(kept.all().stream().filter(each -> each.is(ResourceState.MISSING))).hasSize(7);
        assertThat(local.session().logs().describeLogGroups().logGroups()).hasSize(3);

        provisioner.tearDown(definition, Keep.NOTHING, listener);
        assertThat(provisioner.status(definition).isEmpty()).isTrue();
        assertThat(local.session().logs().describeLogGroups().logGroups()).isEmpty();

        provisioner.tearDown(definition, Keep.NOTHING, listener);
        assertThat(steps).noneMatch(step -> step.startsWith("failed"));
    }

    @Test
    void aRoleWithAPolicyOfSomeoneElseIsNotDeleted() throws IOException, InterruptedException {
        provisioner.apply(plan(), StepListener.none());
        String role = definition.producer().role();
        local.session()
                .iam()
                .putRolePolicy(put ->
                        put.roleName(role)
                                .policyName("someone-else")
                                .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[]}"));

        assertThatThrownBy(() -> provisioner.tearDown(definition, Keep.DATA, listener))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining(role);
        assertThat(
                        local.session()
                                .iam()
                                .listRolePolicies(list -> list.roleName(role))
                                .policyNames())
                .containsExactly("someone-else");
    }

    @Test
    void shorteningTheRetentionIsMarkedAsLosingData() throws IOException, InterruptedException {
        StreamDefinition stream = definition.stream();
        definition =
                definition.withStream(
                        new StreamDefinition(stream.name(), stream.mode(), stream.shards(), 48));
        provisioner.apply(plan(), StepListener.none());
        assertThat(plan().needsAsking()).isFalse();

        definition = definition.withStream(stream);

        assertThat(plan().needsAsking()).isTrue();
        assertThat(plan().changes().stream().filter(PlannedChange::losesData))
                .extracting(PlannedChange::action, PlannedChange::kind)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Action.UPDATE, ResourceKind.STREAM));
    }

    @Test
    void everyCallIsLoggedWithItsResource() throws IOException {
        provisioner.status(definition);

        assertThat(local.calls())
                .extracting(AwsCall::operation, AwsCall::resource)
                .contains(
                        org.assertj.core.groups.Tuple.tuple(
                                "DescribeStreamSummary", "social-posts"),
                        org.assertj.core.groups.Tuple.tuple("HeadBucket", "kinescope-results"),
                        org.assertj.core.groups.Tuple.tuple("GetRole", "kinescope-firehose"),
                        org.assertj.core.groups.Tuple.tuple("GetFunction", "kinescope-producer"),
                        org.assertj.core.groups.Tuple.tuple(
                                "DescribeDeliveryStream", "social-posts-to-s3"));
        assertThat(local.calls())
                .allSatisfy(call -> assertThat(call.took()).isPositive())
                .filteredOn(call -> call.operation().equals("DescribeStreamSummary"))
                .extracting(AwsCall::outcome)
                .containsExactly(
                        new AwsCall.Failed(
                                "ResourceNotFoundException",
                                "Stream social-posts under account 000000000000 not found.",
                                400));
    }
}
