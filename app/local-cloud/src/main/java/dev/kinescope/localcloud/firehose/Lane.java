package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The way of one shard's records, or of direct puts: collected into batches, up to five of them in
 * the function at a time, handed to the destinations in the order they came.
 */
final class Lane {
    /** AWS documentation, Data transformation: at most five outstanding invocations per shard. */
    static final int MAX_OUTSTANDING = 5;

    private final Supplier<DeliveryStream> stream;
    private final TransformCalls calls;
    private final Destinations destinations;
    private final Backlog backlog;
    private final Progress progress;
    private final Scheduler scheduler;

    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final Deque<Batch> running = new ArrayDeque<>();
    private @Nullable Batch open;
    private int outstanding;
    private @Nullable Runnable whenEmpty;
    private @Nullable Runnable whenRoom;

    Lane(
            Supplier<DeliveryStream> stream,
            TransformCalls calls,
            Destinations destinations,
            Backlog backlog,
            Progress progress,
            Scheduler scheduler) {
        this.stream = stream;
        this.calls = calls;
        this.destinations = destinations;
        this.backlog = backlog;
        this.progress = progress;
        this.scheduler = scheduler;
    }

    /**
     * Takes records, which must not be changed afterwards.
     *
     * @param stored runs once these records and all before them are stored, in order
     */
    synchronized void accept(List<SourceRecord> records, Runnable stored) {
        Optional<ProcessorSettings> lambda = stream.get().destination().lambda();
        int most = lambda.map(ProcessorSettings::bufferBytes).orElse(Integer.MAX_VALUE);
        for (SourceRecord record : records) {
            add(record, lambda, most);
        }
        Batch last = open == null ? begin(Optional.empty()) : open;
        last.marks.add(stored);
        if (lambda.isEmpty() || last.records.isEmpty() || lambda.get().bufferInterval().isZero()) {
            seal(last);
        }
        startWaiting();
    }

    /** Whether a reader may bring more: what cannot be sent on yet is not worth collecting. */
    synchronized boolean hasRoom() {
        return waiting.isEmpty();
    }

    /** Runs once, when there is room again. */
    synchronized void whenRoom(Runnable work) {
        whenRoom = work;
    }

    /** No more records will come; runs {@code empty} when all have been handed on. */
    synchronized void end(Runnable empty) {
        whenEmpty = empty;
        if (open != null) {
            seal(open);
        }
        startWaiting();
        handOn();
    }

    private void add(SourceRecord record, Optional<ProcessorSettings> lambda, int most) {
        int size = TransformEvent.size(record);
        if (open != null
                && !open.records.isEmpty()
                && open.eventBytes + size > TransformEvent.room()) {
            seal(open);
        }
        Batch batch = open == null ? begin(lambda) : open;
        batch.add(record, size);
        backlog.add(record.data().length);
        if (batch.bytes >= most) {
            seal(batch);
        }
    }

    private Batch begin(Optional<ProcessorSettings> lambda) {
        var batch = new Batch();
        open = batch;
        Duration interval = lambda.map(ProcessorSettings::bufferInterval).orElse(Duration.ZERO);
        if (!interval.isZero()) {
            batch.timer = scheduler.after(interval, () -> sealInTime(batch));
        }
        return batch;
    }

    private synchronized void sealInTime(Batch batch) {
        if (batch == open) {
            seal(batch);
            startWaiting();
        }
    }

    private void seal(Batch batch) {
        open = null;
        if (batch.timer != null) {
            batch.timer.cancel();
        }
        waiting.add(batch);
    }

    private void startWaiting() {
        while (outstanding < MAX_OUTSTANDING && !waiting.isEmpty()) {
            Batch batch = waiting.remove();
            running.add(batch);
            outstanding++;
            start(batch);
        }
        if (whenRoom != null && waiting.isEmpty()) {
            whenRoom.run();
            whenRoom = null;
        }
        handOn();
    }

    private void start(Batch batch) {
        DeliveryStream now = stream.get();
        Optional<ProcessorSettings> lambda = now.destination().lambda();
        if (lambda.isEmpty() || batch.records.isEmpty()) {
            batch.outcome =
                    Outcome.untouched(
                            batch.records, TransformEvent.utf8(now.destination().delimiter()));
            outstanding--;
            return;
        }
        calls.start(
                now,
                batch.records,
                batch.eventBytes,
                lambda.get(),
                outcome -> came(batch, outcome));
    }

    private synchronized void came(Batch batch, Outcome outcome) {
        batch.outcome = outcome;
        outstanding--;
        startWaiting();
    }

    /** Hands on, in order, what has an outcome. */
    private void handOn() {
        for (Batch first = running.peek(); first != null; first = running.peek()) {
            Outcome outcome = first.outcome;
            if (outcome == null) {
                return;
            }
            running.remove();
            long bytes = first.bytes;
            Progress.Place place = progress.next(first.marks);
            var receipt = new Receipt(() -> progress.stored(place));
            destinations.take(first.records, outcome, receipt);
            receipt.letGo();
            // The destinations count for themselves what they keep of it.
            backlog.remove(bytes);
        }
        if (whenEmpty != null && waiting.isEmpty() && open == null) {
            scheduler.after(Duration.ZERO, whenEmpty);
            whenEmpty = null;
        }
    }
}
