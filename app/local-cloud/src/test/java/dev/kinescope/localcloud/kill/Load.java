package dev.kinescope.localcloud.kill;

import org.awaitility.Awaitility;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.firehose.model.Record;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Works against a cloud from several threads until the cloud is gone. */
final class Load implements AutoCloseable {
    private static final int WRITERS = 3;
    private static final int LARGEST_BATCH = 60;

    private final CloudProcess.Calls calls;
    private final Posts posts;
    private final Posts directPosts;
    private final Changes changes;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicReference<Throwable> early = new AtomicReference<>();
    private volatile boolean ending;

    /** Begins at once. */
    Load(CloudProcess.Calls calls, Posts posts, Posts directPosts, Changes changes, Random random) {
        this.calls = calls;
        this.posts = posts;
        this.directPosts = directPosts;
        this.changes = changes;
        for (int writer = 0; writer < WRITERS; writer++) {
            var own = new Random(random.nextLong());
            threads.execute(() -> untilGone(() -> putBatch(own)));
        }
        threads.execute(() -> untilGone(this::putOne));
        var direct = new Random(random.nextLong());
        threads.execute(() -> untilGone(() -> putDirect(direct)));
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
            } catch (Throwable e) {
                // A cloud that is killed answers with nothing else; a state that stays ends here.
                early.compareAndSet(null, e);
                return;
            }
        }
    }

    /** Goes on until something is reached, or the load has failed. */
    void awaitAll(BooleanSupplier reached) {
        Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                .until(() -> reached.getAsBoolean() || early.get() != null);
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

    /** To the delivery stream that has no stream before it. */
    private void putDirect(Random random) {
        int size = 1 + random.nextInt(5);
        var numbers = new ArrayList<Integer>(size);
        var records = new ArrayList<Record>(size);
        for (int i = 0; i < size; i++) {
            int post = directPosts.begin();
            numbers.add(post);
            records.add(
                    Record.builder()
                            .data(SdkBytes.fromByteArray(directPosts.content(post)))
                            .build());
        }
        var entries =
                calls.firehose()
                        .putRecordBatch(
                                r -> r.deliveryStreamName(KillRun.DIRECT_STREAM).records(records))
                        .requestResponses();
        for (int i = 0; i < size; i++) {
            if (entries.get(i).recordId() != null) {
                directPosts.acknowledge(numbers.get(i));
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
        Throwable failure = early.get();
        if (failure != null) {
            throw new IllegalStateException("The load ended before the kill.", failure);
        }
    }
}
