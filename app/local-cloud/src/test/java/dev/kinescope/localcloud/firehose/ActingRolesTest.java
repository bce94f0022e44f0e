package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.firehose.model.ExtendedS3DestinationConfiguration;
import software.amazon.awssdk.services.firehose.model.InvalidArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Whose role does what, and what is said when it may not. */
class ActingRolesTest {
    private static final String BASE = "arn:aws:iam::000000000000:role/";
    private static final String DELIVERY = BASE + "delivery";
    private static final String FUNCTION = BASE + "function";
    private static final String BACKUP = BASE + "backup";

    private final World world = new World();

    private static Consumer<ExtendedS3DestinationConfiguration.Builder> destination() {
        return d ->
                d.roleARN(DELIVERY)
                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0))
                        .cloudWatchLoggingOptions(l ->
                                l.enabled(true)
                                        .logGroupName("/aws/kinesisfirehose/posts")
                                        .logStreamName("DestinationDelivery"))
                        .processingConfiguration(p ->
                                p.enabled(true)
                                        .processors(
                                                World.lambda(
                                                        "BufferIntervalInSeconds",
                                                        "0",
                                                        "NumberOfRetries",
                                                        "1",
                                                        "RoleArn",
                                                        FUNCTION)))
                        .s3BackupMode("Enabled")
                        .s3BackupConfiguration(s ->
                                s.roleARN(BACKUP)
                                        .bucketARN("arn:aws:s3:::raw")
                                        .bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(60)));
    }

    @Test
    void everyPartActsWithTheRoleThatWasGivenForIt() {
        List<String> acted = new ArrayList<>();
        world.stream.whenRead(() -> acted.add("read " + world.roles.acting.get()));
        world.bucket.whenStored(bucket -> acted.add(bucket + " " + world.roles.acting.get()));
        world.create(destination());
        world.function.behave(event -> {
            acted.add("invoke " + world.roles.acting.get());
            return FakeFunction.each(event, FakeFunction::upperCase);
        });
        world.put("a");
        world.advance(Duration.ofSeconds(70));

        assertThat(acted.stream().distinct())
                .containsExactlyInAnyOrder(
                        "read " + World.ROLE,
                        "invoke " + FUNCTION,
                        "arn:aws:s3:::results " + DELIVERY,
                        "arn:aws:s3:::raw " + BACKUP);
    }

    @Test
    void theDestinationsRoleInvokesTheFunctionUnlessItHasAnother() {
        List<String> acted = new ArrayList<>();
        world.create(
                destination()
                        .andThen(d ->
                                d.processingConfiguration(p ->
                                        p.enabled(true)
                                                .processors(
                                                        World.lambda(
                                                                "BufferIntervalInSeconds", "0")))));
        world.function.behave(event -> {
            acted.add(world.roles.acting.get());
            return FakeFunction.each(event, FakeFunction::upperCase);
        });
        world.put("a");
        world.advance(Duration.ofSeconds(1));

        assertThat(acted).containsExactly(DELIVERY);
    }

    @Test
    void aRoleThatCannotBeAssumedIsRefusedAtCreationAndAtUpdate() {
        for (String role : List.of(World.ROLE, DELIVERY, FUNCTION, BACKUP)) {
            world.roles.notAssumed.add(role);
            refused(
                    "Firehose is unable to assume role %s. Please check the role provided."
                            .formatted(role),
                    () -> world.create(destination()));
            world.roles.notAssumed.clear();
        }
        world.create(destination());
        world.roles.notAssumed.add(DELIVERY);
        refused(
                "Firehose is unable to assume role %s. Please check the role provided."
                        .formatted(DELIVERY),
                () ->
                        world.firehose.updateDestination(b ->
                                b.deliveryStreamName("posts")
                                        .currentDeliveryStreamVersionId("1")
                                        .destinationId("destinationId-000000000001")
                                        .extendedS3DestinationUpdate(u -> u.prefix("x/"))));
    }

    @Test
    void aRoleThatMayNotDescribeTheSourceIsRefused() {
        world.stream.deny(true);
        refused(
                "Role %s is not authorized to perform: kinesis:DescribeStream on resource %s."
                        .formatted(World.ROLE, FakeStream.ARN),
                () -> world.create(destination()));
    }

    private static void refused(String message, Runnable work) {
        assertThatThrownBy(work::run)
                .isInstanceOf(InvalidArgumentException.class)
                .hasMessageStartingWith(message);
    }

    @Test
    void readingGoesOnWhenTheSourceMayBeReadAgain() {
        world.create(destination());
        world.stream.deny(true);
        world.put("a");
        world.advance(Duration.ofSeconds(5));
        world.roles.notAssumed.add(World.ROLE);
        world.advance(Duration.ofSeconds(5));
        world.roles.notAssumed.clear();
        world.stream.deny(false);
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.texts("results/2026")).containsExactly("A\n");
    }

    @Test
    void aFunctionThatMayNotBeInvokedFailsTheBatchAndIsTold() {
        world.create(destination());
        world.roles.notAssumed.add(FUNCTION);
        world.put("a");
        world.advance(Duration.ofSeconds(5));
        world.roles.notAssumed.clear();
        world.function.behave(
                _ -> new Transformer.Answer.Failed(Transformer.Failure.ACCESS_DENIED));
        world.put("b");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.bucket.lines("results/processing-failed/"))
                .satisfiesExactly(
                        line ->
                                assertThat(line)
                                        .contains(
                                                "\"errorCode\":\"Lambda.AssumeRoleAccessDenied\""),
                        line ->
                                assertThat(line)
                                        .contains("\"errorCode\":\"Lambda.InvokeAccessDenied\""));
        assertThat(world.log)
                .containsExactly(
                        event(
                                "Access was denied. Ensure that the trust policy allows Firehose to"
                                        + " assume the IAM role.",
                                "Lambda.AssumeRoleAccessDenied"),
                        event(
                                "Access was denied. Ensure that the access policy allows access to"
                                        + " the Lambda function.",
                                "Lambda.InvokeAccessDenied"));
    }

    private static String event(String message, String code) {
        return ("/aws/kinesisfirehose/posts DestinationDelivery"
                        + " {\"deliveryStreamARN\":\"arn:aws:firehose:us-east-1:000000000000:"
                        + "deliverystream/posts\",\"destination\":\"%s\","
                        + "\"deliveryStreamVersionId\":1,\"message\":\"%s\",\"errorCode\":\"%s\","
                        + "\"processor\":\"%s\"}")
                .formatted(FakeBucket.ARN, message, code, FakeFunction.ARN);
    }

    @Test
    void aBucketThatMayNotBeWrittenIsToldAndTriedUntilItMay() {
        world.create(destination());
        world.roles.notAssumed.add(DELIVERY);
        world.put("a");
        world.advance(Duration.ofSeconds(5));
        assertThat(world.bucket.texts("results")).isEmpty();
        // Its own log cannot be written without the role either.
        assertThat(world.log).isEmpty();
        world.roles.notAssumed.clear();
        world.bucket.refuse(1);
        world.advance(Duration.ofSeconds(20));

        assertThat(world.bucket.texts("results")).containsExactly("A\n");
        assertThat(world.log)
                .singleElement()
                .asString()
                .contains("\"message\":\"Slow Down\",\"errorCode\":\"InternalError\"}");
    }

    @Test
    void nothingIsLoggedUnlessItWasAskedFor() {
        world.create(
                destination()
                        .andThen(d ->
                                d.cloudWatchLoggingOptions(l ->
                                        l.enabled(false)
                                                .logGroupName("group")
                                                .logStreamName("stream"))));
        world.function.behave(
                _ -> new Transformer.Answer.Failed(Transformer.Failure.FUNCTION_ERROR));
        world.put("a");
        world.advance(Duration.ofSeconds(5));

        assertThat(world.bucket.lines("results/processing-failed/")).hasSize(1);
        assertThat(world.log).isEmpty();
    }
}
