package dev.kinescope.localcloud.bench;

import dev.kinescope.localcloud.bench.BenchStream.Found;
import dev.kinescope.localcloud.bench.Load.Round;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.ExecutionException;

/** One way of calling Kinesis, on one endpoint; what was put is read back after each round. */
enum KinesisCase {
    PUT_RECORDS("PutRecords", 0.9),
    PUT_RECORD("PutRecord", 0.95),
    GET_RECORDS("GetRecords", 0.9);

    private final String operation;
    private final double aim;

    KinesisCase(String operation, double aim) {
        this.operation = operation;
        this.aim = aim;
    }

    String operation() {
        return operation;
    }

    /** The part of the canned server's rate that is aimed at. */
    double aim() {
        return aim;
    }

    /** What one round on one endpoint came to. */
    record Result(Round round, Found found) {}

    /** A round on a server that gives canned answers: there is nothing to read back. */
    Result onCanned(Load load, Target target, KinesisClient kinesis)
            throws InterruptedException, ExecutionException {
        Round round =
                load.run(
                        target,
                        thread ->
                                switch (this) {
                                    case PUT_RECORDS ->
                                            putRecords(kinesis, "canned", thread, new BitSet());
                                    case PUT_RECORD ->
                                            putRecord(kinesis, "canned", thread, new BitSet());
                                    case GET_RECORDS -> reads(kinesis, "canned");
                                });
        return new Result(round, new Found(0, 0, 0, 0));
    }

    /** A round on a stream of its own. */
    Result on(Load load, Target target, KinesisClient kinesis, String name)
            throws InterruptedException, ExecutionException {
        try (BenchStream stream = BenchStream.create(kinesis, name)) {
            if (this == GET_RECORDS) {
                stream.fill();
                List<Shard> shards = stream.shards();
                Round round =
                        load.run(
                                target,
                                thread ->
                                        reads(
                                                kinesis,
                                                stream.start(shards.get(thread % shards.size()))));
                return new Result(round, new Found(0, 0, 0, 0));
            }
            var acknowledged = new ArrayList<BitSet>();
            for (int i = 0; i < load.threads(); i++) {
                acknowledged.add(new BitSet());
            }
            Round round =
                    load.run(
                            target,
                            thread ->
                                    this == PUT_RECORDS
                                            ? putRecords(
                                                    kinesis,
                                                    stream.name(),
                                                    thread,
                                                    acknowledged.get(thread))
                                            : putRecord(
                                                    kinesis,
                                                    stream.name(),
                                                    thread,
                                                    acknowledged.get(thread)));
            return new Result(round, stream.readBack(acknowledged));
        }
    }

    private static Load.Calls putRecords(
            KinesisClient kinesis, String stream, int thread, BitSet acknowledged) {
        var records = new Records(thread);
        var first = new int[1];
        return () -> {
            var batch = new ArrayList<PutRecordsRequestEntry>(Sizes.BATCH);
            for (int i = 0; i < Sizes.BATCH; i++) {
                batch.add(
                        PutRecordsRequestEntry.builder()
                                .partitionKey(records.key())
                                .data(records.next())
                                .build());
            }
            int from = first[0];
            first[0] += Sizes.BATCH;
            PutRecordsResponse response =
                    kinesis.putRecords(p -> p.streamName(stream).records(batch));
            acknowledged.set(from, from + Sizes.BATCH);
            if (response.failedRecordCount() > 0) {
                for (int i = 0; i < Sizes.BATCH; i++) {
                    if (response.records().get(i).errorCode() != null) {
                        acknowledged.clear(from + i);
                    }
                }
            }
            return Sizes.BATCH - response.failedRecordCount();
        };
    }

    private static Load.Calls putRecord(
            KinesisClient kinesis, String stream, int thread, BitSet acknowledged) {
        var records = new Records(thread);
        var next = new int[1];
        return () -> {
            int number = next[0]++;
            String key = records.key();
            var data = records.next();
            try {
                kinesis.putRecord(p -> p.streamName(stream).partitionKey(key).data(data));
            } catch (SdkException e) {
                return 0;
            }
            acknowledged.set(number);
            return 1;
        };
    }

    /** Reads a shard from its start, over and over. */
    private static Load.Calls reads(KinesisClient kinesis, String start) {
        var at =
                new Object() {
                    private String iterator = start;
                    private int reads;
                };
        return () -> {
            String from = at.iterator;
            GetRecordsResponse got =
                    kinesis.getRecords(g -> g.shardIterator(from).limit(Sizes.READ));
            at.reads++;
            at.iterator = at.reads % Sizes.READS == 0 ? start : got.nextShardIterator();
            return got.records().size();
        };
    }
}
