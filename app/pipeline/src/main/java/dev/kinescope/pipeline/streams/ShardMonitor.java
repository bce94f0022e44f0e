package dev.kinescope.pipeline.streams;

import dev.kinescope.pipeline.connection.AwsProblem;
import dev.kinescope.pipeline.connection.AwsSession;

import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.kinesis.model.ExpiredIteratorException;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Samples a stream's shards from their ends, one round each second, never more than one read a
 * second and shard, so that Firehose keeps four of the five.
 */
public final class ShardMonitor {
    /** ListShards is cheap but limited too; splits made elsewhere show after this long. */
    private static final Duration LIST_AGAIN = Duration.ofSeconds(10);

    private static final int MOST_RECORDS = 10_000;

    private final AwsSession session;
    private final String stream;
    private final int shardsPerTick;
    private final Clock clock;
    private final Map<String, ShardWatch> watches = new ConcurrentHashMap<>();
    private Instant listedAt = Instant.MIN;
    private boolean firstList = true;
    private int turn;

    /**
     * Watches one stream from now on.
     *
     * @param shardsPerTick at most so many shards are read in one round; the others take turns
     */
    public ShardMonitor(AwsSession session, String stream, int shardsPerTick, Clock clock) {
        this.session = session;
        this.stream = stream;
        this.shardsPerTick = shardsPerTick;
        this.clock = clock;
    }

    /**
     * Reads the next shards; call it once a second from one thread. What cannot be read is named in
     * the answer and tried again in its next turn.
     *
     * @throws SdkException if the shards cannot even be listed
     */
    public ShardTick sample() throws InterruptedException {
        if (!clock.instant().isBefore(listedAt.plus(LIST_AGAIN))) {
            list();
        }
        List<ShardWatch> open =
                watches.values().stream()
                        .filter(ShardWatch::isOpen)
                        .sorted(Comparator.comparing(ShardWatch::shardId))
                        .toList();
        Set<String> sampled = new LinkedHashSet<>();
        var records = new ArrayList<StreamRecord>();
        var problems = new ArrayList<String>();
        int size = Math.min(shardsPerTick, open.size());
        for (int index = 0; index < size; index++) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Sampling the shards was cancelled");
            }
            ShardWatch watch = open.get((turn + index) % open.size());
            try {
                records.addAll(read(watch));
                sampled.add(watch.shardId());
            } catch (SdkException failure) {
                if (AwsProblem.isCancellation(failure)) {
                    throw failure;
                }
                problems.add(AwsProblem.of("Sample", watch.shardId(), failure).headline());
            }
        }
        turn = open.isEmpty() ? 0 : (turn + size) % open.size();
        return new ShardTick(
                clock.instant(),
                watches.values().stream()
                        .map(ShardWatch::sample)
                        .sorted(
                                Comparator.comparing(ShardSample::state)
                                        .thenComparing(ShardSample::shardId))
                        .toList(),
                Set.copyOf(sampled),
                List.copyOf(records),
                List.copyOf(problems));
    }

    /** The last records seen of a shard since watching began, oldest first, at most 200. */
    public List<StreamRecord> lastRecords(String shardId) {
        ShardWatch watch = watches.get(shardId);
        return watch == null ? List.of() : watch.lastRecords();
    }

    private void list() {
        Map<String, Shard> shards = new LinkedHashMap<>();
        for (Shard shard : StreamReader.shards(session, stream)) {
            shards.put(shard.shardId(), shard);
        }
        watches.keySet().retainAll(shards.keySet());
        shards.forEach((id, shard) -> {
            ShardWatch known = watches.get(id);
            if (known == null) {
                var watch = new ShardWatch(shard);
                if (watch.isOpen()) {
                    watch.lookFrom(
                            iterator(
                                    id,
                                    // A shard born while watching is read from its birth.
                                    firstList
                                            ? ShardIteratorType.LATEST
                                            : ShardIteratorType.TRIM_HORIZON));
                }
                watches.put(id, watch);
            }
        });
        firstList = false;
        listedAt = clock.instant();
    }

    private List<StreamRecord> read(ShardWatch watch) {
        String iterator = watch.iterator().orElseGet(() -> resume(watch));
        GetRecordsResponse answer;
        try {
            answer = getRecords(iterator);
        } catch (ExpiredIteratorException late) {
            answer = getRecords(resume(watch));
        }
        List<StreamRecord> records =
                answer.records().stream()
                        .map(record -> StreamReader.record(watch.shardId(), record))
                        .toList();
        watch.read(
                records,
                Duration.ofMillis(Objects.requireNonNullElse(answer.millisBehindLatest(), 0L)),
                clock.instant());
        watch.lookFrom(answer.nextShardIterator());
        if (answer.nextShardIterator() == null) {
            watch.close();
            // Its children are there already: list them in the next round.
            listedAt = Instant.MIN;
        }
        return records;
    }

    private GetRecordsResponse getRecords(String iterator) {
        return session.kinesis().getRecords(get -> get.shardIterator(iterator).limit(MOST_RECORDS));
    }

    private String resume(ShardWatch watch) {
        return watch.lastSequenceNumber()
                .map(last ->
                        session.kinesis()
                                .getShardIterator(
                                        request(
                                                        watch.shardId(),
                                                        ShardIteratorType.AFTER_SEQUENCE_NUMBER)
                                                .startingSequenceNumber(last)
                                                .build())
                                .shardIterator())
                .orElseGet(() -> iterator(watch.shardId(), ShardIteratorType.LATEST));
    }

    private String iterator(String shardId, ShardIteratorType type) {
        return session.kinesis().getShardIterator(request(shardId, type).build()).shardIterator();
    }

    private GetShardIteratorRequest.Builder request(String shardId, ShardIteratorType type) {
        return GetShardIteratorRequest.builder()
                .streamName(stream)
                .shardId(shardId)
                .shardIteratorType(type);
    }
}
