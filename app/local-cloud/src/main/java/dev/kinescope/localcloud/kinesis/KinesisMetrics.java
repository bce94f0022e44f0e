package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.cloudwatch.MetricSink;

import software.amazon.awssdk.services.cloudwatch.model.StandardUnit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Reports what streams do under the names of AWS/Kinesis (AWS documentation, Monitor Kinesis with
 * CloudWatch): of each stream always, of each shard where enhanced monitoring is on.
 */
final class KinesisMetrics {
    static final String NAMESPACE = "AWS/Kinesis";

    private final MetricSink sink;
    private final Clock clock;

    KinesisMetrics(MetricSink sink, Clock clock) {
        this.sink = sink;
        this.clock = clock;
    }

    /** Records put on one shard; bytes are those of the records taken. */
    record Volume(long records, long bytes, long refused, long failed) {
        static final Volume NONE = new Volume(0, 0, 0, 0);

        /** A record that could not be stored. */
        static final Volume FAILED = new Volume(0, 0, 0, 1);

        static Volume of(int taken, int size) {
            return taken > 0 ? new Volume(1, size, 0, 0) : new Volume(0, 0, 1, 0);
        }

        Volume plus(Volume other) {
            return new Volume(
                    records + other.records,
                    bytes + other.bytes,
                    refused + other.refused,
                    failed + other.failed);
        }
    }

    /**
     * Records got from one shard.
     *
     * @param lastArrival of the last of them, in epoch milliseconds
     */
    record Got(long records, long bytes, long lastArrival) {}

    /** A PutRecord that was taken (1) or refused (0). */
    void put(Stream stream, Shard shard, int taken, int size, Instant began) {
        Volume volume = Volume.of(taken, size);
        stream.took(volume.records(), volume.bytes());
        var out = new Stated(stream);
        out.latency("PutRecord.Latency", began);
        out.add("PutRecord.Success", taken, StandardUnit.COUNT);
        out.add("PutRecord.Bytes", volume.bytes(), StandardUnit.BYTES);
        out.incoming(volume);
        shard(stream, shard, volume);
    }

    /** A PutRecord that could not be stored. */
    void failedPut(Stream stream, Instant began) {
        var out = new Stated(stream);
        out.latency("PutRecord.Latency", began);
        out.add("PutRecord.Success", 0, StandardUnit.COUNT);
        out.incoming(Volume.FAILED);
    }

    /** A PutRecords, by shard. */
    void put(Stream stream, Map<Shard, Volume> volumes, Instant began) {
        Volume all = volumes.values().stream().reduce(Volume.NONE, Volume::plus);
        stream.took(all.records(), all.bytes());
        var out = new Stated(stream);
        out.latency("PutRecords.Latency", began);
        out.add("PutRecords.Success", all.records() > 0 ? 1 : 0, StandardUnit.COUNT);
        out.add("PutRecords.Bytes", all.bytes(), StandardUnit.BYTES);
        out.add("PutRecords.Records", all.records(), StandardUnit.COUNT);
        out.add(
                "PutRecords.TotalRecords",
                all.records() + all.refused() + all.failed(),
                StandardUnit.COUNT);
        out.add("PutRecords.SuccessfulRecords", all.records(), StandardUnit.COUNT);
        out.add("PutRecords.FailedRecords", all.failed(), StandardUnit.COUNT);
        out.add("PutRecords.ThrottledRecords", all.refused(), StandardUnit.COUNT);
        out.incoming(all);
        volumes.forEach((shard, volume) -> shard(stream, shard, volume));
    }

