package dev.kinescope.localcloud.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kinescope.localcloud.Clients;
import dev.kinescope.localcloud.LocalCloud;
import dev.kinescope.localcloud.LocalCloudSettings;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Eight writers at once, while the stream is resharded: nothing is lost, doubled or reordered. */
class OrderTest {
    private static final String STREAM = "posts";
    private static final int WRITERS = 8;
    private static final int BATCHES = 25;

    @TempDir private Path directory;

    /** What a writer was told of a record. */
    private record Receipt(String shard, BigInteger sequenceNumber) {}

    @Test
    void acknowledgedRecordsAreAllThereOnceAndInOrder() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("OrderTest seed " + seed);
        LocalCloudSettings settings =
                LocalCloudSettings.in(directory).withShardRates(ShardRates.UNLIMITED);
        Map<String, Receipt> receipts = new ConcurrentHashMap<>();
        try (LocalCloud cloud = LocalCloud.start(settings);
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            kinesis.createStream(request -> request.streamName(STREAM).shardCount(3));
            awaitActive(kinesis);
            try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
                var running = new ArrayList<Future<?>>();
                for (int w = 0; w < WRITERS; w++) {
                    int writer = w;
                    running.add(
                            writers.submit(() ->
                                    write(kinesis, writer, new Random(seed + writer), receipts)));
                }
                for (int target : List.of(5, 3, 4)) {
                    kinesis.updateShardCount(request ->
                            request.streamName(STREAM)
                                    .targetShardCount(target)
                                    .scalingType(ScalingType.UNIFORM_SCALING));
                    awaitActive(kinesis);
                }
                for (Future<?> each : running) {
                    each.get();
                }
            }
            assertAllThere(kinesis, receipts);
        }
        try (LocalCloud again = LocalCloud.start(settings);
                KinesisClient kinesis = Clients.of(again, KinesisClient.builder())) {
            assertAllThere(kinesis, receipts);
        }
    }

    private static void awaitActive(KinesisClient kinesis) {
        Awaitility.await()
                .until(() ->
                        kinesis.describeStreamSummary(r -> r.streamName(STREAM))
                                        .streamDescriptionSummary()
                                        .streamStatus()
                                == StreamStatus.ACTIVE);
    }

    private static void write(
            KinesisClient kinesis, int writer, Random random, Map<String, Receipt> receipts) {
        int number = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            var entries = new ArrayList<PutRecordsRequestEntry>();
            int size = 1 + random.nextInt(200);
            for (int i = 0; i < size; i++) {
                entries.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey("key-" + random.nextInt(20))
                                .data(
                                        SdkBytes.fromUtf8String(
                                                writer + ":" + number++ + ":" + random.nextLong()))
                                .build());
            }
            PutRecordsResponse response =
                    kinesis.putRecords(request -> request.streamName(STREAM).records(entries));
            assertThat(response.failedRecordCount()).isZero();
            for (int i = 0; i < size; i++) {
                var result = response.records().get(i);
                receipts.put(
                        entries.get(i).data().asUtf8String(),
                        new Receipt(result.shardId(), new BigInteger(result.sequenceNumber())));
            }
        }
    }

    private static void assertAllThere(KinesisClient kinesis, Map<String, Receipt> receipts) {
        var found = new TreeMap<String, Receipt>();
        for (Shard shard : kinesis.listShards(r -> r.streamName(STREAM)).shards()) {
            BigInteger last = BigInteger.ZERO;
            Map<String, Integer> lastOfWriter = new TreeMap<>();
            for (Record record : read(kinesis, shard.shardId())) {
                var sequenceNumber = new BigInteger(record.sequenceNumber());
                assertThat(sequenceNumber).isGreaterThan(last);
                last = sequenceNumber;
                String data = record.data().asUtf8String();
                String[] parts = data.split(":", -1);
                Integer before = lastOfWriter.put(parts[0], Integer.valueOf(parts[1]));
                assertThat(before == null ? -1 : before).isLessThan(Integer.parseInt(parts[1]));
                assertThat(found.put(data, new Receipt(shard.shardId(), sequenceNumber)))
                        .as("seen twice: %s", data)
                        .isNull();
            }
        }
        assertThat(found).isEqualTo(new TreeMap<>(receipts));
    }

    private static List<Record> read(KinesisClient kinesis, String shard) {
        var records = new ArrayList<Record>();
        String iterator =
                kinesis.getShardIterator(request ->
                                request.streamName(STREAM)
                                        .shardId(shard)
                                        .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                        .shardIterator();
        while (iterator != null) {
            String current = iterator;
            GetRecordsResponse got =
                    kinesis.getRecords(request -> request.shardIterator(current).limit(700));
            records.addAll(got.records());
            iterator = got.millisBehindLatest() == 0 ? null : got.nextShardIterator();
        }
        return records;
    }
}
