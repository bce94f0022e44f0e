package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.Consumer;
import software.amazon.awssdk.services.kinesis.model.ConsumerDescription;
import software.amazon.awssdk.services.kinesis.model.ConsumerStatus;
import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MinimumThroughputBillingCommitmentInputStatus;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Tag;

import java.time.Duration;
import java.util.Map;

class ConsumersTest {
    private static final String ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/posts";

    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    @BeforeEach
    void aStream() {
        cloud.stream("posts", 1);
    }

    private Consumer register(String name) {
        return kinesis.registerStreamConsumer(r -> r.streamARN(ARN).consumerName(name)).consumer();
    }

    private ConsumerDescription describe(String name) {
        return kinesis.describeStreamConsumer(r -> r.streamARN(ARN).consumerName(name))
                .consumerDescription();
    }

    @Test
    void aConsumerIsCreatingThenActiveThenDeletingThenGone() {
        Consumer made = register("reader");

        assertThat(made)
                .isEqualTo(
                        Consumer.builder()
                                .consumerName("reader")
                                .consumerARN(
                                        ARN
                                                + "/consumer/reader:"
                                                + cloud.time.instant().getEpochSecond())
                                .consumerStatus(ConsumerStatus.CREATING)
                                .consumerCreationTimestamp(cloud.time.instant())
                                .build());
        assertThatThrownBy(() -> register("reader")).isInstanceOf(ResourceInUseException.class);
        cloud.time.advance(KinesisFixture.DELAY);
        assertThat(describe("reader").consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(describe("reader").streamARN()).isEqualTo(ARN);

        kinesis.deregisterStreamConsumer(r -> r.consumerARN(made.consumerARN()));
        assertThat(
                        kinesis.describeStreamConsumer(r -> r.consumerARN(made.consumerARN()))
                                .consumerDescription()
                                .consumerStatus())
                .isEqualTo(ConsumerStatus.DELETING);
        cloud.time.advance(KinesisFixture.DELAY);
        assertFault(
                () -> kinesis.describeStreamConsumer(r -> r.consumerARN(made.consumerARN())),
                ResourceNotFoundException.class,
                "Consumer " + made.consumerARN() + " not found.");
    }

    @Test
    void aStreamHasTwentyConsumersFiftyWithTheAdvantage() {
        for (int i = 0; i < 20; i++) {
            register("c" + i);
            cloud.time.advance(KinesisFixture.DELAY);
        }

        assertThatThrownBy(() -> register("c20"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit of 20 consumers");
        kinesis.updateAccountSettings(request ->
                request.minimumThroughputBillingCommitment(
                        of -> of.status(MinimumThroughputBillingCommitmentInputStatus.ENABLED)));
        register("c20");
        assertThat(
                        kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                .streamDescriptionSummary()
                                .consumerCount())
                .isEqualTo(21);
    }

    @Test
    void sixConsumersAreNotMadeAtOnce() {
        for (int i = 0; i < 5; i++) {
            register("c" + i);
        }

        assertThatThrownBy(() -> register("c5"))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("5 consumers in CREATING state");
    }

    @Test
    void consumersAreListedInPages() {
        register("c");
        register("a");
        register("b");

        var first = kinesis.listStreamConsumers(r -> r.streamARN(ARN).maxResults(2));
        var second =
                kinesis.listStreamConsumers(r -> r.streamARN(ARN).nextToken(first.nextToken()));

        assertThat(first.consumers()).extracting(Consumer::consumerName).containsExactly("a", "b");
        assertThat(second.consumers()).extracting(Consumer::consumerName).containsExactly("c");
        assertThat(second.nextToken()).isNull();
        cloud.time.advance(Duration.ofSeconds(301));
        assertThatThrownBy(() ->
                        kinesis.listStreamConsumers(
                                r -> r.streamARN(ARN).nextToken(first.nextToken())))
                .isInstanceOf(ExpiredNextTokenException.class);
    }

    @Test
    void aStreamWithConsumersIsDeletedOnlyOnDemand() {
        register("reader");

        assertThatThrownBy(() -> kinesis.deleteStream(r -> r.streamName("posts")))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("EnforceConsumerDeletion");
        kinesis.deleteStream(r -> r.streamName("posts").enforceConsumerDeletion(true));
        cloud.time.advance(KinesisFixture.DELAY);
        assertThatThrownBy(() -> cloud.describe("posts"))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aConsumerHasTags() {
        String arn =
                kinesis.registerStreamConsumer(
                                r -> r.streamARN(ARN).consumerName("reader").tags(Map.of("a", "1")))
                        .consumer()
                        .consumerARN();
        kinesis.tagResource(r -> r.resourceARN(arn).tags(Map.of("b", "2")));
        kinesis.untagResource(r -> r.resourceARN(arn).tagKeys("a"));

        assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags())
                .containsExactly(Tag.builder().key("b").value("2").build());
        cloud.time.advance(KinesisFixture.DELAY);
        assertThat(describe("reader").consumerStatus()).isEqualTo(ConsumerStatus.ACTIVE);
        assertThat(kinesis.listTagsForResource(r -> r.resourceARN(arn)).tags()).hasSize(1);
    }

    @Test
    void aConsumerIsNamedOneWayOrTheOther() {
        assertThatThrownBy(() -> kinesis.describeStreamConsumer(r -> r.streamARN(ARN)))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> describe("nobody")).isInstanceOf(ResourceNotFoundException.class);
    }
}
