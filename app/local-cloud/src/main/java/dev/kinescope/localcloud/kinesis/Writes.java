package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.core.SdkBytes;
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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
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

    /** One record on its way: its place in the request, and where it belongs. */
    private record Routed(int place, BigInteger hash, Shard.Put put) {}

    /** Where a record is; the shard alone if it was refused, with the reason if it failed. */
    private record Placed(
            Shard shard, long index, long millis, @Nullable UncheckedIOException failure) {}

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
        Routed record =
                routed(
                        0,
                        request.partitionKey(),
                        request.explicitHashKey(),
                        request.data(),
                        new KeyHash());
        checkSize(stream, record, SINGLE);
        checkOrder(stream, request.sequenceNumberForOrdering());
        Placed placed = place(stream, List.of(record))[0];
        if (placed.failure() != null) {
            metrics.failedPut(stream, began);
            throw placed.failure();
        }
        metrics.put(stream, placed.shard(), placed.index() < 0 ? 0 : 1, record.put().size(), began);
        if (placed.index() < 0) {
            throw Faults.throughputExceeded(rateExceeded(stream, placed.shard()));
        }
        return PutRecordResponse.builder()
                .shardId(placed.shard().state().id())
                .sequenceNumber(
                        placed.shard().state().sequenceNumber(placed.index(), placed.millis()))
                .encryptionType(stream.state().features().type())
                .build();
    }

    PutRecordsResponse put(PutRecordsRequest request) {
        check(request);
        Instant began = clock.instant();
        Stream stream = streams.serving(request.streamName(), request.streamARN());
        var records = new ArrayList<Routed>(request.records().size());
        var hashes = new KeyHash();
        long bytes = 0;
        for (PutRecordsRequestEntry entry : request.records()) {
            Routed record =
                    routed(
                            records.size(),
                            entry.partitionKey(),
                            entry.explicitHashKey(),
                            entry.data(),
                            hashes);
            checkSize(stream, record, records.size() + 1);
            records.add(record);
            bytes += record.put().size();
        }
        if (bytes > MOST_BYTES) {
            throw Faults.invalidArgument(
                    "Records size exceeds " + MOST_BYTES / 1024 / 1024 + " MB limit");
        }
        Placed[] placed = place(stream, records);
        metrics.put(stream, sizes(records, placed), began);
        checkStored(placed);
        return response(stream, placed);
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

    private static Routed routed(
            int place,
            String partitionKey,
            @Nullable String explicitHashKey,
            SdkBytes data,
            KeyHash hashes) {
        var put = new Shard.Put(partitionKey, data.asByteArrayUnsafe());
        BigInteger hash;
        if (explicitHashKey == null) {
            hash = hashes.of(put.key());
        } else {
            hash = new BigInteger(explicitHashKey);
            if (hash.compareTo(HashRange.KEYS) >= 0) {
                throw Faults.invalidArgument(
                        "Invalid ExplicitHashKey. ExplicitHashKey must be in the range: [0,"
                                + " 2^128-1]. Specified value was "
                                + explicitHashKey);
            }
        }
        return new Routed(place, hash, put);
    }

    /**
     * Checks one record.
     *
     * @param number which of the request's it is, from 1, or {@link #SINGLE}
     */
    private static void checkSize(Stream stream, Routed record, int number) {
        int most = stream.state().maxRecordKiB() * 1024;
        if (record.put().size() > most) {
            String path = number == SINGLE ? "data" : "records." + number + ".member.data";
            int length = record.put().size() - record.put().key().length;
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

    /** Puts every record, those of a shard in the order of the request. */
    private Placed[] place(Stream stream, List<Routed> records) {
        var placed = new Placed[records.size()];
        List<Routed> left = records;
        // A shard that is closed meanwhile has handed its hash keys to others: route again.
        while (!left.isEmpty()) {
            long seen = stream.changes();
            NavigableMap<BigInteger, Shard> routes = stream.routes();
            Map<Shard, List<Routed>> byShard = new LinkedHashMap<>();
            for (Routed record : left) {
                Shard shard = routes.floorEntry(record.hash()).getValue();
                byShard.computeIfAbsent(shard, _ -> new ArrayList<>()).add(record);
            }
            var again = new ArrayList<Routed>();
            byShard.forEach((shard, share) -> {
                Optional<Shard.Taken> taken;
                try {
                    taken = shard.put(share.stream().map(Routed::put).toList());
                } catch (UncheckedIOException e) {
                    // None of these counts, but the other shards may have taken theirs.
                    share.forEach(record -> placed[record.place()] = new Placed(shard, -1, 0, e));
                    return;
                }
                if (taken.isEmpty()) {
                    again.addAll(share);
                    return;
                }
                for (int i = 0; i < share.size(); i++) {
                    placed[share.get(i).place()] =
                            new Placed(
                                    shard, taken.get().index(i), taken.get().arrivalMillis(), null);
                }
            });
            if (!again.isEmpty()) {
                if (stream.removed()) {
                    throw streams.notFound(stream.state().name());
                }
                // Records of two shards may meet in one: there, too, in the order of the request.
                again.sort(Comparator.comparingInt(Routed::place));
                stream.awaitChange(seen);
            }
            left = again;
        }
        return placed;
    }

    /** A request of which nothing is stored has failed as a whole, if any of it has. */
    private void checkStored(Placed[] placed) {
        UncheckedIOException failure = null;
        for (Placed at : placed) {
            if (at.index() >= 0) {
                failure = null;
                break;
            }
            failure = failure == null ? at.failure() : failure;
        }
        if (failure != null) {
            throw failure;
        }
    }

    private static Map<Shard, KinesisMetrics.Volume> sizes(List<Routed> records, Placed[] placed) {
        var volumes = new LinkedHashMap<Shard, KinesisMetrics.Volume>();
        for (Routed record : records) {
            Placed at = placed[record.place()];
            volumes.merge(
                    at.shard(),
                    at.failure() == null
                            ? KinesisMetrics.Volume.of(at.index() < 0 ? 0 : 1, record.put().size())
                            : KinesisMetrics.Volume.FAILED,
                    KinesisMetrics.Volume::plus);
        }
        return volumes;
    }

    private PutRecordsResponse response(Stream stream, Placed[] placed) {
        var results = new ArrayList<PutRecordsResultEntry>(placed.length);
        var numbers = new HashMap<Shard, SequenceNumbers>();
        int failed = 0;
        for (Placed at : placed) {
            failed += at.index() < 0 ? 1 : 0;
            results.add(
                    result(
                            stream,
                            at,
                            numbers.computeIfAbsent(
                                    at.shard(), shard -> new SequenceNumbers(shard.state()))));
        }
        return PutRecordsResponse.builder()
                .failedRecordCount(failed)
                .records(results)
                .encryptionType(stream.state().features().type())
                .build();
    }

    private PutRecordsResultEntry result(Stream stream, Placed at, SequenceNumbers numbers) {
        if (at.failure() != null) {
            return PutRecordsResultEntry.builder()
                    .errorCode("InternalFailure")
                    .errorMessage("Internal Service Failure: " + at.failure().getMessage())
                    .build();
        }
        if (at.index() < 0) {
            return PutRecordsResultEntry.builder()
                    .errorCode(RATE_EXCEEDED)
                    .errorMessage(rateExceeded(stream, at.shard()))
                    .build();
        }
        return PutRecordsResultEntry.builder()
                .shardId(numbers.shardId())
                .sequenceNumber(numbers.of(at.index(), at.millis()))
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
