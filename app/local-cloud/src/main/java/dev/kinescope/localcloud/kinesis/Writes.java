package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.kinesis.Placement.Placed;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResultEntry;

import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** PutRecord and PutRecords: checks, routes by hash key, and puts on the shards. */
final class Writes {
    private static final Pattern HASH_KEY = Pattern.compile("0|([1-9]\\d{0,38})");
    private static final int MOST_RECORDS = 500;
    private static final long MOST_BYTES = 10L * 1024 * 1024;
    private static final int LONGEST_KEY = 256;

    /** The number of a record that comes alone. */
    private static final int SINGLE = 0;

    private static final String RATE_EXCEEDED = "ProvisionedThroughputExceededException";

    private final Streams streams;
    private final KinesisMetrics metrics;
    private final Clock clock;

    Writes(Streams streams, KinesisMetrics metrics, Clock clock) {
        this.streams = streams;
        this.metrics = metrics;
        this.clock = clock;
    }

    PutRecordResponse put(PutRecordRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .required("partitionKey", request.partitionKey())
                .length("partitionKey", request.partitionKey(), 1, LONGEST_KEY)
                .required("data", request.data() == null ? null : "")
                .pattern("explicitHashKey", request.explicitHashKey(), HASH_KEY)
                .pattern(
                        "sequenceNumberForOrdering",
                        request.sequenceNumberForOrdering(),
                        SequenceNumber.DECIMAL)
                .orThrow();
        Instant began = clock.instant();
        Stream stream = streams.serving(request.streamName(), request.streamARN());
        var put = new Shard.Put(request.partitionKey(), request.data().asByteArrayUnsafe());
        HashKey key = key(put, request.explicitHashKey(), new KeyHash());
        checkSize(stream, put, SINGLE);
        checkOrder(stream, request.sequenceNumberForOrdering());
        var placement = new Placement(streams, stream, 1);
        placement.add(put, key);
        Placed placed = placement.place().getFirst();
        if (placed.failure().isPresent()) {
            metrics.failedPut(stream, began);
            throw placed.failure().get();
        }
        long index = placed.index(0);
        metrics.put(stream, placed.shard(), index < 0 ? 0 : 1, put.size(), began);
        if (index < 0) {
            throw Faults.throughputExceeded(rateExceeded(stream, placed.shard()));
        }
        return PutRecordResponse.builder()
                .shardId(placed.shard().state().id())
                .sequenceNumber(
                        placed.shard().state().sequenceNumber(index, placed.arrivalMillis()))
                .encryptionType(stream.state().features().type())
                .build();
    }

    PutRecordsResponse put(PutRecordsRequest request) {
        check(request);
        Instant began = clock.instant();
        Stream stream = streams.serving(request.streamName(), request.streamARN());
        var placement = new Placement(streams, stream, request.records().size());
        var hashes = new KeyHash();
        long bytes = 0;
        for (PutRecordsRequestEntry entry : request.records()) {
            var put = new Shard.Put(entry.partitionKey(), entry.data().asByteArrayUnsafe());
            HashKey key = key(put, entry.explicitHashKey(), hashes);
            checkSize(stream, put, placement.count() + 1);
            placement.add(put, key);
            bytes += put.size();
        }
        if (bytes > MOST_BYTES) {
            throw Faults.invalidArgument(
                    "Records size exceeds " + MOST_BYTES / 1024 / 1024 + " MB limit");
        }
        List<Placed> placed = placement.place();
        metrics.put(stream, volumes(placed), began);
        checkStored(placed);
        return response(stream, placed, placement.count());
    }

    private static void check(PutRecordsRequest request) {
        var validation = new Validation().name("streamName", request.streamName());
        validation.required("records", request.hasRecords() ? "" : null);
        if (request.hasRecords()) {
            validation.size("records", request.records(), 1, MOST_RECORDS);
        }
        int number = 0;
        for (PutRecordsRequestEntry entry : request.records()) {
            number++;
            if (entry.partitionKey() == null
                    || entry.partitionKey().isEmpty()
                    || entry.partitionKey().length() > LONGEST_KEY
                    || entry.data() == null
                    || entry.explicitHashKey() != null) {
                String path = "records." + number + ".member.";
                validation
                        .required(path + "partitionKey", entry.partitionKey())
                        .length(path + "partitionKey", entry.partitionKey(), 1, LONGEST_KEY)
                        .required(path + "data", entry.data() == null ? null : "")
                        .pattern(path + "explicitHashKey", entry.explicitHashKey(), HASH_KEY);
            }
        }
        validation.orThrow();
    }

