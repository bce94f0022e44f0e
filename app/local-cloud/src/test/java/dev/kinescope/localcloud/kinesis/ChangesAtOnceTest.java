package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;

/** Changes of which one is asked for while another is being kept. */
@Timeout(60)
class ChangesAtOnceTest {
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;

    @BeforeEach
    void aStream() {
        cloud.stream("posts", 2);
    }

    /** What becomes of the second call, which begins before the first one's change is kept. */
    private ThrowingCallable second(ThrowingCallable first, ThrowingCallable second)
            throws InterruptedException {
        var keeping = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        cloud.keeping.set(() -> {
            keeping.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        var thrown = new AtomicReference<Throwable>();
        Thread one =
                Thread.ofPlatform().start(() -> assertThatCode(first).doesNotThrowAnyException());
        keeping.await();
        Thread two =
                Thread.ofPlatform()
                        .start(() -> {
                            try {
                                second.call();
                            } catch (Throwable e) {
                                thrown.set(e);
                            }
                        });
        Awaitility.await().until(() -> two.getState() == Thread.State.BLOCKED);
        go.countDown();
        one.join();
        two.join();
        cloud.keeping.set(() -> {});
        return () -> {
            if (thrown.get() != null) {
                throw thrown.get();
            }
        };
    }

    private void split() {
        kinesis.splitShard(request ->
                request.streamName("posts")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
    }

    private void scale(int target) {
        kinesis.updateShardCount(request ->
                request.streamName("posts")
                        .targetShardCount(target)
                        .scalingType(ScalingType.UNIFORM_SCALING));
    }

    private void onDemand(String name) {
        kinesis.createStream(request ->
                request.streamName(name)
                        .streamModeDetails(mode -> mode.streamMode(StreamMode.ON_DEMAND)));
    }

    @Test
    void aDeletedStreamIsNotChangedAnyMore() throws InterruptedException {
        ThrowingCallable second =
                second(() -> kinesis.deleteStream(r -> r.streamName("posts")), this::split);

        assertThatThrownBy(second)
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("not ACTIVE, instead in state DELETING");
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.DELETING);
        cloud.time.advance(KinesisFixture.DELAY);
        assertThatThrownBy(() -> cloud.describe("posts"))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void ofTwoReshardingsTheSecondIsRefused() throws InterruptedException {
        assertThatThrownBy(second(this::split, () -> scale(4)))
                .isInstanceOf(ResourceInUseException.class)
                .hasMessageContaining("not ACTIVE, instead in state UPDATING");
        cloud.time.advance(KinesisFixture.DELAY);

        assertThat(cloud.describe("posts").shards()).hasSize(4);
    }

    @Test
    void metricsThatAreSwitchedOnAtOnceAreBothOn() throws InterruptedException {
        ThrowingCallable second =
                second(
                        () ->
                                kinesis.enableEnhancedMonitoring(r ->
                                        r.streamName("posts")
                                                .shardLevelMetrics(MetricsName.INCOMING_BYTES)),
                        () ->
                                kinesis.enableEnhancedMonitoring(r ->
                                        r.streamName("posts")
                                                .shardLevelMetrics(MetricsName.OUTGOING_BYTES)));

        assertThatCode(second).doesNotThrowAnyException();
        assertThat(cloud.describe("posts").enhancedMonitoring().getFirst().shardLevelMetrics())
                .containsExactlyInAnyOrder(MetricsName.INCOMING_BYTES, MetricsName.OUTGOING_BYTES);
    }

    @Test
    void theLastRoomInAnAccountIsGivenOnce() throws InterruptedException {
        for (int i = 0; i < 49; i++) {
            onDemand("s" + i);
            cloud.time.advance(KinesisFixture.DELAY);
        }

        assertThatThrownBy(second(() -> onDemand("a"), () -> onDemand("b")))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("limit of 50 streams in On-Demand mode");
    }
}
