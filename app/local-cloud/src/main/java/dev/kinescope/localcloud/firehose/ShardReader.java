package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads one shard at a steady pace into its lane, from the checkpoint to the shard's end. */
final class ShardReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShardReader.class);

    private final FollowedStream stream;
    private final String shardId;
    private final Lane lane;
    private final Backlog backlog;
    private final FirehoseMetrics metrics;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;
    private final Runnable ended;
    private final Runnable another;

    private @Nullable String iterator;
    private @Nullable String lastRead;
    private int failures;

    /** Whether the stream is being described, or that was the last to fail. */
    private boolean describing;

    private StreamSource.@Nullable Trouble warnedOf;
    private volatile boolean stopped;

    /** Whether it waits for room, and is to be woken by whoever makes it. */
    private final AtomicBoolean waiting = new AtomicBoolean();

    /**
     * @param ended runs when a closed shard has been read and handed on to its end
     * @param another runs when the stream is found to be another one, after which nothing is read,
     *     or when the shard is not found
     */
    ShardReader(
            FollowedStream stream,
            String shardId,
            Lane lane,
            Backlog backlog,
            FirehoseMetrics metrics,
            FirehoseTiming timing,
            Scheduler scheduler,
            Runnable ended,
            Runnable another) {
        this.stream = stream;
        this.shardId = shardId;
        this.lane = lane;
        this.backlog = backlog;
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

    /** The stream does not have the shard any more: what was read of it is all there will be. */
    void endEarly() {
        if (!stopped) {
            stopped = true;
            lane.end(this::end);
        }
    }

    private void tick() {
        if (stopped) {
            return;
        }
        // Whatever is thrown must not silently end the reading of a shard.
        Duration wait = timing.longestRetry();
        try {
            wait = hasRoom() ? tryToRead() : null;
        } catch (RuntimeException e) {
            LOG.error("Reading {} of {} failed; trying again", shardId, stream.arn(), e);
            failures++;
            wait = timing.backoff(failures);
        } finally {
            if (!stopped && wait != null) {
                scheduler.after(wait, this::tick);
            }
        }
    }

    private Duration tryToRead() {
        try {
            Duration wait = read();
            failures = 0;
            warnedOf = null;
            return wait;
        } catch (StreamSource.Unreadable e) {
            return recover(e);
        }
    }

    /** Whether there is room for more; if not, whoever makes it starts the next tick. */
    private boolean hasRoom() {
        if (isRoomy()) {
            return true;
        }
        waiting.set(true);
        lane.whenRoom(this::wake);
        backlog.whenRoom(this::wake);
        // It may have been made before anybody knew that it is waited for.
        return isRoomy() && waiting.compareAndSet(true, false);
    }

    private boolean isRoomy() {
        return !backlog.isFull() && lane.hasRoom();
    }

    private void wake() {
        if (waiting.compareAndSet(true, false)) {
            scheduler.after(Duration.ZERO, this::tick);
        }
    }

    /** Reads once and answers when to read again. */
    private Duration read() {
        describing = false;
        String from = iterator == null ? open() : iterator;
        if (stopped) {
            return timing.poll();
        }
        StreamSource.Read read = stream.source().read(stream.arn(), shardId, from);
        var records = read.records();
        metrics.millis("KinesisMillisBehindLatest", read.millisBehindLatest());
        if (!records.isEmpty()) {
            long bytes = records.stream().mapToLong(record -> record.data().length).sum();
            metrics.count("DataReadFromKinesisStream.Records", records.size());
            metrics.bytes("DataReadFromKinesisStream.Bytes", bytes);
            String last = sequenceNumber(records.getLast());
            lane.accept(
                    AggregatedRecords.split(records),
                    () -> stream.checkpoints().advance(shardId, last));
            lastRead = last;
        }
        // Not before they are taken: if that fails they have to be read again.
        iterator = read.next();
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
        describing = true;
        boolean isAnother = stream.isAnotherNow();
        describing = false;
        if (isAnother) {
            stopped = true;
            another.run();
        }
    }

    /** Prepares for the next try and answers when it should be. */
    private Duration recover(StreamSource.Unreadable why) {
        failures++;
        switch (why.trouble()) {
            case THROTTLED -> {
                metrics.count(throttled(), 1);
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
                    if (!stopped && why.trouble() == StreamSource.Trouble.NOT_FOUND) {
                        another.run();
                    }
                } catch (StreamSource.Unreadable e) {
                    if (e.trouble() == StreamSource.Trouble.THROTTLED) {
                        metrics.count(throttled(), 1);
                    }
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

    /** The metric of the call that was throttled. */
    private String throttled() {
        if (describing) {
            return "ThrottledDescribeStream";
        }
        return iterator == null ? "ThrottledGetShardIterator" : "ThrottledGetRecords";
    }

    private void warn(StreamSource.Unreadable why) {
        if (why.trouble() != warnedOf) {
            warnedOf = why.trouble();
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
