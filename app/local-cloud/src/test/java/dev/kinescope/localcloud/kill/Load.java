package dev.kinescope.localcloud.kill;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;

/** Works against a cloud from several threads until the cloud is gone. */
final class Load implements AutoCloseable {
    private static final int WRITERS = 3;
    private static final int LARGEST_BATCH = 60;

    private final CloudProcess.Calls calls;
    private final Posts posts;
    private final Changes changes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<SdkException> early = new AtomicReference<>();
    private volatile boolean ending;

    /** Begins at once. */
    Load(CloudProcess.Calls calls, Posts posts, Changes changes, Random random) {
        this.calls = calls;
        this.posts = posts;
        this.changes = changes;
        for (int writer = 0; writer < WRITERS; writer++) {
            var own = new Random(random.nextLong());
            threads.execute(() -> untilGone(() -> putBatch(own)));
        }
        threads.execute(() -> untilGone(this::putOne));
        for (Changes.Kind kind : Changes.Kind.values()) {
            var own = new Random(random.nextLong());
            threads.execute(() -> untilGone(() -> changes.next(kind, calls, own)));
        }
    }

    private void untilGone(Runnable work) {
        while (!ending) {
            try {
                work.run();
            } catch (SdkException e) {
                if (!ending) {
                    early.compareAndSet(null, e);
                }
                return;
            }
        }
    }

    /** Says that errors are to be expected from now on. */
    void expectEnd() {
        ending = true;
    }

    private void putBatch(Random random) {
        int size = 1 + random.nextInt(LARGEST_BATCH);
        var numbers = new ArrayList<Integer>(size);
        var entries = new ArrayList<PutRecordsRequestEntry>(size);
        for (int i = 0; i < size; i++) {
            int post = posts.begin();
            numbers.add(post);
            entries.add(
                    PutRecordsRequestEntry.builder()
                            .partitionKey("key " + post)
                            .data(SdkBytes.fromByteArray(posts.content(post)))
                            .build());
        }
        List<PutRecordsResultEntry> results =
                calls.kinesis()
                        .putRecords(r -> r.streamName(KillRun.STREAM).records(entries))
                        .records();
        for (int i = 0; i < size; i++) {
            PutRecordsResultEntry result = results.get(i);
            if (result.sequenceNumber() != null) {
                posts.acknowledge(numbers.get(i), result.shardId(), result.sequenceNumber());
            }
        }
    }

    private void putOne() {
        int post = posts.begin();
        var answer =
                calls.kinesis()
                        .putRecord(r ->
                                r.streamName(KillRun.STREAM)
                                        .partitionKey("key " + post)
                                        .data(SdkBytes.fromByteArray(posts.content(post))));
        posts.acknowledge(post, answer.shardId(), answer.sequenceNumber());
    }

    /** Waits for all threads to notice; an error before the end is thrown. */
    @Override
    public void close() {
        ending = true;
        threads.close();
        SdkException failure = early.get();
        if (failure != null) {
            throw failure;
        }
    }
}
