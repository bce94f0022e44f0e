package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.store.RecordLog.IndexedEntry;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.model.ChildShard;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/** GetShardIterator and GetRecords. */
final class Reads {
    private static final int MOST_RECORDS = 10_000;
    private static final long MOST_BYTES = 10L * 1024 * 1024;
    private static final Duration ITERATOR_LIFE = Duration.ofMinutes(5);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final Streams streams;
    private final KinesisMetrics metrics;
    private final Clock clock;

    Reads(Streams streams, KinesisMetrics metrics, Clock clock) {
        this.streams = streams;
        this.metrics = metrics;
        this.clock = clock;
    }

    GetShardIteratorResponse iterator(GetShardIteratorRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("shardId", request.shardId())
                .name("shardId", request.shardId())
                .required("shardIteratorType", request.shardIteratorTypeAsString())
                .oneOf(
                        "shardIteratorType",
                        request.shardIteratorTypeAsString(),
                        ShardIteratorType.knownValues().stream()
                                .map(ShardIteratorType::toString)
                                .sorted()
                                .toList())
                .pattern(
                        "startingSequenceNumber",
                        request.startingSequenceNumber(),
                        SequenceNumber.DECIMAL)
                .orThrow();
        String shardId = ShardState.meant(request.shardId()).orElse(request.shardId());
        Stream stream = serving(request.streamName(), request.streamARN(), shardId);
        checkStart(request);
        Shard shard =
                shard(
                        stream,
                        ShardState.meant(request.shardId())
                                .orElseThrow(() -> streams.noShard(stream, request.shardId())));
        if (!shard.iterable()) {
            throw Faults.throughputExceeded(rateExceeded(stream, shard));
        }
        Instant now = clock.instant();
        long index =
                switch (request.shardIteratorType()) {
                    case TRIM_HORIZON -> shard.log().first();
                    case LATEST -> shard.log().end();
                    case AT_TIMESTAMP -> at(shard, request.timestamp(), now);
                    case AT_SEQUENCE_NUMBER ->
                            Math.max(0, count(stream, shard, request.startingSequenceNumber()) - 1);
                    case AFTER_SEQUENCE_NUMBER ->
                            count(stream, shard, request.startingSequenceNumber());
                    case UNKNOWN_TO_SDK_VERSION ->
                            throw Faults.invalidArgument("Invalid ShardIteratorType.");
                };
        return GetShardIteratorResponse.builder()
                .shardIterator(token(stream, shard, Math.min(index, shard.log().end()), now))
                .build();
    }

    GetRecordsResponse records(GetRecordsRequest request) {
        new Validation()
                .required("shardIterator", request.shardIterator())
                .length("shardIterator", request.shardIterator(), 1, 512)
                .range("limit", request.limit(), 1, MOST_RECORDS)
                .orThrow();
        Instant now = clock.instant();
        ShardIterator from =
                ShardIterator.parse(request.shardIterator())
                        .orElseThrow(() -> Faults.invalidArgument("Invalid ShardIterator."));
        if (Duration.between(from.issued(), now).compareTo(ITERATOR_LIFE) > 0) {
            throw Faults.expiredIterator(
                    "Iterator expired. The iterator was created at time "
                            + DATE.format(from.issued())
                            + " while right now it is "
                            + DATE.format(now)
                            + " which is further in the future than the tolerated delay of "
                            + ITERATOR_LIFE.toMillis()
                            + " milliseconds.");
        }
        Stream stream = serving(from.stream(), request.streamARN(), from.shard());
        if (stream.state().created().toEpochMilli() != from.created().toEpochMilli()) {
            throw Faults.invalidArgument("Invalid ShardIterator.");
        }
        Shard shard = shard(stream, from.shard());
        if (!shard.readable()) {
            metrics.refusedRead(stream, shard);
            throw Faults.throughputExceeded(rateExceeded(stream, shard));
        }
        int limit = Objects.requireNonNullElse(request.limit(), MOST_RECORDS);
        return read(stream, shard, Math.max(from.index(), horizon(stream, shard)), limit, now);
    }

    private GetRecordsResponse read(
            Stream stream, Shard shard, long from, int limit, Instant began) {
        List<IndexedEntry> entries = shard.log().read(from, limit, MOST_BYTES);
        long bytes = 0;
        var records = new ArrayList<Record>(entries.size());
        var numbers = new SequenceNumbers(shard.state());
        for (IndexedEntry entry : entries) {
            bytes += entry.entry().size();
            records.add(record(stream.state(), numbers, entry));
        }
        shard.wasRead(bytes);
        long next = entries.isEmpty() ? from : entries.getLast().index() + 1;
        long lastArrival = entries.isEmpty() ? 0 : entries.getLast().entry().arrivalMillis();
        metrics.got(
                stream, shard, new KinesisMetrics.Got(records.size(), bytes, lastArrival), began);
        boolean atTip = next >= shard.log().end();
        var response =
                GetRecordsResponse.builder()
                        .records(records)
                        .millisBehindLatest(
                                atTip || entries.isEmpty()
                                        ? 0
                                        : Math.max(0, clock.millis() - lastArrival));
        // The state is asked for again: a shard may have been closed since it was found.
        ShardState state = current(stream, shard);
        if (atTip && !state.open() && next >= Objects.requireNonNullElse(state.records(), 0L)) {
            response.childShards(children(stream.state(), state));
        } else {
            response.nextShardIterator(token(stream, shard, next, clock.instant()));
        }
        return response.build();
    }

