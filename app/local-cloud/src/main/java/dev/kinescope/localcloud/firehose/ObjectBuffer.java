package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.calls.CannotAssumeRoleException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Collects what goes to one destination and delivers it as objects, by size and by time, one after
 * the other; what the bucket does not take is tried again until it does.
 */
final class ObjectBuffer {
    /** What a buffer is for: it decides the settings, the key and the metrics. */
    enum Kind {
        DATA("DeliveryToS3"),
        FAILED(""),
        BACKUP("BackupToS3");

        private final String metric;

        Kind(String metric) {
            this.metric = metric;
        }

        S3Settings settings(DestinationSettings all) {
            S3Settings backup = all.backup();
            return this == BACKUP && backup != null ? backup : all.s3();
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(ObjectBuffer.class);

    private final Kind kind;
    private final Map<String, String> partition;
    private final Runnable idle;
    private final Supplier<DeliveryStream> stream;
    private final Surroundings around;
    private final KeyNamer names;
    private final FirehoseMetrics metrics;
    private final DeliveryErrors errors;

    private final Deque<Chunk> sealed = new ArrayDeque<>();
    private @Nullable Chunk open;
    private boolean storing;
    private volatile boolean stopped;

    /**
     * @param partition the partition keys of all it gets; empty without dynamic partitioning
     * @param idle runs when all it got is stored
     */
    ObjectBuffer(
            Kind kind,
            Map<String, String> partition,
            Runnable idle,
            Supplier<DeliveryStream> stream,
            Surroundings around,
            FirehoseMetrics metrics,
            DeliveryErrors errors) {
        this.kind = kind;
        this.partition = Map.copyOf(partition);
        this.idle = idle;
        this.stream = stream;
        this.around = around;
        this.names = new KeyNamer(around.random());
        this.metrics = metrics;
        this.errors = errors;
    }

    synchronized boolean isIdle() {
        return open == null && sealed.isEmpty() && !storing;
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

    /** Stores nothing more. */
    synchronized void stop() {
        stopped = true;
    }

    private Chunk begin() {
        DeliveryStream now = stream.get();
        var chunk = new Chunk(now, kind.settings(now.destination()));
        open = chunk;
        Duration interval = chunk.settings.bufferInterval();
        if (!interval.isZero()) {
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
        sealed.add(chunk);
    }

    private void storeNext() {
        if (storing || stopped) {
            return;
        }
        // Without buffering, what came while the last object was stored makes the next one.
        if (sealed.isEmpty() && open != null && open.settings.bufferInterval().isZero()) {
            seal(open);
        }
        Chunk next = sealed.poll();
        if (next != null) {
            storing = true;
            around.scheduler().after(Duration.ZERO, () -> store(next, next.content(), 1));
        }
    }

    private void store(Chunk chunk, ObjectSink.Content content, int attempt) {
        if (stopped) {
            return;
        }
        String key = chunk.key == null ? key(chunk) : chunk.key;
        chunk.key = key;
        try {
            put(chunk.settings, key, content);
        } catch (RuntimeException e) {
            // NotStored, or a defect: either way the records must not be lost with it.
            retry(chunk, content, attempt, e);
            return;
        }
        measure(chunk);
        try {
            chunk.receipts.forEach(receipt -> letGo(chunk, receipt));
        } finally {
            synchronized (this) {
                storing = false;
                storeNext();
            }
            idle.run();
        }
    }

    private void put(S3Settings settings, String key, ObjectSink.Content content) {
        try {
            around.as(
                    settings.roleArn(),
                    () -> {
                        around.sink().put(settings.bucketArn(), key, content);
                        return key;
                    });
        } catch (CannotAssumeRoleException e) {
            throw ObjectSink.NotStored.denied(e);
        }
    }

    /** Whatever one receipt meets, the others must not stay unreleased. */
    private static void letGo(Chunk chunk, Receipt receipt) {
        try {
            receipt.letGo();
        } catch (RuntimeException e) {
            LOG.error(
                    "Delivery stream {} stored {}, but cannot note that it did; its records may"
                            + " be stored again after a restart.",
                    chunk.stream.name(),
                    chunk.key,
                    e);
        }
    }

    private void retry(Chunk chunk, ObjectSink.Content content, int attempt, RuntimeException why) {
        if (attempt == 1) {
            LOG.warn(
                    "Delivery stream {} cannot store in {} and will keep trying: {}",
                    chunk.stream.name(),
                    chunk.settings.bucketArn(),
                    why.getMessage());
        }
        if (!kind.metric.isEmpty()) {
            metrics.count(kind.metric + ".Success", 0);
            freshness(chunk);
        }
        if (why instanceof ObjectSink.NotStored refused) {
            errors.tell(
                    chunk.stream,
                    chunk.settings,
                    refused.code(),
                    String.valueOf(refused.getMessage()),
                    null);
        }
        synchronized (this) {
            if (!stopped) {
                around.scheduler()
                        .after(
                                around.timing().backoff(attempt),
                                () -> store(chunk, content, attempt + 1));
            }
        }
    }

    private String key(Chunk chunk) {
        DestinationSettings all = chunk.stream.destination();
        return names.key(
                chunk.stream,
                chunk.settings,
                kind == Kind.DATA ? all.fileExtension() : "",
                all.timeZone(),
                kind == Kind.FAILED ? KeyNamer.Kind.FAILED : KeyNamer.Kind.DATA,
                partition,
                chunk.oldest);
    }

    private void measure(Chunk chunk) {
        if (!kind.metric.isEmpty()) {
            metrics.count(kind.metric + ".Success", 1);
            metrics.count(kind.metric + ".Records", chunk.records);
            metrics.bytes(kind.metric + ".Bytes", chunk.bytes);
            freshness(chunk);
        }
    }

    /** How old the oldest record is, stored or not: what is stuck grows older. */
    private void freshness(Chunk chunk) {
        metrics.seconds(
                kind.metric + ".DataFreshness",
                Duration.between(chunk.oldest, around.clock().instant()));
    }
}
