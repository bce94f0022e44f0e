package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** An active delivery stream at work: source, lanes, function and buffers put together. */
final class Delivery {
    private final Supplier<DeliveryStream> stream;
    private final Surroundings around;
    private final FirehoseMetrics metrics;
    private final Backlog backlog = new Backlog();
    private final DeliveryErrors errors;
    private final Destinations destinations;
    private final TransformCalls calls;
    private final @Nullable StreamFollower follower;
    private final @Nullable DirectPuts puts;
    private volatile boolean stopped;

    /**
     * @param stream the definition as it is now; updates take effect with the next batch
     */
    Delivery(String arn, Supplier<DeliveryStream> stream, Surroundings around) {
        this.stream = stream;
        this.around = around;
        DeliveryStream now = stream.get();
        this.metrics = new FirehoseMetrics(around.metrics(), now.name());
        this.errors = new DeliveryErrors(arn, around);
        this.destinations =
                new Destinations(
                        buffer(ObjectBuffer.Kind.DATA),
                        new PartitionedBuffers(this::partition, metrics),
                        buffer(ObjectBuffer.Kind.FAILED),
                        buffer(ObjectBuffer.Kind.BACKUP),
                        this::settings);
        DeliveryStream.Source source = now.source();
        String streamArn = source == null ? null : source.streamArn();
        this.calls =
                new TransformCalls(
                        around,
                        new TransformEvent(arn, streamArn, around.identity().region()),
                        metrics,
                        errors);
        if (source == null) {
            this.follower = null;
            this.puts = new DirectPuts(around.documents(), now.name(), lane(() -> {}));
        } else {
            this.follower = follower(source, now);
            this.puts = null;
        }
    }

    void begin() {
        if (follower != null) {
            follower.begin();
        }
        if (puts != null) {
            puts.resume();
        }
    }

    /**
     * Reads, transforms, stores and remembers nothing more; what is not stored yet is read again at
     * the next start.
     */
    void stop() {
        stopped = true;
        if (follower != null) {
            follower.stop();
        }
        if (puts != null) {
            puts.stop();
        }
        calls.stop();
        destinations.stop();
    }

    /** Takes records put directly and answers their ids. */
    List<String> put(List<byte[]> records) {
        if (puts == null) {
            throw FirehoseErrors.invalidArgument(
                    "This operation is not permitted on KinesisStreamAsSource delivery stream"
                            + " type.");
        }
        if (backlog.isFull(settings())) {
            throw FirehoseErrors.slowDown();
        }
        List<String> ids =
                puts.put(records, around.clock().instant()).orElseThrow(FirehoseErrors::slowDown);
        metrics.count("IncomingPutRequests", 1);
        metrics.count("IncomingRecords", records.size());
        metrics.bytes("IncomingBytes", records.stream().mapToLong(one -> one.length).sum());
        return ids;
    }

    private DestinationSettings settings() {
        return stream.get().destination();
    }

    private StreamFollower follower(DeliveryStream.Source from, DeliveryStream now) {
        var source = new ActingSource(around, from.roleArn());
        String streamArn = from.streamArn();
        Instant start = now.start().orElseGet(around.clock()::instant);
        return new StreamFollower(
                source,
                streamArn,
                created ->
                        new FollowedStream(
                                source,
                                streamArn,
                                start,
                                new Checkpoints(around.documents(), now.name(), created)),
                (followed, shardId, ended, another) ->
                        new ShardReader(
                                followed,
                                shardId,
                                lane(followed.checkpoints()::save),
                                () -> !stopped && !backlog.isFull(settings()),
                                metrics,
                                around.timing(),
                                around.scheduler(),
                                ended,
                                another),
                metrics,
                around.timing(),
                around.scheduler());
    }

    private Lane lane(Runnable moved) {
        return new Lane(
                stream,
                calls,
                destinations,
                backlog,
                new Progress(stream.get().name(), moved),
                around.scheduler());
    }

    private ObjectBuffer buffer(ObjectBuffer.Kind kind) {
        return new ObjectBuffer(kind, Map.of(), () -> {}, stream, around, metrics, errors);
    }

    private ObjectBuffer partition(PartitionedBuffers all, Map<String, String> partition) {
        return new ObjectBuffer(
                ObjectBuffer.Kind.DATA,
                partition,
                () -> all.idle(partition),
                stream,
                around,
                metrics,
                errors);
    }
}
