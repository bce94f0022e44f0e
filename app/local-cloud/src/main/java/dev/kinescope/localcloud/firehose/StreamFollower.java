package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Follows a Kinesis stream through its reshards: a shard is read when all its parents have been
 * read and handed on to their end. Of a stream that is deleted and made anew, the new one is
 * followed from its start.
 */
final class StreamFollower {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);

    /** Makes the readers of shards. */
    @FunctionalInterface
    interface Readers {
        /**
         * A reader that has not begun.
         *
         * @param ended runs when a closed shard has been read and handed on to its end
         * @param another runs when the reader finds that the stream is not the one it was, and has
         *     stopped, or that it does not have the shard any more
         */
        ShardReader of(FollowedStream stream, String shardId, Runnable ended, Runnable another);
    }

    private final StreamSource source;
    private final String streamArn;
    private final Function<Instant, FollowedStream> streams;
    private final Readers readers;
    private final FirehoseMetrics metrics;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;

    private final Map<String, ShardReader> reading = new HashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private @Nullable FollowedStream followed;
    private int failures;
    private boolean asked;
    private boolean stopped;

    /**
     * @param streams makes the stream to follow from the time it was created
     */
    StreamFollower(
            StreamSource source,
            String streamArn,
            Function<Instant, FollowedStream> streams,
            Readers readers,
            FirehoseMetrics metrics,
            FirehoseTiming timing,
            Scheduler scheduler) {
        this.source = source;
        this.streamArn = streamArn;
        this.streams = streams;
        this.readers = readers;
        this.metrics = metrics;
        this.timing = timing;
        this.scheduler = scheduler;
    }

    /** Looks at the stream soon, once for all who ask meanwhile. */
    void begin() {
        ask(Duration.ZERO);
    }

    private synchronized void ask(Duration wait) {
        if (!asked) {
            asked = true;
            scheduler.after(wait, this::refresh);
        }
    }

    synchronized void stop() {
        stopped = true;
        leave();
    }

    /** Makes last how far it has come. */
    void save() {
        FollowedStream now;
        synchronized (this) {
            now = followed;
        }
        if (now != null) {
            now.checkpoints().save();
        }
    }

    private synchronized void refresh() {
        asked = false;
        if (stopped) {
            return;
        }
        try {
            FollowedStream stream = follow(source.created(streamArn));
            readAll(stream, source.shards(streamArn));
            failures = 0;
        } catch (StreamSource.Unreadable e) {
            if (e.trouble() == StreamSource.Trouble.THROTTLED) {
                metrics.count("ThrottledDescribeStream", 1);
            }
            if (failures == 0) {
                LOG.warn(
                        "Cannot list the shards of {} and will keep trying: {}",
                        streamArn,
                        e.getMessage());
            }
            again();
        } catch (RuntimeException e) {
            // A defect must not silently leave new shards unread.
            if (failures == 0) {
                LOG.error("Following {} failed; trying again", streamArn, e);
            }
            again();
        }
    }

    private void again() {
        failures++;
        ask(timing.backoff(failures));
    }

    /** Goes on with the stream that was followed, or begins with the one that took its place. */
    private FollowedStream follow(Instant created) {
        FollowedStream before = followed;
        if (before != null && before.checkpoints().streamCreated().equals(created)) {
            return before;
        }
        if (before != null) {
            LOG.warn("{} was deleted and made anew: reading the new one.", streamArn);
            leave();
        }
        FollowedStream now = streams.apply(created);
        followed = now;
        return now;
    }

    /** Reads no further; what has been read already is still delivered. */
    private void leave() {
        if (followed != null) {
            followed.checkpoints().retire();
        }
        reading.values().forEach(ShardReader::stop);
        reading.clear();
        ended.clear();
    }

    private void readAll(FollowedStream stream, List<StreamSource.Shard> shards) {
        Set<String> known = shards.stream().map(StreamSource.Shard::id).collect(Collectors.toSet());
        reading.keySet().removeIf(id -> isStored(stream, id));
        ended.removeIf(id -> isStored(stream, id));
        // Of those that are still on their way the end is to be seen here first.
        var kept = new HashSet<>(known);
        kept.addAll(reading.keySet());
        stream.checkpoints().forgetAllBut(kept);
        reading.forEach((id, reader) -> {
            if (!known.contains(id)) {
                reader.endEarly();
            }
        });
        for (StreamSource.Shard shard : shards) {
            if (isEnded(stream, shard.id()) || reading.containsKey(shard.id())) {
                continue;
            }
            boolean parentsRead =
                    shard.parents().stream()
                            .allMatch(parent ->
                                    isEnded(stream, parent)
                                            || (!known.contains(parent)
                                                    && !reading.containsKey(parent)));
            if (parentsRead) {
                ShardReader reader =
                        readers.of(
                                stream, shard.id(), () -> ended(stream, shard.id()), this::begin);
                reading.put(shard.id(), reader);
                reader.begin();
            }
        }
    }

    private synchronized void ended(FollowedStream stream, String shardId) {
        if (stream.equals(followed)) {
            ended.add(shardId);
            begin();
        }
    }

    private boolean isEnded(FollowedStream stream, String shardId) {
        return ended.contains(shardId) || isStored(stream, shardId);
    }

    private static boolean isStored(FollowedStream stream, String shardId) {
        return stream.checkpoints().of(shardId).map(Checkpoints.Shard::ended).orElse(false);
    }
}
