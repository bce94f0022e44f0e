package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** An active delivery stream at work: source, lanes, function and buffers put together. */
final class Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private final String name;
    private final Supplier<DeliveryStream> stream;
    private final Surroundings around;
    private final FirehoseMetrics metrics;
    private final Backlog backlog;
    private final DeliveryErrors errors;
    private final Destinations destinations;
    private final TransformCalls calls;
    private final @Nullable StreamFollower follower;
    private final @Nullable DirectPuts puts;

    /**
     * @param stream the definition as it is now; updates take effect with the next batch
     */
    Delivery(String arn, Supplier<DeliveryStream> stream, Surroundings around) {
        this.stream = stream;
        this.around = around;
        DeliveryStream now = stream.get();
        this.name = now.name();
        this.backlog = new Backlog(this::settings);
        this.metrics = new FirehoseMetrics(around.metrics(), now.name());
        this.errors = new DeliveryErrors(arn, around);
        this.destinations =
                new Destinations(
                        buffer(ObjectWriter.Kind.DATA),
                        new PartitionedBuffers(
                                this::partition, () -> Backlog.room(settings()), metrics),
                        buffer(ObjectWriter.Kind.FAILED),
                        buffer(ObjectWriter.Kind.BACKUP),
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
            this.puts = new DirectPuts(around, now.name(), this::lane);
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
        if (follower != null) {
            follower.stop();
        }
        if (puts != null) {
            puts.stop();
        }
        calls.stop();
        destinations.stop();
    }

    /** Stores what has been transformed so far, if it can be done in time, and stops. */
    void finish(Instant deadline) {
        // What comes of a call from now on waits for the next start.
        calls.stop();
        destinations.finish(deadline);
        try {
            if (follower != null) {
                follower.save();
            }
            if (puts != null) {
                puts.forgetStored();
            }
        } catch (RuntimeException e) {
            cannotKeep(e);
        }
        stop();
    }

    /** Takes records put directly and answers their ids. */
    List<String> put(List<byte[]> records) {
        if (puts == null) {
            throw FirehoseErrors.invalidArgument(
                    "This operation is not permitted on KinesisStreamAsSource delivery stream"
                            + " type.");
        }
        if (backlog.isFull()) {
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
                created -> {
                    var kept = new Checkpoints(around.documents(), now.name(), created);
                    var saving =
                            new Soon(
                                    kept::save,
                                    this::cannotKeep,
                                    around.timing(),
                                    around.scheduler());
                    return new FollowedStream(source, streamArn, start, kept, saving);
                },
                (followed, shardId, ended, another) ->
                        new ShardReader(
                                followed,
                                shardId,
                                lane(followed.saving()::ask),
                                backlog,
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
                stream, calls, destinations, backlog, new Progress(moved), around.scheduler());
    }

    private void cannotKeep(RuntimeException e) {
        LOG.error(
                "The progress of delivery stream {} cannot be kept yet; until then a restart"
                        + " delivers records again. Free space on the disk.",
                name,
                e);
    }

    private ObjectBuffer buffer(ObjectWriter.Kind kind) {
        return buffer(kind, Map.of(), () -> {});
    }

    private ObjectBuffer partition(PartitionedBuffers all, Map<String, String> partition) {
        return buffer(ObjectWriter.Kind.DATA, partition, () -> all.idle(partition));
    }

    private ObjectBuffer buffer(
            ObjectWriter.Kind kind, Map<String, String> partition, Runnable idle) {
        return new ObjectBuffer(
                new ObjectWriter(kind, partition, stream, around, metrics, errors),
                idle,
                stream,
                around,
                backlog);
    }
}
