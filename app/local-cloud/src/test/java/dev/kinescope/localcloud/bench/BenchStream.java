package dev.kinescope.localcloud.bench;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;

/** A stream of its own for a round, deleted afterwards. */
final class BenchStream implements AutoCloseable {
    private final KinesisClient kinesis;
    private final String name;

    private BenchStream(KinesisClient kinesis, String name) {
        this.kinesis = kinesis;
        this.name = name;
    }

    static BenchStream create(KinesisClient kinesis, String name) {
        kinesis.createStream(c -> c.streamName(name).shardCount(Sizes.SHARDS));
        try (var waiter = kinesis.waiter()) {
            waiter.waitUntilStreamExists(d -> d.streamName(name));
        }
        return new BenchStream(kinesis, name);
    }

    String name() {
        return name;
    }

    /** What reading everything back found. */
    record Found(long records, long lost, long duplicates, long reordered) {
        Found plus(Found other) {
            return new Found(
                    records + other.records,
                    lost + other.lost,
                    duplicates + other.duplicates,
                    reordered + other.reordered);
        }
    }

    /**
     * Reads all shards: every acknowledged record must be there, and in each shard those of a
     * writer in the order in which they were sent.
     *
     * @param acknowledged by writer, the numbers of its records
     */
    Found readBack(List<BitSet> acknowledged) {
        var seen = new ArrayList<BitSet>();
        acknowledged.forEach(_ -> seen.add(new BitSet()));
        long records = 0;
        long duplicates = 0;
        long reordered = 0;
        for (Shard shard : shards()) {
            var last = new ArrayList<>(Collections.nCopies(acknowledged.size(), -1));
            String iterator = start(shard);
            while (iterator != null) {
                String from = iterator;
                GetRecordsResponse got = kinesis.getRecords(g -> g.shardIterator(from).limit(5000));
                for (Record record : got.records()) {
                    byte[] data = record.data().asByteArrayUnsafe();
                    int writer = Records.writer(data);
                    int number = Records.number(data);
                    records++;
                    duplicates += seen.get(writer).get(number) ? 1 : 0;
                    reordered += number < last.get(writer) ? 1 : 0;
                    seen.get(writer).set(number);
                    last.set(writer, number);
                }
                iterator =
                        got.records().isEmpty() && got.millisBehindLatest() == 0
                                ? null
                                : got.nextShardIterator();
            }
        }
        long lost = 0;
        for (int i = 0; i < acknowledged.size(); i++) {
            var missing = (BitSet) acknowledged.get(i).clone();
            missing.andNot(seen.get(i));
            lost += missing.cardinality();
        }
        return new Found(records, lost, duplicates, reordered);
    }

    /** Puts so many records on every shard that each read below gets a full answer. */
    void fill() {
        var records = new Records(0);
        for (Shard shard : shards()) {
            int wanted = Sizes.READ * Sizes.READS;
            for (int put = 0; put < wanted; put += Sizes.BATCH) {
                var batch = new ArrayList<PutRecordsRequestEntry>();
                for (int i = 0; i < Sizes.BATCH; i++) {
                    batch.add(
                            PutRecordsRequestEntry.builder()
                                    .partitionKey(records.key())
                                    .explicitHashKey(shard.hashKeyRange().startingHashKey())
                                    .data(records.next())
                                    .build());
                }
                kinesis.putRecords(p -> p.streamName(name).records(batch));
            }
        }
    }

    List<Shard> shards() {
        return kinesis.listShards(l -> l.streamName(name)).shards();
    }

    String start(Shard shard) {
        return kinesis.getShardIterator(g ->
                        g.streamName(name)
                                .shardId(shard.shardId())
                                .shardIteratorType(ShardIteratorType.TRIM_HORIZON))
                .shardIterator();
    }

    @Override
    public void close() {
        kinesis.deleteStream(d -> d.streamName(name));
    }
}