    /** Where a record belongs. */
    private static HashKey key(Shard.Put put, @Nullable String explicit, KeyHash hashes) {
        if (explicit == null) {
            return hashes.of(put.key());
        }
        var number = new BigInteger(explicit);
        if (number.compareTo(HashRange.KEYS) >= 0) {
            throw Faults.invalidArgument(
                    "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0,"
                            + " 2^128-1]. Specified value was "
                            + explicit);
        }
        return HashKey.of(number);
    }

    /**
     * Checks one record.
     *
     * @param number which of the request's it is, from 1, or {@link #SINGLE}
     */
    private static void checkSize(Stream stream, Shard.Put put, int number) {
        int most = stream.state().maxRecordKiB() * 1024;
        if (put.size() > most) {
            String path = number == SINGLE ? "data" : "records." + number + ".member.data";
            int length = put.size() - put.key().length;
            new Validation().tooLong(path, length, most).orThrow();
        }
    }

    /** Sequence numbers of a shard only grow, so one that was given out is always in order. */
    private void checkOrder(Stream stream, @Nullable String after) {
        boolean valid =
                after == null
                        || SequenceNumber.parse(after)
                                .filter(number ->
                                        number.seconds() <= clock.instant().getEpochSecond())
                                .isPresent();
        if (!valid) {
            throw Faults.invalidArgument(
                    "ExclusiveMinimumSequenceNumber "
                            + after
                            + " used in PutRecord on stream "
                            + stream.state().name()
                            + " under account "
                            + streams.account()
                            + " is invalid.");
        }
    }

    /** A request of which nothing is stored has failed as a whole, if any of it has. */
    private static void checkStored(List<Placed> placed) {
        UncheckedIOException failure = null;
        for (Placed share : placed) {
            for (int i = 0; i < share.count(); i++) {
                if (share.index(i) >= 0) {
                    return;
                }
            }
            failure = failure == null ? share.failure().orElse(null) : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Map<Shard, KinesisMetrics.Volume> volumes(List<Placed> placed) {
        var volumes = new LinkedHashMap<Shard, KinesisMetrics.Volume>();
        for (Placed share : placed) {
            long records = 0;
            long bytes = 0;
            for (int i = 0; i < share.count(); i++) {
                if (share.index(i) >= 0) {
                    records++;
                    bytes += share.size(i);
                }
            }
            long others = share.count() - records;
            boolean failed = share.failure().isPresent();
            volumes.merge(
                    share.shard(),
                    new KinesisMetrics.Volume(
                            records, bytes, failed ? 0 : others, failed ? others : 0),
                    KinesisMetrics.Volume::plus);
        }
        return volumes;
    }

    private PutRecordsResponse response(Stream stream, List<Placed> placed, int count) {
        var results = new PutRecordsResultEntry[count];
        int failed = 0;
        for (Placed share : placed) {
            var numbers = new SequenceNumbers(share.shard().state());
            for (int i = 0; i < share.count(); i++) {
                failed += share.index(i) < 0 ? 1 : 0;
                results[share.place(i)] = result(stream, share, i, numbers);
            }
        }
        return PutRecordsResponse.builder()
                .failedRecordCount(failed)
                .records(results)
                .encryptionType(stream.state().features().type())
                .build();
    }

    private PutRecordsResultEntry result(
            Stream stream, Placed share, int number, SequenceNumbers numbers) {
        if (share.failure().isPresent()) {
            return PutRecordsResultEntry.builder()
                    .errorCode("InternalFailure")
                    .errorMessage("Internal Service Failure: " + share.failure().get().getMessage())
                    .build();
        }
        long index = share.index(number);
        if (index < 0) {
            return PutRecordsResultEntry.builder()
                    .errorCode(RATE_EXCEEDED)
                    .errorMessage(rateExceeded(stream, share.shard()))
                    .build();
        }
        return PutRecordsResultEntry.builder()
                .shardId(numbers.shardId())
                .sequenceNumber(numbers.of(index, share.arrivalMillis()))
                .build();
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
}
