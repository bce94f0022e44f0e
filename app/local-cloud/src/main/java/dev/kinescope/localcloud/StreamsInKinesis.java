package dev.kinescope.localcloud;

import dev.kinescope.localcloud.faults.Fault;
import dev.kinescope.localcloud.faults.Streams;
import dev.kinescope.localcloud.kinesis.HashRange;
import dev.kinescope.localcloud.kinesis.LocalKinesis;
import dev.kinescope.localcloud.kinesis.ShardIterator;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;

/** Lets faults find the shards of streams and change them, past the gate that they stand in. */
final class StreamsInKinesis implements Streams {
    private static final Logger LOG = LoggerFactory.getLogger(StreamsInKinesis.class);

    private final AtomicReference<@Nullable LocalKinesis> kinesis = new AtomicReference<>();

    /** What was logged last: a fault that cannot be meets every call, and is told once. */
    private final AtomicReference<String> told = new AtomicReference<>("");

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
        List<LocalKinesis.OpenShard> open = kinesis().openShards(stream);
        return (partitionKey, explicitHashKey) -> {
            Optional<BigInteger> hash = hash(partitionKey, explicitHashKey);
            return hash.flatMap(value ->
                    open.stream()
                            .filter(shard -> shard.range().contains(value))
                            .findFirst()
                            .map(LocalKinesis.OpenShard::id));
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

    @Override
    public void refused(String stream, Refusal refusal) {
        switch (refusal) {
            case Refusal.Read(String shard) -> kinesis().refusedRead(stream, shard);
            case Refusal.Single(String shard) -> kinesis().refusedPut(stream, shard);
            case Refusal.SomeEntries(Map<String, Integer> throttled, int failed) ->
                    kinesis().refusedEntries(stream, throttled, failed);
            case Refusal.AllEntries(Map<String, Integer> throttled, int failed) ->
                    kinesis().refusedPuts(stream, throttled, failed);
        }
    }

    @Override
    public boolean reshard(String stream, Fault.Change change) {
        try {
            List<LocalKinesis.OpenShard> open = kinesis().openShards(stream);
            return switch (change) {
                case SPLIT -> split(stream, open.getFirst());
                case MERGE -> merge(stream, open);
            };
        } catch (ResourceInUseException | LimitExceededException e) {
            return false;
        } catch (RuntimeException e) {
            // The records that brought it about are stored: whoever put them must be told so.
            String reason = stream + ": " + e.getMessage();
            if (!reason.equals(told.getAndSet(reason))) {
                LOG.warn("The shards of stream {} are not changed by a fault.", stream, e);
            }
            return false;
        }
    }

    private boolean split(String stream, LocalKinesis.OpenShard shard) {
        HashRange range = shard.range();
        kinesis()
                .split(
                        stream,
                        shard.id(),
                        range.start().add(range.end()).add(BigInteger.ONE).shiftRight(1));
        return true;
    }

    private boolean merge(String stream, List<LocalKinesis.OpenShard> open) {
        if (open.size() < 2) {
            return false;
        }
        kinesis().merge(stream, open.get(0).id(), open.get(1).id());
        return true;
    }
}
