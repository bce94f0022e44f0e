package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Follows a Kinesis stream through its reshards: a shard is read when all its parents have been
 * read and handed on to their end.
 */
final class StreamFollower {
    private static final Logger LOG = LoggerFactory.getLogger(StreamFollower.class);

    private final StreamSource source;
    private final String streamArn;
    private final Checkpoints checkpoints;
    private final BiFunction<String, Runnable, ShardReader> readers;
    private final FirehoseTiming timing;
    private final Scheduler scheduler;

    private final Map<String, ShardReader> reading = new HashMap<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private int failures;
    private boolean stopped;

    /**
     * @param readers makes the reader of a shard, which runs the given work at the shard's end
     */
    StreamFollower(
            StreamSource source,
            String streamArn,
            Checkpoints checkpoints,
            BiFunction<String, Runnable, ShardReader> readers,
            FirehoseTiming timing,
            Scheduler scheduler) {
        this.source = source;
        this.streamArn = streamArn;
        this.checkpoints = checkpoints;
        this.readers = readers;
        this.timing = timing;
        this.scheduler = scheduler;
    }

    void begin() {
        scheduler.after(Duration.ZERO, this::refresh);
    }

    synchronized void stop() {
        stopped = true;
        reading.values().forEach(ShardReader::stop);
    }

    private synchronized void refresh() {
        if (stopped) {
            return;
        }
        try {
            readAll(source.shards(streamArn));
            failures = 0;
        } catch (StreamSource.Unreadable e) {
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
        scheduler.after(timing.backoff(failures), this::refresh);
    }

    private void readAll(List<StreamSource.Shard> shards) {
        Set<String> known = shards.stream().map(StreamSource.Shard::id).collect(Collectors.toSet());
        for (StreamSource.Shard shard : shards) {
            if (isEnded(shard.id()) || reading.containsKey(shard.id())) {
                continue;
            }
            boolean parentsRead =
                    shard.parents().stream()
                            .allMatch(parent -> !known.contains(parent) || isEnded(parent));
            if (parentsRead) {
                ShardReader reader = readers.apply(shard.id(), () -> ended(shard.id()));
                reading.put(shard.id(), reader);
                reader.begin();
            }
        }
    }

    private void ended(String shardId) {
        ended.add(shardId);
        refresh();
    }

    private boolean isEnded(String shardId) {
        return ended.contains(shardId)
                || checkpoints.of(shardId).map(Checkpoints.Shard::ended).orElse(false);
    }
}
