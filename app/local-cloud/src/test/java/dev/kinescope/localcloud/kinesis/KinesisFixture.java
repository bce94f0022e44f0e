package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.store.DelegatingDocuments;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.MemoryDocumentStore;
import dev.kinescope.localcloud.store.MemoryRecordLog;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.ManualTime;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;

/** Kinesis on a clock that stands still, called directly. */
final class KinesisFixture {
    static final Duration DELAY = Duration.ofMillis(200);
    static final String FIRST = "shardId-000000000000";

    final ManualTime time = new ManualTime(Instant.parse("2026-11-22T10:00:00Z"));
    final AtomicBoolean failToKeep = new AtomicBoolean();
    final AtomicReference<Runnable> keeping = new AtomicReference<>(() -> {});
    final DocumentStore documents = new FailingStore(failToKeep, keeping);
    final Map<String, Double> metrics = new ConcurrentHashMap<>();
    final LocalKinesis kinesis;

    /** Keeps documents until it is told to fail, and lets a test stand between. */
    private record FailingStore(
            AtomicBoolean fail, AtomicReference<Runnable> keeping, DocumentStore kept)
            implements DelegatingDocuments {
        FailingStore(AtomicBoolean fail, AtomicReference<Runnable> keeping) {
            this(fail, keeping, new MemoryDocumentStore());
        }

        private void check() {
            keeping.get().run();
            if (fail.get()) {
                throw new UncheckedIOException(new IOException("No space left on device"));
            }
        }

        @Override
        public void put(String kind, String name, byte[] document) {
            check();
            kept.put(kind, name, document);
        }

        @Override
        public void delete(String kind, String name) {
            check();
            kept.delete(kind, name);
        }
    }

    KinesisFixture(ShardRates rates) {
        this(rates, _ -> new MemoryRecordLog());
    }

    KinesisFixture(ShardRates rates, RecordLogs logs) {
        kinesis =
                new LocalKinesis(
                        CloudIdentity.DEFAULT,
                        documents,
                        logs,
                        (_, dimensions, metric, value, _) ->
                                metrics.merge(
                                        dimensions.containsKey("ShardId")
                                                ? dimensions.get("ShardId") + " " + metric
                                                : metric,
                                        value,
                                        Double::sum),
                        time,
                        time,
                        DELAY,
                        rates);
    }

    /** A stream that is ready. */
    void stream(String name, int shards) {
        kinesis.createStream(request -> request.streamName(name).shardCount(shards));
        time.advance(DELAY);
    }

    StreamDescription describe(String name) {
        return kinesis.describeStream(request -> request.streamName(name)).streamDescription();
    }

    String put(String stream, String key, String data) {
        return kinesis.putRecord(request ->
                        request.streamName(stream)
                                .partitionKey(key)
                                .data(SdkBytes.fromUtf8String(data)))
                .sequenceNumber();
    }

    static List<PutRecordsRequestEntry> entries(int from, int to, int size) {
        return IntStream.range(from, to)
                .mapToObj(n ->
                        PutRecordsRequestEntry.builder()
                                .partitionKey("k" + n)
                                .data(SdkBytes.fromUtf8String(String.format("%0" + size + "d", n)))
                                .build())
                .toList();
    }

    String iterator(String stream, String shard, ShardIteratorType type) {
        return kinesis.getShardIterator(request ->
                        request.streamName(stream).shardId(shard).shardIteratorType(type))
                .shardIterator();
    }

    GetRecordsResponse get(String iterator) {
        return kinesis.getRecords(request -> request.shardIterator(iterator));
    }

    /** What a shard holds, by way of as many calls as it takes. */
    List<String> read(String stream, String shard) {
        var data = new ArrayList<String>();
        String iterator = iterator(stream, shard, ShardIteratorType.TRIM_HORIZON);
        while (iterator != null) {
            GetRecordsResponse got = get(iterator);
            got.records().stream().map(Record::data).map(SdkBytes::asUtf8String).forEach(data::add);
            iterator = got.millisBehindLatest() == 0 ? null : got.nextShardIterator();
        }
        return data;
    }
}
