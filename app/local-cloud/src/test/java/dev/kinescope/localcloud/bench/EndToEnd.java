package dev.kinescope.localcloud.bench;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.s3.model.S3Object;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * From PutRecords through Firehose, the real transform function and the endpoint's Comprehend to
 * objects in S3: how many records a second come out at the end, and whether all do.
 */
final class EndToEnd {
    private static final int WARM_UP = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final Distribution distribution;
    private final int records;

    EndToEnd(Distribution distribution, int records) {
        this.distribution = distribution;
        this.records = records;
    }

    /** Measures and prints one target. */
    void run(Target target) {
        Line line =
                new Line("end to end", target.name())
                        .with("threads", (Object) Sizes.THREADS)
                        .with("batch", (Object) Sizes.BATCH)
                        .with("shards", (Object) Sizes.SHARDS)
                        .with("records", (Object) records);
        try (var pipeline = BenchPipeline.create(target, zip())) {
            List<String> posts = distribution.posts();
            var arrivals = new Arrivals(pipeline);
            send(pipeline, posts, 0, WARM_UP);
            arrivals.await(WARM_UP);
            long begun = System.nanoTime();
            send(pipeline, posts, WARM_UP, records);
            double sent = (System.nanoTime() - begun) / 1e9;
            arrivals.await(WARM_UP + records);
            double took = (System.nanoTime() - begun) / 1e9;
            var seen = new BitSet();
            long lines = arrivals.count(seen);
            line.with("records_per_s", records / took)
                    .with("seconds", took)
                    .with("put_seconds", sent)
                    .with("aim", 20_000.0)
                    .with("objects", (Object) arrivals.keys.size())
                    .with("lost", (Object) (WARM_UP + records - seen.cardinality()))
                    .with("duplicates", (Object) (lines - seen.cardinality()))
                    .print();
        } catch (Exception e) {
            line.with("failed", (Object) String.valueOf(e.getMessage())).print();
        }
    }

    private SdkBytes zip() throws IOException {
        return SdkBytes.fromByteArray(
                Files.readAllBytes(distribution.function("transform-lambda")));
    }

    private static void send(BenchPipeline pipeline, List<String> posts, int from, int count)
            throws InterruptedException, ExecutionException {
        var work = new ArrayList<Callable<Void>>();
        for (int first = from; first < from + count; first += Sizes.BATCH) {
            int start = first;
            work.add(() -> {
                var batch = new ArrayList<PutRecordsRequestEntry>(Sizes.BATCH);
                for (int i = start; i < start + Sizes.BATCH; i++) {
                    String post = posts.get(i % posts.size());
                    String numbered = "{\"bench\":" + i + "," + post.substring(1);
                    batch.add(
                            PutRecordsRequestEntry.builder()
                                    .partitionKey("post-" + i)
                                    .data(SdkBytes.fromUtf8String(numbered))
                                    .build());
                }
                pipeline.put(batch);
                return null;
            });
        }
        try (var pool = Executors.newFixedThreadPool(Sizes.THREADS)) {
            for (Future<Void> done : pool.invokeAll(work)) {
                done.get();
            }
        }
    }

    /** What has come out: the objects in S3, counted by their lines as they appear. */
    private static final class Arrivals {
        private static final int NEWLINE = '\n';
        private final BenchPipeline pipeline;
        private final Set<String> keys = new HashSet<>();
        private final List<byte[]> objects = new ArrayList<>();
        private long lines;

        Arrivals(BenchPipeline pipeline) {
            this.pipeline = pipeline;
        }

        void await(long wanted) throws Exception {
            Wait.until("records in S3", PATIENCE, () -> look() >= wanted);
        }

        private long look() {
            for (S3Object object : pipeline.objects()) {
                if (keys.add(object.key())) {
                    byte[] content = pipeline.content(object.key());
                    objects.add(content);
                    for (byte b : content) {
                        lines += b == NEWLINE ? 1 : 0;
                    }
                }
            }
            return lines;
        }

        /** Marks the numbers of the records found; returns how many lines have one. */
        long count(BitSet seen) throws IOException {
            var json = new JsonFactory();
            long counted = 0;
            for (byte[] object : objects) {
                for (String line : new String(object, StandardCharsets.UTF_8).split("\n", -1)) {
                    try (JsonParser in = json.createParser(line)) {
                        while (in.nextToken() != null) {
                            if (in.currentToken() == JsonToken.FIELD_NAME
                                    && in.currentName().equals("bench")) {
                                in.nextToken();
                                seen.set(in.getIntValue());
                                counted++;
                                break;
                            }
                        }
                    }
                }
            }
            return counted;
        }
    }
}
