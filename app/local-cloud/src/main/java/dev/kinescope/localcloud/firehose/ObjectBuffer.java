package dev.kinescope.localcloud.firehose;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Collects what goes to one destination and delivers it as objects, by size and by time, one after
 * the other; what the bucket does not take is tried again until it does.
 */
final class ObjectBuffer {
    private static final Logger LOG = LoggerFactory.getLogger(ObjectBuffer.class);

    private final ObjectWriter writer;
    private final Runnable idle;
    private final Supplier<DeliveryStream> stream;
    private final Surroundings around;
    private final Backlog backlog;

    private final Deque<Chunk> sealed = new ArrayDeque<>();
    private @Nullable Chunk open;

    /** The one whose turn it is, however often it has been refused. */
    private @Nullable Chunk current;

    /** Held while an object is put, and from {@link #finish} on. */
    private final Semaphore turn = new Semaphore(1);

    private volatile boolean stopped;

    /**
     * @param idle runs when all it got is stored
     */
    ObjectBuffer(
            ObjectWriter writer,
            Runnable idle,
            Supplier<DeliveryStream> stream,
            Surroundings around,
            Backlog backlog) {
        this.writer = writer;
        this.idle = idle;
        this.stream = stream;
        this.around = around;
        this.backlog = backlog;
    }

    synchronized boolean isIdle() {
        return open == null && sealed.isEmpty() && current == null;
    }

    synchronized void add(List<Outcome.Item> items, Receipt receipt) {
        for (Outcome.Item item : items) {
            Chunk chunk = open == null ? begin() : open;
            chunk.add(item, receipt);
            if (chunk.bytes >= chunk.settings.bufferBytes()) {
                seal(chunk);
            }
        }
        storeNext();
    }

    /** What the object that still fills has so far. */
    synchronized long openBytes() {
        return open == null ? 0 : open.bytes;
    }

    /** Delivers what there is before its time. */
    synchronized void deliverNow() {
        if (open != null) {
            seal(open);
            storeNext();
        }
    }

    /** Stores nothing more. */
    synchronized void stop() {
        stopped = true;
        if (open != null && open.timer != null) {
            open.timer.cancel();
        }
        open = null;
        sealed.clear();
    }

    /** Stores what there is until the time is up, trying once; nothing is stored afterwards. */
    void finish(Instant deadline) {
        if (!takeTurn(deadline)) {
            return;
        }
        for (Chunk chunk = next(); chunk != null; chunk = next()) {
            // Not for the first time, if only for the log: nobody keeps trying here.
            if (!around.clock().instant().isBefore(deadline) || !put(chunk, 2)) {
                return;
            }
            synchronized (this) {
                current = null;
            }
        }
    }

    private boolean takeTurn(Instant deadline) {
        long millis = Duration.between(around.clock().instant(), deadline).toMillis();
        try {
            return turn.tryAcquire(millis, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized @Nullable Chunk next() {
        if (current == null) {
            if (open != null) {
                seal(open);
            }
            current = sealed.poll();
        }
        return current;
    }

    private Chunk begin() {
        DeliveryStream now = stream.get();
        var chunk = new Chunk(now, writer.settings(now));
        open = chunk;
        Duration interval = chunk.settings.bufferInterval();
        if (!interval.isZero() && !stopped) {
            chunk.timer = around.scheduler().after(interval, () -> sealInTime(chunk));
        }
        return chunk;
    }

    private synchronized void sealInTime(Chunk chunk) {
        if (chunk == open) {
            seal(chunk);
            storeNext();
        }
    }

    private void seal(Chunk chunk) {
        open = null;
        if (chunk.timer != null) {
            chunk.timer.cancel();
        }
        backlog.add(chunk.bytes);
        sealed.add(chunk);
    }

    private void storeNext() {
        if (current != null || stopped) {
            return;
        }
        // Without buffering, what came while the last object was stored makes the next one.
        if (sealed.isEmpty() && open != null && open.settings.bufferInterval().isZero()) {
            seal(open);
        }
        Chunk next = sealed.poll();
        if (next != null) {
            current = next;
            around.scheduler().after(Duration.ZERO, () -> store(next, 1));
        }
    }

    private void store(Chunk chunk, int attempt) {
        if (stopped || !turn.tryAcquire()) {
            return;
        }
        boolean stored = false;
        try {
            stored = put(chunk, attempt);
        } finally {
            // Whatever was thrown, the objects behind it must not wait for ever.
            goOn(chunk, attempt, stored);
        }
        idle.run();
    }

    private synchronized void goOn(Chunk chunk, int attempt, boolean stored) {
        // First, since what follows may start at once.
        turn.release();
        if (stored) {
            current = null;
            storeNext();
        } else if (!stopped) {
            around.scheduler()
                    .after(around.timing().backoff(attempt), () -> store(chunk, attempt + 1));
        }
    }

    /** False if the bucket did not take it. */
    private boolean put(Chunk chunk, int attempt) {
        try {
            writer.put(chunk, attempt);
        } catch (RuntimeException e) {
            // NotStored, or a defect: either way the records must not be lost with it.
            writer.refused(chunk, attempt, e);
            return false;
        }
        try {
            writer.measure(chunk);
        } catch (RuntimeException e) {
            LOG.error("{} is stored but not counted in the metrics", chunk.key, e);
        }
        chunk.receipts.forEach(Receipt::letGo);
        backlog.remove(chunk.bytes);
        return true;
    }
}
