package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.store.LogEntry;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.RecordLog;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/** What those who put records see of shards that are split and merged meanwhile. */
@Timeout(60)
class ReshardingTest {
    private static final String SECOND = "shardId-000000000001";

    private final AtomicReference<Runnable> appending = new AtomicReference<>(() -> {});
    private final AtomicBoolean failToOpen = new AtomicBoolean();
    private final AtomicInteger logs = new AtomicInteger();
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED, this::open);
    private final LocalKinesis kinesis = cloud.kinesis;

    private RecordLog open(String name) {
        if (failToOpen.get() && name.endsWith("2")) {
            throw new UncheckedIOException(new IOException("Too many open files"));
        }
        logs.incrementAndGet();
        return new MemoryRecordLog() {
            @Override
            public synchronized void append(List<LogEntry> entries) {
                appending.get().run();
                super.append(entries);
            }

            @Override
            public synchronized void delete() {
                logs.decrementAndGet();
                super.delete();
            }
        };
    }

    private void merge() {
        kinesis.mergeShards(request ->
                request.streamName("posts")
                        .shardToMerge(KinesisFixture.FIRST)
                        .adjacentShardToMerge(SECOND));
    }

    private void put(String hash, String data) {
        kinesis.putRecord(request ->
                request.streamName("posts")
                        .partitionKey("k")
                        .explicitHashKey(hash)
                        .data(SdkBytes.fromUtf8String(data)));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitState(Thread thread, Thread.State state) {
        Awaitility.await().until(() -> thread.getState() == state);
    }

    @Test
    void aWriterThatMeetsAClosedShardLeavesTheProcessorToOthersUntilThereIsAnother()
            throws InterruptedException {
        cloud.stream("posts", 2);
        merge();
        var go = new CountDownLatch(1);
        var writing = new CountDownLatch(1);
        appending.set(() -> {
            writing.countDown();
            await(go);
        });
        Thread busy =
                Thread.ofPlatform().start(() -> put(HashRange.KEYS.shiftRight(1).toString(), "b"));
        writing.await();
        appending.set(() -> {});
        // The first shard is closed, the second not yet: it is being written to.
        Thread merging = Thread.ofPlatform().start(() -> cloud.time.advance(KinesisFixture.DELAY));
        awaitState(merging, Thread.State.BLOCKED);

        Thread meets = Thread.ofPlatform().start(() -> put("0", "a"));
        awaitState(meets, Thread.State.WAITING);
        go.countDown();
        for (Thread thread : List.of(busy, merging, meets)) {
            thread.join();
        }

        assertThat(cloud.read("posts", SECOND)).containsExactly("b");
        assertThat(cloud.read("posts", "shardId-000000000002")).containsExactly("a");
    }

    @Test
    void aReshardingWhoseShardsHaveNoPlaceIsTriedAgainAndTheOldOnesTakeRecordsMeanwhile() {
        cloud.stream("posts", 1);
        kinesis.splitShard(request ->
                request.streamName("posts")
                        .shardToSplit(KinesisFixture.FIRST)
                        .newStartingHashKey("1000"));
        failToOpen.set(true);
        cloud.time.advance(Duration.ofSeconds(17));

        put("0", "meanwhile");
        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.UPDATING);
        assertThat(logs).hasValue(1);
        failToOpen.set(false);
        cloud.time.advance(Duration.ofSeconds(5));

        assertThat(cloud.describe("posts").streamStatus()).isEqualTo(StreamStatus.ACTIVE);
        assertThat(cloud.describe("posts").shards())
                .extracting(Shard::shardId)
                .containsExactly(KinesisFixture.FIRST, SECOND, "shardId-000000000002");
        assertThat(cloud.read("posts", KinesisFixture.FIRST)).containsExactly("meanwhile");
        assertThat(logs).hasValue(3);
    }

    @Test
    void shardsAreMergedInTheOrderOfTheirHashKeysOnly() {
        cloud.stream("posts", 2);

        KinesisFaults.assertFault(
                () ->
                        kinesis.mergeShards(request ->
                                request.streamName("posts")
                                        .shardToMerge(SECOND)
                                        .adjacentShardToMerge(KinesisFixture.FIRST)),
                InvalidArgumentException.class,
                "Shards shardId-000000000001 and shardId-000000000000 in stream posts under"
                        + " account 000000000000 are not an adjacent pair of shards eligible for"
                        + " merging");
    }
}
