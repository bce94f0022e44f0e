package dev.kinescope.localcloud;

import dev.kinescope.localcloud.firehose.SourceRecord;
import dev.kinescope.localcloud.firehose.StreamSource;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.KinesisException;
import software.amazon.awssdk.services.kinesis.model.LimitExceededException;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ProvisionedThroughputExceededException;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Lets Firehose read streams through the Kinesis client interface. */
final class KinesisSource implements StreamSource {
    private static final int MOST_RECORDS = 10_000;

    private final Supplier<KinesisClient> kinesis;

    KinesisSource(Supplier<KinesisClient> kinesis) {
        this.kinesis = kinesis;
    }

    @Override
    public Instant created(String streamArn) {
        return calling(() -> kinesis.get().describeStream(b -> b.streamARN(streamArn).limit(1)))
                .streamDescription()
                .streamCreationTimestamp()
                .truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public List<Shard> shards(String streamArn) {
        var shards = new ArrayList<Shard>();
        var next = ListShardsRequest.builder().streamARN(streamArn).build();
        while (true) {
            ListShardsRequest request = next;
            ListShardsResponse page = calling(() -> kinesis.get().listShards(request));
            for (var shard : page.shards()) {
                List<String> parents =
                        Stream.of(shard.parentShardId(), shard.adjacentParentShardId())
                                .filter(Objects::nonNull)
                                .toList();
                shards.add(new Shard(shard.shardId(), parents));
            }
            if (page.nextToken() == null) {
                return shards;
            }
            next = ListShardsRequest.builder().nextToken(page.nextToken()).build();
        }
    }

    @Override
    public String iterator(String streamArn, String shardId, Position position) {
        var request = GetShardIteratorRequest.builder().streamARN(streamArn).shardId(shardId);
        switch (position) {
            case Position.AtTime(Instant time) ->
                    request.shardIteratorType(ShardIteratorType.AT_TIMESTAMP).timestamp(time);
            case Position.After(String number) ->
                    request.shardIteratorType(ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                            .startingSequenceNumber(number);
        }
        return calling(() -> kinesis.get().getShardIterator(request.build()).shardIterator());
    }

    @Override
    public Read read(String streamArn, String shardId, String iterator) {
        GetRecordsResponse page =
                calling(() ->
                        kinesis.get()
                                .getRecords(b ->
                                        b.streamARN(streamArn)
                                                .shardIterator(iterator)
                                                .limit(MOST_RECORDS)));
        var records = new ArrayList<SourceRecord>(page.records().size());
        for (var record : page.records()) {
            records.add(
                    SourceRecord.of(
                            new SourceRecord.Origin(
                                    shardId, record.sequenceNumber(), 0, record.partitionKey()),
                            record.data().asByteArrayUnsafe(),
                            record.approximateArrivalTimestamp()));
        }
        Long behind = page.millisBehindLatest();
        return new Read(records, page.nextShardIterator(), behind == null ? 0 : behind);
    }

    private static <T> T calling(Supplier<T> call) {
        try {
            return call.get();
        } catch (ExpiredIteratorException e) {
            throw unreadable(Trouble.ITERATOR_EXPIRED, e);
        } catch (InvalidArgumentException e) {
            throw unreadable(Trouble.POSITION_INVALID, e);
        } catch (ProvisionedThroughputExceededException | LimitExceededException e) {
            throw unreadable(Trouble.THROTTLED, e);
        } catch (ResourceNotFoundException e) {
            throw unreadable(Trouble.NOT_FOUND, e);
        } catch (KinesisException e) {
            throw unreadable(isDenied(e) ? Trouble.DENIED : Trouble.OTHER, e);
        } catch (SdkException e) {
            throw unreadable(Trouble.OTHER, e);
        }
    }

    private static boolean isDenied(KinesisException e) {
        return e.awsErrorDetails() != null
                && "AccessDeniedException".equals(e.awsErrorDetails().errorCode());
    }

    private static Unreadable unreadable(Trouble trouble, SdkException cause) {
        return new Unreadable(trouble, Messages.of(cause), cause);
    }
}
