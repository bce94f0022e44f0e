package dev.kinescope.pipeline.faults;

import dev.kinescope.localcloud.LocalCloud;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/**
 * Sends records as a careful producer does, resending what failed, and counts each step by itself:
 * the SDK's own retries, which nobody could count, are off.
 */
final class Sender {
    private static final int BATCH = 500;
    private static final int THREADS = 4;
    private static final int MOST_TRIES = 100;

    private final KinesisClient kinesis;
    private final String stream;
    private final LongAdder acknowledged = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failedCalls = new LongAdder();
    private final LongAdder inFailedCalls = new LongAdder();
    private final Set<String> shards = ConcurrentHashMap.newKeySet();

    private Sender(KinesisClient kinesis, String stream) {
        this.kinesis = kinesis;
        this.stream = stream;
    }

    /** Sends {@code PREFIX-FIRST} to {@code PREFIX-(END-1)} until each is acknowledged. */
    static Sent send(LocalCloud cloud, String stream, String prefix, int first, int end)
            throws InterruptedException, ExecutionException {
        var keys =
                AwsBasicCredentials.create(
                        cloud.credentials().accessKeyId(), cloud.credentials().secretAccessKey());
        try (KinesisClient kinesis =
                        KinesisClient.builder()
                                .endpointOverride(cloud.endpoint())
                                .region(Region.of(cloud.identity().region()))
                                .credentialsProvider(StaticCredentialsProvider.create(keys))
                                .overrideConfiguration(
                                        o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                                .build();
                var threads = Executors.newFixedThreadPool(THREADS)) {
            var sender = new Sender(kinesis, stream);
            var parts = new ArrayList<Future<?>>();
            for (int from = first; from < end; from += BATCH) {
                List<PutRecordsRequestEntry> batch =
                        IntStream.range(from, Math.min(end, from + BATCH))
                                .mapToObj(n -> entry(prefix + "-" + n))
                                .toList();
                parts.add(threads.submit(() -> sender.send(batch)));
            }
            for (Future<?> part : parts) {
                part.get();
            }
            return new Sent(
                    end - first,
                    sender.acknowledged.sum(),
                    sender.refused.sum(),
                    sender.failedCalls.sum(),
                    sender.inFailedCalls.sum(),
                    sender.shards);
        }
    }

    private static PutRecordsRequestEntry entry(String id) {
        return PutRecordsRequestEntry.builder()
                .partitionKey(id)
                .data(
                        SdkBytes.fromUtf8String(
                                "{\"id\":\"%s\",\"text\":\"What a lovely day\",\"lang\":\"en\"}"
                                        .formatted(id)))
                .build();
    }

    private void send(List<PutRecordsRequestEntry> batch) {
        List<PutRecordsRequestEntry> left = batch;
        for (int tries = 0; tries < MOST_TRIES && !left.isEmpty(); tries++) {
            left = sendOnce(left);
        }
    }

    /** What has to be sent again. */
    private List<PutRecordsRequestEntry> sendOnce(List<PutRecordsRequestEntry> batch) {
        PutRecordsResponse answer;
        try {
            answer = kinesis.putRecords(put -> put.streamName(stream).records(batch));
        } catch (KinesisException e) {
            failedCalls.increment();
            inFailedCalls.add(batch.size());
            return batch;
        }
        var failed = new ArrayList<PutRecordsRequestEntry>();
        for (int i = 0; i < batch.size(); i++) {
            if (answer.records().get(i).errorCode() != null) {
                failed.add(batch.get(i));
            } else {
                shards.add(answer.records().get(i).shardId());
            }
        }
        refused.add(failed.size());
        acknowledged.add(batch.size() - failed.size());
        return failed;
    }
}
