package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads one shard at a steady pace into its lane, from the checkpoint to the shard's end. */
final class ShardReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    /** Looking whether there is room costs nothing, unlike a read. */
    private static final Duration LOOK_FOR_ROOM = Duration.ofMillis(20);

    private final FollowedStream stream;
    private final String shardId;
    private final Lane lane;
    private final BooleanSupplier mayRead;
    private final FirehoseMetrics metrics;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;
    private final Runnable ended;
    private final Runnable another;

    private @Nullable String iterator;
    private @Nullable String lastRead;
    private int failures;
    private volatile boolean stopped;

    /**
     * @param mayRead false while there is enough in hand, or the delivery has stopped
     * @param ended runs when a closed shard has been read and handed on to its end
     * @param another runs when the stream is found to be another one, after which nothing is read
     */
    ShardReader(
            FollowedStream stream,
            String shardId,
            Lane lane,
            BooleanSupplier mayRead,
            FirehoseMetrics metrics,
            FirehoseTiming timing,
            Scheduler scheduler,
            Runnable ended,
            Runnable another) {
        this.stream = stream;
        this.shardId = shardId;
        this.lane = lane;
        this.mayRead = mayRead;
        this.metrics = metrics;
        this.timing = timing;
        this.scheduler = scheduler;
        this.ended = ended;
        this.another = another;
        this.lastRead = stream.checkpoints().of(shardId).map(Checkpoints.Shard::after).orElse(null);
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
        Duration wait;
        try {
            wait = mayRead.getAsBoolean() && lane.hasRoom() ? read() : LOOK_FOR_ROOM;
            failures = 0;
        } catch (StreamSource.Unreadable e) {
            wait = recover(e);
        } catch (RuntimeException e) {
            // A defect must not silently end the reading of a shard.
            LOG.error("Reading {} of {} failed; trying again", shardId, stream.arn(), e);
            failures++;
            wait = timing.backoff(failures);
        }
        if (!stopped) {
            scheduler.after(wait, this::tick);
        }
    }

    /** Reads once and answers when to read again. */
    private Duration read() {
        String from = iterator == null ? open() : iterator;
        if (stopped) {
            return timing.poll();
        }
        StreamSource.Read read = stream.source().read(stream.arn(), shardId, from);
        var records = read.records();
        metrics.millis("KinesisMillisBehindLatest", read.millisBehindLatest());
        iterator = read.next();
        if (!records.isEmpty()) {
            long bytes = records.stream().mapToLong(record -> record.data().length).sum();
            metrics.count("DataReadFromKinesisStream.Records", records.size());
            metrics.bytes("DataReadFromKinesisStream.Bytes", bytes);
            String last = sequenceNumber(records.getLast());
            lastRead = last;
            lane.accept(
                    AggregatedRecords.split(records),
                    () -> stream.checkpoints().advance(shardId, last));
        }
        if (iterator == null) {
            stopped = true;
            lane.end(this::end);
        }
        return read.millisBehindLatest() > 0 ? timing.catchUp() : timing.poll();
    }

    private void end() {
        // Behind all records, so that it counts only when they are stored.
        lane.accept(List.of(), () -> stream.checkpoints().end(shardId));
        ended.run();
    }

    private String open() {
        String opened =
                stream.source()
                        .iterator(
                                stream.arn(),
                                shardId,
                                lastRead == null
                                        ? new StreamSource.Position.AtTime(stream.start())
                                        : new StreamSource.Position.After(lastRead));
        // Asked afterwards: an iterator that was made before the answer belongs to this stream.
        leaveIfAnother();
        iterator = opened;
        return opened;
    }

    /** A shard of the same name in another stream must not be read on from the old position. */
    private void leaveIfAnother() {
        if (stream.isAnotherNow()) {
            stopped = true;
            another.run();
        }
    }

    /** Prepares for the next try and answers when it should be. */
    private Duration recover(StreamSource.Unreadable why) {
        failures++;
        switch (why.trouble()) {
            case THROTTLED -> {
                metrics.count(
                        iterator == null ? "ThrottledGetShardIterator" : "ThrottledGetRecords", 1);
                return timing.poll();
            }
            case ITERATOR_EXPIRED -> iterator = null;
            case POSITION_INVALID, NOT_FOUND -> {
                warn(why);
                if (why.trouble() == StreamSource.Trouble.POSITION_INVALID && iterator == null) {
                    // The position itself is wrong: better twice than never.
                    lastRead = null;
                }
                iterator = null;
                try {
                    leaveIfAnother();
                } catch (StreamSource.Unreadable e) {
                    LOG.debug("{} cannot be described: {}", stream.arn(), e.getMessage());
                }
            }
            case DENIED, ROLE_NOT_ASSUMED, OTHER -> {
                iterator = null;
                warn(why);
            }
        }
        return timing.backoff(failures);
    }

    private void warn(StreamSource.Unreadable why) {
        if (failures == 1) {
            LOG.warn(
                    "Cannot read {} of {} and will keep trying: {}",
                    shardId,
                    stream.arn(),
                    why.getMessage());
        }
    }

    private static String sequenceNumber(SourceRecord record) {
        SourceRecord.Origin origin = record.kinesis();
        if (origin == null) {
            throw new IllegalStateException("A record of a stream has a sequence number");
        }
        return origin.sequenceNumber();
    }
}
