package dev.kinescope.localcloud.firehose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

class StreamFollowerTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final World world = new World();
    private final Map<String, WeakReference<ShardReader>> readers = new HashMap<>();
    private final Backlog backlog = new Backlog(() -> stream().destination());
    private final FirehoseMetrics metrics = new FirehoseMetrics(world.around.metrics(), "posts");
    private final DeliveryErrors errors = new DeliveryErrors("arn", world.around);

    @BeforeEach
    void create() {
        world.create(d -> d.bufferingHints(h -> h.sizeInMBs(1).intervalInSeconds(0)));
        // Its own delivery must not count here.
        world.kill();
        world.firehose.close();
    }

    private DeliveryStream stream() {
        return new DeliveryStreams(world.documents).find("posts").orElseThrow();
    }

    private ObjectBuffer buffer(ObjectWriter.Kind kind) {
        return new ObjectBuffer(
                new ObjectWriter(kind, Map.of(), this::stream, world.around, metrics, errors),
                () -> {},
                this::stream,
                world.around,
                backlog);
    }

    private StreamFollower follower() {
        var destinations =
                new Destinations(
                        buffer(ObjectWriter.Kind.DATA),
                        new PartitionedBuffers(
                                (_, _) -> buffer(ObjectWriter.Kind.DATA),
                                () -> Long.MAX_VALUE,
                                metrics),
                        buffer(ObjectWriter.Kind.FAILED),
                        buffer(ObjectWriter.Kind.BACKUP),
                        () -> stream().destination());
        var calls =
                new TransformCalls(
                        world.around,
                        new TransformEvent("arn", FakeStream.ARN, "us-east-1"),
                        metrics,
                        errors);
        return new StreamFollower(
                world.stream,
                FakeStream.ARN,
                created -> followed(new Checkpoints(world.documents, "posts", created)),
                (followed, shardId, ended, another) -> {
                    var lane =
                            new Lane(
                                    this::stream,
                                    calls,
                                    destinations,
                                    backlog,
                                    new Progress(followed.saving()::ask),
                                    world.around.scheduler());
                    var reader =
                            new ShardReader(
                                    followed,
                                    shardId,
                                    lane,
                                    backlog,
                                    metrics,
                                    FirehoseTiming.LOCAL,
                                    world.around.scheduler(),
                                    ended,
                                    another);
                    readers.put(shardId, new WeakReference<>(reader));
                    return reader;
                },
                metrics,
                FirehoseTiming.LOCAL,
                world.around.scheduler());
    }

    private FollowedStream followed(Checkpoints checkpoints) {
        return new FollowedStream(
                world.stream,
                FakeStream.ARN,
                World.START,
                checkpoints,
                new Soon(
                        checkpoints::save,
                        _ -> {},
                        FirehoseTiming.LOCAL,
                        world.around.scheduler()));
    }

    @Test
    void theReaderOfAShardThatIsStoredToItsEndIsLetGo() {
        StreamFollower follower = follower();
        follower.begin();
        world.put("a");
        world.advance(SECOND);
        world.stream.shard("second", World.SHARD).close(World.SHARD);
        world.advance(Duration.ofSeconds(5));
        world.stream.shard("third", "second").close("second");
        world.advance(Duration.ofSeconds(5));

        assertThat(readers).containsOnlyKeys(World.SHARD, "second", "third");
        await().until(() -> {
            System.gc();
            return readers.get(World.SHARD).get() == null;
        });
        assertThat(readers.get("third").get()).isNotNull();
        follower.stop();
    }

    @Test
    void shardsThatEndTogetherLetTheStreamBeListedOnce() {
        for (int i = 0; i < 8; i++) {
            world.stream.shard("closed" + i).close("closed" + i);
        }
        int before = world.stream.listed;
        follower().begin();
        world.advance(SECOND);

        assertThat(readers).hasSize(9);
        assertThat(world.stream.listed - before).isEqualTo(2);
    }

    @Test
    void aDescriptionThatIsThrottledIsCountedAsOne() {
        follower().begin();
        world.stream.throttleDescribe(1);
        world.advance(Duration.ofSeconds(10));
        // The first describes the stream for its shards, the next for a reader's position.
        assertThat(world.sum("ThrottledDescribeStream")).isEqualTo(1);
        world.stream.shard("next");
        follower().begin();
        world.stream.whenListed(() -> world.stream.throttleDescribe(1));
        world.advance(Duration.ofSeconds(10));

        assertThat(world.sum("ThrottledDescribeStream")).isEqualTo(2);
        assertThat(world.sum("ThrottledGetShardIterator")).isZero();
    }
}
