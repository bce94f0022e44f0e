package dev.kinescope.localcloud.firehose;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;

/**
 * A buffer for each active partition of a delivery stream with dynamic partitioning, up to AWS's
 * quota; a partition is active from its first record until nothing of it is left to store.
 */
final class PartitionedBuffers {
    /** AWS documentation, Quota: active partitions for each delivery stream. */
    static final int MOST_ACTIVE = 500;

    /** The code is not documented; the message says what the documentation says. */
    static final Verdict.Failed EXCEEDED =
            new Verdict.Failed(
                    "DynamicPartitioning.ActivePartitionLimitExceeded",
                    "The delivery stream has more than %d active partitions."
                            .formatted(MOST_ACTIVE));

    private final BiFunction<PartitionedBuffers, Map<String, String>, ObjectBuffer> buffers;
    private final LongSupplier mostOpen;
    private final FirehoseMetrics metrics;
    private final Map<Map<String, String>, ObjectBuffer> active = new HashMap<>();
    private boolean stopped;

    /**
     * @param buffers makes the buffer of a partition, which tells {@link #idle}
     * @param mostOpen how many bytes all the objects that still fill may have
     */
    PartitionedBuffers(
            BiFunction<PartitionedBuffers, Map<String, String>, ObjectBuffer> buffers,
            LongSupplier mostOpen,
            FirehoseMetrics metrics) {
        this.buffers = buffers;
        this.mostOpen = mostOpen;
        this.metrics = metrics;
    }

    /** Takes items for their partitions and answers those for which there is none any more. */
    synchronized List<Outcome.Item> add(List<Outcome.Item> items, Receipt receipt) {
        Map<Map<String, String>, List<Outcome.Item>> byPartition = new HashMap<>();
        for (Outcome.Item item : items) {
            byPartition.computeIfAbsent(item.partition(), _ -> new ArrayList<>()).add(item);
        }
        List<Outcome.Item> refused = new ArrayList<>();
        byPartition.forEach((partition, its) -> {
            ObjectBuffer buffer = active.get(partition);
            if (buffer == null && active.size() >= MOST_ACTIVE) {
                refused.addAll(its);
                return;
            }
            if (buffer == null) {
                buffer = buffers.apply(this, partition);
                active.put(partition, buffer);
                if (stopped) {
                    buffer.stop();
                }
            }
            buffer.add(its, receipt);
        });
        deliverBeforeTime();
        if (!items.isEmpty()) {
            metrics.count("PartitionCount", active.size());
            metrics.count("PartitionCountExceeded", refused.isEmpty() ? 0 : 1);
        }
        return refused;
    }

    /** Hundreds of objects that fill may be more than there is memory: the largest go early. */
    private void deliverBeforeTime() {
        // Counted anew each time: objects also go by themselves meanwhile, when their time is up.
        while (openBytes() > mostOpen.getAsLong()) {
            Collections.max(active.values(), Comparator.comparingLong(ObjectBuffer::openBytes))
                    .deliverNow();
        }
    }

    private long openBytes() {
        return active.values().stream().mapToLong(ObjectBuffer::openBytes).sum();
    }

    /** Stores what there is until the time is up. */
    void finish(Instant deadline) {
        List<ObjectBuffer> all;
        synchronized (this) {
            all = List.copyOf(active.values());
        }
        all.forEach(buffer -> buffer.finish(deadline));
    }

    /** Gives a partition up if there is nothing of it any more. */
    synchronized void idle(Map<String, String> partition) {
        ObjectBuffer buffer = active.get(partition);
        if (buffer != null && buffer.isIdle()) {
            active.remove(partition);
        }
    }

    synchronized void stop() {
        stopped = true;
        active.values().forEach(ObjectBuffer::stop);
    }
}