    private static ShardState current(Stream stream, Shard shard) {
        return stream.shard(shard.state().id()).map(Shard::state).orElse(shard.state());
    }

    private static Record record(StreamState stream, SequenceNumbers numbers, IndexedEntry entry) {
        return Record.builder()
                .sequenceNumber(numbers.of(entry.index(), entry.entry().arrivalMillis()))
                .approximateArrivalTimestamp(Instant.ofEpochMilli(entry.entry().arrivalMillis()))
                .data(SdkBytes.fromByteArrayUnsafe(entry.entry().data()))
                .partitionKey(entry.entry().partitionKey())
                .encryptionType(stream.features().typeAt(entry.entry().arrivalMillis()))
                .build();
    }

    private static List<ChildShard> children(StreamState stream, ShardState closed) {
        var children = new ArrayList<ChildShard>();
        for (ShardState shard : stream.shards()) {
            var parents = new ArrayList<String>();
            if (shard.parent() != null) {
                parents.add(ShardState.id(shard.parent()));
            }
            if (shard.adjacentParent() != null) {
                parents.add(ShardState.id(shard.adjacentParent()));
            }
            if (parents.contains(closed.id())) {
                children.add(
                        ChildShard.builder()
                                .shardId(shard.id())
                                .parentShards(parents)
                                .hashKeyRange(shard.range().toModel())
                                .build());
            }
        }
        return children;
    }

    /** The first record that the stream's retention still covers. */
    private long horizon(Stream stream, Shard shard) {
        Duration retention = Duration.ofHours(stream.state().retentionHours());
        return shard.log().indexAt(clock.instant().minus(retention).toEpochMilli());
    }

    private static long at(Shard shard, @Nullable Instant timestamp, Instant now) {
        if (timestamp == null) {
            throw Faults.invalidArgument(
                    "Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP."
                            + " Current request has no timestamp parameter.");
        }
        if (timestamp.isAfter(now)) {
            throw Faults.invalidArgument(
                    "The timestampInMillis parameter cannot be greater than the"
                            + " currentTimestampInMillis. timestampInMillis: "
                            + timestamp.toEpochMilli()
                            + ", currentTimestampInMillis: "
                            + now.toEpochMilli());
        }
        return shard.log().indexAt(timestamp.toEpochMilli());
    }

    /** How many records the shard had taken once the one of that sequence number was in. */
    private long count(Stream stream, Shard shard, @Nullable String text) {
        Objects.requireNonNull(text, "checked with the request");
        ShardState state = shard.state();
        SequenceNumber number =
                SequenceNumber.parse(text)
                        .orElseThrow(() ->
                                Faults.invalidArgument(
                                        startOf(stream, state, text) + " is invalid."));
        if (number.shard() != state.number()) {
            throw Faults.invalidArgument(
                    "Invalid StartingSequenceNumber. It encodes "
                            + ShardState.id(number.shard())
                            + " while it was used in a call to a shard with "
                            + state.id());
        }
        if (number.shardSeconds() != state.created().getEpochSecond()) {
            throw Faults.invalidArgument(
                    startOf(stream, state, text)
                            + " is invalid because it did not come from this stream.");
        }
        return number.count();
    }

    private String startOf(Stream stream, ShardState shard, String number) {
        return "StartingSequenceNumber "
                + number
                + " used in GetShardIterator on shard "
                + shard.id()
                + " in stream "
                + stream.state().name()
                + " under account "
                + streams.account();
    }

    /** A sequence number belongs to the two types that begin at one, and to no other. */
    private static void checkStart(GetShardIteratorRequest request) {
        boolean needed =
                switch (request.shardIteratorType()) {
                    case AT_SEQUENCE_NUMBER, AFTER_SEQUENCE_NUMBER -> true;
                    case TRIM_HORIZON, LATEST, AT_TIMESTAMP, UNKNOWN_TO_SDK_VERSION -> false;
                };
        if (needed != (request.startingSequenceNumber() != null)) {
            throw Faults.invalidArgument(
                    "Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                            + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no"
                            + " StartingSequenceNumber. Request specified "
                            + request.shardIteratorTypeAsString()
                            + (needed ? " and no" : " and also a")
                            + " StartingSequenceNumber.");
        }
    }

    private String rateExceeded(Stream stream, Shard shard) {
        return "Rate exceeded for shard "
                + shard.state().id()
                + " in stream "
                + stream.state().name()
                + " under account "
                + streams.account()
                + ".";
    }

    /** The stream that is read; where there is none, AWS misses the shard. */
    private Stream serving(@Nullable String name, @Nullable String arn, String shard) {
        try {
            return streams.serving(name, arn);
        } catch (ResourceNotFoundException e) {
            String stream =
                    name == null && arn != null ? arn.substring(arn.lastIndexOf('/') + 1) : name;
            throw missing(shard, stream);
        }
    }

    private Shard shard(Stream stream, String id) {
        return stream.shard(id).orElseThrow(() -> missing(id, stream.state().name()));
    }

    private RuntimeException missing(String shard, @Nullable String stream) {
        return Faults.notFound(
                "Shard "
                        + shard
                        + " in stream "
                        + stream
                        + " under account "
                        + streams.account()
                        + " does not exist");
    }

    private static String token(Stream stream, Shard shard, long index, Instant now) {
        StreamState state = stream.state();
        return new ShardIterator(state.name(), state.created(), shard.state().id(), index, now)
                .token();
    }
}
