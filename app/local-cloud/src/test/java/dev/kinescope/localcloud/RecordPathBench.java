package dev.kinescope.localcloud;

import dev.kinescope.localcloud.kinesis.ShardRates;

import org.awaitility.Awaitility;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Measures what a data directory costs the records: PutRecords and GetRecords through the SDK, in
 * memory and in a directory, in one run. Arguments: a directory, seconds for each case, rounds.
 */
final class RecordPathBench {
    private static final int THREADS = 8;
    private static final int SHARDS = 4;
    private static final int BATCH = 500;
    private static final int SIZE = 200;

    private RecordPathBench() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        int seconds = Integer.parseInt(arguments[1]);
        int rounds = Integer.parseInt(arguments[2]);
        for (int round = 0; round < rounds; round++) {
            run("memory", LocalCloudSettings.inMemory(), seconds);
            Path data = Files.createTempDirectory(directory, "bench");
            run("directory", LocalCloudSettings.in(data), seconds);
        }
    }

    private static void run(String where, LocalCloudSettings settings, int seconds)
            throws Exception {
        try (LocalCloud cloud = LocalCloud.start(settings.withShardRates(ShardRates.UNLIMITED));
                KinesisClient kinesis = Clients.of(cloud, KinesisClient.builder())) {
            kinesis.createStream(request -> request.streamName("posts").shardCount(SHARDS));
            Awaitility.await()
                    .until(() ->
                            kinesis.describeStreamSummary(r -> r.streamName("posts"))
                                            .streamDescriptionSummary()
                                            .streamStatus()
                                    == StreamStatus.ACTIVE);
            double puts = putting(kinesis, seconds);
            double gets = getting(kinesis, seconds);
            System.out.printf(
                    Locale.ROOT,
                    "{\"store\":\"%s\",\"putRecords\":%.0f,\"getRecords\":%.0f}%n",
                    where,
                    puts,
                    gets);
        }
    }

    private static double putting(KinesisClient kinesis, int seconds) throws Exception {
        var random = new Random(1);
        List<PutRecordsRequestEntry> entries =
                IntStream.range(0, BATCH)
                        .mapToObj(n -> {
                            var data = new byte[SIZE];
                            random.nextBytes(data);
                            return PutRecordsRequestEntry.builder()
                                    .partitionKey("key " + n)
                                    .data(SdkBytes.fromByteArrayUnsafe(data))
                                    .build();
                        })
                        .toList();
        return rate(
                seconds,
                THREADS,
                _ ->
                        () -> {
                            kinesis.putRecords(r -> r.streamName("posts").records(entries));
                            return BATCH;
                        });
    }

    private static double getting(KinesisClient kinesis, int seconds) throws Exception {
        return rate(
                seconds,
                SHARDS,
                shard -> {
                    var iterator = new String[] {horizon(kinesis, shard)};
                    return () -> {
                        GetRecordsResponse got =
                                kinesis.getRecords(r -> r.shardIterator(iterator[0]).limit(10_000));
                        iterator[0] =
                                got.records().isEmpty()
                                        ? horizon(kinesis, shard)
                                        : got.nextShardIterator();
                        return got.records().size();
                    };
                });
    }

    private static String horizon(KinesisClient kinesis, int shard) {
        return kinesis.getShardIterator(request ->
                        request.streamName("posts")
                                .shardId("shardId-" + String.format(Locale.ROOT, "%012d", shard))
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    @FunctionalInterface
    private interface Work {
        Callable<Integer> of(int thread);
    }

    /** Records a second of threads that repeat their work, the first second left out. */
    private static double rate(int seconds, int threads, Work work) throws Exception {
        var records = new AtomicLong();
        long begin = System.nanoTime();
        long counted = begin + 1_000_000_000L;
        long end = counted + seconds * 1_000_000_000L;
        try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
            var running =
                    IntStream.range(0, threads)
                            .mapToObj(thread ->
                                    executor.submit(() -> {
                                        Callable<Integer> once = work.of(thread);
                                        while (System.nanoTime() < end) {
                                            int done = once.call();
                                            if (System.nanoTime() > counted) {
                                                records.addAndGet(done);
                                            }
                                        }
                                        return null;
                                    }))
                            .toList();
            for (var each : running) {
                each.get();
            }
        }
        return records.get() / (double) seconds;
    }
}
