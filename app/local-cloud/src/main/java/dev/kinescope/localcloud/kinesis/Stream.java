package dev.kinescope.localcloud.kinesis;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A stream that is there: its state now, and its shards. */
final class Stream {
    private final String arn;
    private volatile View view;
    private volatile boolean removed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final AtomicLong changes = new AtomicLong();

    /** A state and the shards that belong to it, always seen together. */
    private record View(StreamState state, Map<String, Shard> shards, Routes open) {}

    private final LongAdder recordsIn = new LongAdder();
    private final LongAdder bytesIn = new LongAdder();

    Stream(String arn, StreamState state, Map<String, Shard> shards) {
        this.arn = arn;
        this.view = view(state, shards);
    }

    String arn() {
        return arn;
    }

    StreamState state() {
        return view.state();
    }

    Map<String, Shard> shards() {
        return view.shards();
    }

    Optional<Shard> shard(String id) {
        return Optional.ofNullable(view.shards().get(id));
    }

    /** Which open shard takes which hash keys now. */
    Routes routes() {
        return view.open();
    }

    /** Whether it is gone: its shards are closed, and no others take their place. */
    boolean removed() {
        return removed;
    }

    void remove() {
        removed = true;
        changed();
    }

    /** How often its shards have come to take records anew, or never again. */
    long changes() {
        return changes.get();
    }

    /**
     * Waits for the next of the {@link #changes} after so many: writers that meet a closed shard
     * wait here, since they must leave the processor to whoever has closed it.
     */
    void awaitChange(long seen) {
        lock.lock();
        try {
            while (changes.get() == seen) {
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private void changed() {
        lock.lock();
        try {
            changes.incrementAndGet();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Counts records that were taken, and their bytes. */
    void took(long records, long bytes) {
        recordsIn.add(records);
        bytesIn.add(bytes);
    }

    /** How many shards what was taken since the last call would have filled in that time. */
    double shardsFilled(Duration time) {
        double records = (double) recordsIn.sumThenReset() / Shard.WRITE_RECORDS;
        double bytes = (double) bytesIn.sumThenReset() / Shard.WRITE_BYTES;
        return Math.max(records, bytes) / time.toSeconds();
    }

    void become(StreamState state, Map<String, Shard> shards) {
        view = view(state, shards);
        changed();
    }

    /** Takes records as before: a change that was to close shards could not be kept. */
    void reopen() {
        shards().values().forEach(Shard::reopen);
        changed();
    }

    private static View view(StreamState state, Map<String, Shard> shards) {
        var open = new TreeMap<HashKey, Shard>();
        for (ShardState shard : state.shards()) {
            Shard known = shards.get(shard.id());
            if (shard.open() && known != null) {
                open.put(HashKey.of(shard.range().start()), known);
            }
        }
        return new View(state, Map.copyOf(shards), new Routes(open));
    }
}
