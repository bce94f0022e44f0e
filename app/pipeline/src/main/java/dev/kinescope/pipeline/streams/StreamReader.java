package dev.kinescope.pipeline.streams;

import dev.kinescope.pipeline.Pause;
import dev.kinescope.pipeline.connection.AwsSession;
import dev.kinescope.pipeline.metrics.MetricReader;
import dev.kinescope.pipeline.metrics.MetricReader.Query;
import dev.kinescope.pipeline.metrics.MetricReader.Statistic;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Describes a stream, asks CloudWatch about it, and reads a chosen shard's records on demand. */
public final class StreamReader {
    private static final Duration WINDOW = Duration.ofMinutes(15);

    /** A shard answers five reads a second, and Firehose needs one of them. */
    private static final Duration BETWEEN_READS = Duration.ofMillis(350);

    /** Enough to cross some empty stretches, few enough to end within seconds. */
    private static final int MOST_READS = 20;

    private final AwsSession session;
    private final Clock clock;
    private final Pause pause;

    public StreamReader(AwsSession session, Clock clock, Pause pause) {
        this.session = session;
        this.clock = clock;
        this.pause = pause;
    }

    /** Empty if there is no such stream. */
    public Optional<StreamOverview> describe(String stream) {
        try {
            StreamDescriptionSummary summary =
                    session.kinesis()
                            .describeStreamSummary(describe -> describe.streamName(stream))
                            .streamDescriptionSummary();
            long closed = shards(session, stream).stream().filter(StreamReader::isClosed).count();
            return Optional.of(
                    new StreamOverview(
                            summary.streamName(),
                            summary.streamARN(),
                            summary.streamModeDetails() == null
                                    ? "PROVISIONED"
                                    : summary.streamModeDetails().streamModeAsString(),
                            summary.streamStatusAsString(),
                            summary.openShardCount(),
                            Math.toIntExact(closed),
                            summary.retentionPeriodHours(),
                            summary.streamCreationTimestamp(),
                            clock.instant()));
        } catch (ResourceNotFoundException missing) {
            return Optional.empty();
        }
    }

    /** Names of all streams of the account and region. */
    public List<String> names() {
        var names = new ArrayList<String>();
        boolean more = true;
        while (more) {
            ListStreamsResponse page =
                    session.kinesis()
                            .listStreams(list -> {
                                if (!names.isEmpty()) {
                                    list.exclusiveStartStreamName(names.getLast());
                                }
                            });
            names.addAll(page.streamNames());
            more = page.hasMoreStreams() && !page.streamNames().isEmpty();
        }
        return List.copyOf(names);
    }

    /** The newest values of CloudWatch's per-stream metrics of the last 15 minutes. */
    public StreamMetrics metrics(String stream) {
        MetricReader.Values newest =
                new MetricReader(session, "AWS/Kinesis", "StreamName", stream, clock)
                        .newest(
                                List.of(
                                        new Query("IncomingRecords", Statistic.SUM),
                                        new Query("IncomingBytes", Statistic.SUM),
                                        new Query(
                                                "GetRecords.IteratorAgeMilliseconds",
                                                Statistic.MAXIMUM),
                                        new Query(
                                                "WriteProvisionedThroughputExceeded",
                                                Statistic.SUM),
                                        new Query(
                                                "ReadProvisionedThroughputExceeded", Statistic.SUM),
                                        new Query("GetRecords.Records", Statistic.SUM)),
                                WINDOW);
        return new StreamMetrics(
                newest.of("IncomingRecords"),
                newest.of("IncomingBytes"),
                newest.of("GetRecords.IteratorAgeMilliseconds"),
                newest.of("WriteProvisionedThroughputExceeded"),
                newest.of("ReadProvisionedThroughputExceeded"),
                newest.of("GetRecords.Records"));
    }

    /**
     * The last records of a shard, oldest first; reads on until the shard's end, but no longer than
     * about seven seconds.
     *
     * @param since where to begin reading; empty = the oldest kept record
     */
    public List<StreamRecord> latest(
            String stream, String shardId, Optional<Instant> since, int most)
            throws InterruptedException {
        @Nullable String iterator =
                session.kinesis()
                        .getShardIterator(get -> {
                            get.streamName(stream).shardId(shardId);
                            if (since.isPresent()) {
                                get.shardIteratorType(ShardIteratorType.AT_TIMESTAMP)
                                        .timestamp(since.get());
                            } else {
                                get.shardIteratorType(ShardIteratorType.TRIM_HORIZON);
                            }
                        })
                        .shardIterator();
        var last = new ArrayDeque<StreamRecord>();
        for (int read = 0; read < MOST_READS && iterator != null; read++) {
            if (read > 0) {
                pause.forAbout(BETWEEN_READS);
            }
            String at = iterator;
            GetRecordsResponse answer = session.kinesis().getRecords(get -> get.shardIterator(at));
            for (Record record : answer.records()) {
                if (last.size() == most) {
                    last.removeFirst();
                }
                last.addLast(record(shardId, record));
            }
            iterator = atTip(answer) ? null : answer.nextShardIterator();
        }
        return List.copyOf(last);
    }

    private static boolean atTip(GetRecordsResponse answer) {
        return answer.millisBehindLatest() != null && answer.millisBehindLatest() == 0;
    }

    static StreamRecord record(String shardId, Record record) {
        return new StreamRecord(
                shardId,
                record.sequenceNumber(),
                record.partitionKey(),
                record.approximateArrivalTimestamp(),
                record.data().asByteArray());
    }

    /** Every shard, closed ones that still hold records too. */
    static List<Shard> shards(AwsSession session, String stream) {
        var shards = new ArrayList<Shard>();
        ListShardsResponse page = session.kinesis().listShards(list -> list.streamName(stream));
        shards.addAll(page.shards());
        while (page.nextToken() != null) {
            String token = page.nextToken();
            page = session.kinesis().listShards(list -> list.nextToken(token));
            shards.addAll(page.shards());
        }
        return shards;
    }

    static boolean isClosed(Shard shard) {
        return shard.sequenceNumberRange().endingSequenceNumber() != null;
    }
}
