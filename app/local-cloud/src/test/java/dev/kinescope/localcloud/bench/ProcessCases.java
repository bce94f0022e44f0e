package dev.kinescope.localcloud.bench;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What {@code kinescope local-cloud} costs as a process: its start, and its memory at rest. */
final class ProcessCases {
    private static final Duration CACHE_PATIENCE = Duration.ofMinutes(2);
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final int SINGLE_PUTS = 300;

    private final Distribution distribution;
    private final int starts;

    ProcessCases(Distribution distribution, int starts) {
        this.distribution = distribution;
        this.starts = starts;
    }

    private interface Start {
        ServerProcess now() throws IOException;
    }

    /** From the start of the script to the first answer to a signed request of a warm client. */
    void start() throws Exception {
        makeCache();
        var plain = new ArrayList<Double>();
        var cached = new ArrayList<Double>();
        // The first turn warms the client and the system's file cache up.
        for (int turn = 0; turn <= starts; turn++) {
            double one = start(() -> distribution.start("kinescope"));
            double other = start(() -> distribution.startWithCache("kinescope"));
            if (turn > 0) {
                plain.add(one);
                cached.add(other);
            }
        }
        print("kinescope", plain).print();
        print("kinescope, AOT cache", cached).with("aim", 500.0).print();
    }

    private Line print(String target, List<Double> millis) {
        return new Line("start to first answer", target)
                .with("starts", (Object) starts)
                .with("median_ms", Line.median(millis))
                .with("least_ms", millis.stream().min(Double::compare).orElseThrow())
                .with("most_ms", millis.stream().max(Double::compare).orElseThrow());
    }

    private static double start(Start start) throws IOException {
        long begun = System.nanoTime();
        try (ServerProcess server = start.now();
                KinesisClient kinesis = server.target().client(KinesisClient.builder())) {
            kinesis.listStreams();
            return (System.nanoTime() - begun) / 1e6;
        }
    }

    /** A start without a cache makes one in the background; it is there for the next. */
    private void makeCache() throws Exception {
        if (distribution.cached()) {
            return;
        }
        try (ServerProcess server = distribution.startWithCache("kinescope")) {
            Wait.until(
                    "an AOT cache made by " + server.target().endpoint(),
                    CACHE_PATIENCE,
                    distribution::cached);
        }
    }

    /** The memory some time after a little work. */
    void rest() throws Exception {
        makeCache();
        try (ServerProcess server = distribution.startWithCache("kinescope")) {
            double started = server.residentMegabytes();
            work(server.target());
            double worked = server.residentMegabytes();
            Wait.idle(IDLE);
            new Line("resting memory", "kinescope")
                    .with("started_mb", started)
                    .with("after_work_mb", worked)
                    .with("resting_mb", server.residentMegabytes())
                    .with("idle_seconds", (Object) IDLE.toSeconds())
                    .with("aim", 120.0)
                    .print();
        }
    }

    private static void work(Target target) {
        try (KinesisClient kinesis = target.client(KinesisClient.builder());
                S3Client s3 = target.client(S3Client.builder().forcePathStyle(true));
                BenchStream stream = BenchStream.create(kinesis, "bench-rest")) {
            stream.fill();
            for (int i = 0; i < SINGLE_PUTS; i++) {
                String key = Records.key(i);
                kinesis.putRecord(p ->
                        p.streamName(stream.name())
                                .partitionKey(key)
                                .data(SdkBytes.fromUtf8String(key)));
            }
            stream.shards()
                    .forEach(shard -> {
                        String from = stream.start(shard);
                        kinesis.getRecords(g -> g.shardIterator(from));
                    });
            s3.createBucket(b -> b.bucket("bench-rest"));
            s3.putObject(p -> p.bucket("bench-rest").key("one"), RequestBody.fromString("one"));
            s3.listObjectsV2(l -> l.bucket("bench-rest"));
        }
    }
}
