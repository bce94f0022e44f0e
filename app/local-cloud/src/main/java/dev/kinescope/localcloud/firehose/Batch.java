package dev.kinescope.localcloud.firehose;

import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** Records of one lane that go through the function together; guarded by its lane. */
final class Batch {
    final List<SourceRecord> records = new ArrayList<>();

    /** What to run when this batch and all before it are stored. */
    final List<Runnable> marks = new ArrayList<>();

    long bytes;
    int eventBytes;
    Scheduler.@Nullable Cancellable timer;
    @Nullable Outcome outcome;

    void add(SourceRecord record, int eventSize) {
        records.add(record);
        bytes += record.data().length;
        eventBytes += eventSize;
    }
}
