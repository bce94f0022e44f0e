package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads one shard at a steady pace into its lane, from the checkpoint to the shard's end. */
final class ShardReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final StreamSource source;
    private final String streamArn;
    private final String shardId;
    private final Instant start;
    private final Checkpoints checkpoints;
    private final Lane lane;
    private final BooleanSupplier mayRead;
    private final FirehoseMetrics metrics;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;
    private final Runnable ended;

    private @Nullable String iterator;
    private @Nullable String lastRead;
    private int failures;
    private volatile boolean stopped;

    /**
     * @param mayRead false while there is enough in hand, or the delivery has stopped
     * @param ended runs when a closed shard has been read and handed on to its end
     */
    ShardReader(
            StreamSource source,
            String streamArn,
            String shardId,
            Instant start,
            Checkpoints checkpoints,
            Lane lane,
            BooleanSupplier mayRead,
            FirehoseMetrics metrics,
            FirehoseTiming timing,
            Scheduler scheduler,
            Runnable ended) {
        this.source = source;
        this.streamArn = streamArn;
        this.shardId = shardId;
        this.start = start;
        this.checkpoints = checkpoints;
        this.lane = lane;
        this.mayRead = mayRead;
        this.metrics = metrics;
        this.timing = timing;
        this.scheduler = scheduler;
        this.ended = ended;
        this.lastRead = checkpoints.of(shardId).map(Checkpoints.Shard::after).orElse(null);
    }

    void begin() {
        scheduler.after(Duration.ZERO, this::tick);
    }

    void stop() {
        stopped = true;
    }

    private void tick() {
        if (stopped) {
            return;
        }
        Duration wait = timing.poll();
        try {
            if (mayRead.getAsBoolean() && lane.hasRoom() && !read()) {
                return;
            }
            failures = 0;
        } catch (StreamSource.Unreadable e) {
            wait = recover(e);
        } catch (RuntimeException e) {
            // A defect must not silently end the reading of a shard.
            LOG.error("Reading {} of {} failed; trying again", shardId, streamArn, e);
            failures++;
            wait = timing.backoff(failures);
        }
        scheduler.after(wait, this::tick);
    }

    /** Reads once; false if the shard has come to its end. */
    private boolean read() {
        String from = iterator == null ? open() : iterator;
        StreamSource.Read read = source.read(streamArn, shardId, from);
        var records = read.records();
        metrics.millis("KinesisMillisBehindLatest", read.millisBehindLatest());
        iterator = read.next();
        if (!records.isEmpty()) {
            long bytes = records.stream().mapToLong(record -> record.data().length).sum();
            metrics.count("DataReadFromKinesisStream.Records", records.size());
            metrics.bytes("DataReadFromKinesisStream.Bytes", bytes);
            String last = sequenceNumber(records.getLast());
            lastRead = last;
            lane.accept(records, () -> checkpoints.advance(shardId, last));
        }
        if (iterator == null) {
            lane.end(this::end);
            return false;
        }
        return true;
    }

    private void end() {
        // Behind all records, so that it counts only when they are stored.
        lane.accept(List.of(), () -> checkpoints.end(shardId));
        ended.run();
    }

    private String open() {
        String opened =
                source.iterator(
                        streamArn,
                        shardId,
                        lastRead == null
                                ? new StreamSource.Position.AtTime(start)
                                : new StreamSource.Position.After(lastRead));
        iterator = opened;
        return opened;
    }

    /** Prepares for the next try and answers when it should be. */
    private Duration recover(StreamSource.Unreadable why) {
        failures++;
        switch (why.trouble()) {
            case THROTTLED -> {
                metrics.count("ThrottledGetRecords", 1);
                return timing.poll();
            }
            case ITERATOR_EXPIRED -> iterator = null;
            case POSITION_INVALID -> {
                // The stream was deleted and made anew under its old name.
                LOG.warn("{} of {} is another one now: starting anew", shardId, streamArn);
                iterator = null;
                lastRead = null;
            }
            case NOT_FOUND, OTHER -> {
                iterator = null;
                if (failures == 1) {
                    LOG.warn(
                            "Cannot read {} of {} and will keep trying: {}",
                            shardId,
                            streamArn,
                            why.getMessage());
                }
            }
        }
        return timing.backoff(failures);
    }

    private static String sequenceNumber(SourceRecord record) {
        SourceRecord.Origin origin = record.kinesis();
        if (origin == null) {
            throw new IllegalStateException("A record of a stream has a sequence number");
        }
        return origin.sequenceNumber();
    }
}