    /** A GetRecords that was served. */
    void got(Stream stream, Shard shard, Got got, Instant began) {
        long records = got.records();
        long bytes = got.bytes();
        long age = records == 0 ? 0 : Math.max(0, clock.millis() - got.lastArrival());
        var out = new Stated(stream);
        out.latency("GetRecords.Latency", began);
        out.add("GetRecords.Success", 1, StandardUnit.COUNT);
        out.add("GetRecords.Records", records, StandardUnit.COUNT);
        out.add("GetRecords.Bytes", bytes, StandardUnit.BYTES);
        out.add("GetRecords.IteratorAgeMilliseconds", age, StandardUnit.MILLISECONDS);
        out.add("ReadProvisionedThroughputExceeded", 0, StandardUnit.COUNT);
        var of = new Stated(stream, shard);
        of.add("OutgoingRecords", records, StandardUnit.COUNT);
        of.add("OutgoingBytes", bytes, StandardUnit.BYTES);
        of.add("IteratorAgeMilliseconds", age, StandardUnit.MILLISECONDS);
        of.add("ReadProvisionedThroughputExceeded", 0, StandardUnit.COUNT);
    }

    /** A GetRecords that the shard's rate did not allow. */
    void refusedRead(Stream stream, Shard shard) {
        var out = new Stated(stream);
        out.add("GetRecords.Success", 0, StandardUnit.COUNT);
        out.add("ReadProvisionedThroughputExceeded", 1, StandardUnit.COUNT);
        new Stated(stream, shard).add("ReadProvisionedThroughputExceeded", 1, StandardUnit.COUNT);
    }

    /** A PutRecord that did not come as far as its shard. */
    void refusedPut(Stream stream, Shard shard) {
        var out = new Stated(stream);
        out.add("PutRecord.Success", 0, StandardUnit.COUNT);
        out.incoming(Volume.of(0, 0));
        shard(stream, shard, Volume.of(0, 0));
    }

    /**
     * Entries of a PutRecords that did not come as far as their shards.
     *
     * @param throttled how many of each shard, for its rate
     * @param failed how many for another reason
     */
    void refusedEntries(Stream stream, Map<String, Integer> throttled, int failed) {
        int refused = throttled.values().stream().mapToInt(count -> count).sum();
        var out = new Stated(stream);
        out.add("PutRecords.TotalRecords", refused + (long) failed, StandardUnit.COUNT);
        out.add("PutRecords.FailedRecords", failed, StandardUnit.COUNT);
        out.add("PutRecords.ThrottledRecords", refused, StandardUnit.COUNT);
        out.add("WriteProvisionedThroughputExceeded", refused, StandardUnit.COUNT);
        throttled.forEach((id, count) ->
                stream.shard(id)
                        .ifPresent(shard -> shard(stream, shard, new Volume(0, 0, count, 0))));
    }

    /** A PutRecords of which no entry came as far as its shard. */
    void refusedPuts(Stream stream, Map<String, Integer> throttled, int failed) {
        new Stated(stream).add("PutRecords.Success", 0, StandardUnit.COUNT);
        refusedEntries(stream, throttled, failed);
    }

    private void shard(Stream stream, Shard shard, Volume volume) {
        if (!stream.state().monitored().isEmpty()) {
            new Stated(stream, shard).incoming(volume);
        }
    }

    /** Adds to the metrics of a stream or, those that are switched on, of one of its shards. */
    private final class Stated {
        private final Stream stream;
        private final Map<String, String> dimensions;
        private final boolean ofShard;

        Stated(Stream stream) {
            this.stream = stream;
            this.dimensions = Map.of("StreamName", stream.state().name());
            this.ofShard = false;
        }

        Stated(Stream stream, Shard shard) {
            this.stream = stream;
            this.dimensions =
                    Map.of("StreamName", stream.state().name(), "ShardId", shard.state().id());
            this.ofShard = true;
        }

        void incoming(Volume volume) {
            if (volume.records() > 0) {
                add("IncomingRecords", volume.records(), StandardUnit.COUNT);
                add("IncomingBytes", volume.bytes(), StandardUnit.BYTES);
            }
            add("WriteProvisionedThroughputExceeded", volume.refused(), StandardUnit.COUNT);
        }

        void latency(String metric, Instant began) {
            double millis = Duration.between(began, clock.instant()).toNanos() / 1e6;
            sink.observe(NAMESPACE, dimensions, metric, millis, StandardUnit.MILLISECONDS);
        }

        void add(String metric, long value, StandardUnit unit) {
            if (!ofShard || stream.state().monitored().contains(metric)) {
                sink.observe(NAMESPACE, dimensions, metric, (double) value, unit);
            }
        }
    }
}
