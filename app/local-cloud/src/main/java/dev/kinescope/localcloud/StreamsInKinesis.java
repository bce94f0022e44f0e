package dev.kinescope.localcloud;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Streams;
import dev.kinescope.localcloud.kinesis.HashRange;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.kinesis.ShardIterator;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;
import software.amazon.awssdk.services.kinesis.model.Shard;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** Lets faults find the shards of streams and change them, past the gate that they stand in. */
final class StreamsInKinesis implements Streams {
    private final AtomicReference<@Nullable LocalKinesis> kinesis = new AtomicReference<>();

    /** Joined late: the gate is there before the services are. */
    void join(LocalKinesis newKinesis) {
        kinesis.set(newKinesis);
    }

    private LocalKinesis kinesis() {
        return Objects.requireNonNull(kinesis.get(), "Kinesis has been started");
    }

    @Override
    public Optional<Place> place(String iterator) {
        return ShardIterator.parse(iterator).map(read -> new Place(read.stream(), read.shard()));
    }

    @Override
    public BiFunction<String, @Nullable String, Optional<String>> router(String stream) {
        List<Shard> open = open(stream);
        return (partitionKey, explicitHashKey) -> {
            Optional<BigInteger> hash = hash(partitionKey, explicitHashKey);
            return hash.flatMap(value ->
                    open.stream()
                            .filter(shard -> holds(shard, value))
                            .findFirst()
                            .map(Shard::shardId));
        };
    }

    /** Empty for what Kinesis will refuse. */
    private static Optional<BigInteger> hash(
            @Nullable String partitionKey, @Nullable String explicitHashKey) {
        if (explicitHashKey == null) {
            return Optional.ofNullable(partitionKey).map(HashRange::hash);
        }
        return explicitHashKey.matches("\\d{1,39}")
                ? Optional.of(new BigInteger(explicitHashKey))
                : Optional.empty();
    }

    private static boolean holds(Shard shard, BigInteger hash) {
        return start(shard).compareTo(hash) <= 0 && end(shard).compareTo(hash) >= 0;
    }

    private static BigInteger start(Shard shard) {
        return new BigInteger(shard.hashKeyRange().startingHashKey());
    }

    private static BigInteger end(Shard shard) {
        return new BigInteger(shard.hashKeyRange().endingHashKey());
    }

    private List<Shard> open(String stream) {
        var open = new ArrayList<Shard>();
        var next = ListShardsRequest.builder().streamName(stream).build();
        while (true) {
            ListShardsResponse page = kinesis().listShards(next);
            page.shards().stream()
                    .filter(shard -> shard.sequenceNumberRange().endingSequenceNumber() == null)
                    .forEach(open::add);
            if (page.nextToken() == null) {
                return open;
            }
            next = ListShardsRequest.builder().nextToken(page.nextToken()).build();
        }
    }

    @Override
    public void refused(String stream, Refusal refusal) {
        switch (refusal) {
            case Refusal.Read(String shard) -> kinesis().refusedRead(stream, shard);
            case Refusal.Single(String shard) -> kinesis().refusedPut(stream, shard);
            case Refusal.Entries(Map<String, Integer> throttled, int failed, boolean whole) ->
                    kinesis().refusedEntries(stream, throttled, failed, whole);
        }
    }

    @Override
    public boolean reshard(String stream, Fault.Change change) {
        List<Shard> open = open(stream);
        try {
            return switch (change) {
                case SPLIT -> split(stream, open.getFirst());
                case MERGE -> merge(stream, open);
            };
        } catch (ResourceInUseException | LimitExceededException e) {
            return false;
        }
    }

    private boolean split(String stream, Shard shard) {
        String middle = start(shard).add(end(shard)).add(BigInteger.ONE).shiftRight(1).toString();
        kinesis()
                .splitShard(split ->
                        split.streamName(stream)
                                .shardToSplit(shard.shardId())
                                .newStartingHashKey(middle));
        return true;
    }

    private boolean merge(String stream, List<Shard> open) {
        List<Shard> byRange =
                open.stream().sorted(Comparator.comparing(StreamsInKinesis::start)).toList();
        if (byRange.size() < 2) {
            return false;
        }
        kinesis()
                .mergeShards(merge ->
                        merge.streamName(stream)
                                .shardToMerge(byRange.get(0).shardId())
                                .adjacentShardToMerge(byRange.get(1).shardId()));
        return true;
    }
}
