package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.Scheduler;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AddTagsToStreamRequest;
import software.amazon.awssdk.services.kinesis.model.AddTagsToStreamResponse;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringRequest;
import software.amazon.awssdk.services.kinesis.model.DisableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringRequest;
import software.amazon.awssdk.services.kinesis.model.EnableEnhancedMonitoringResponse;
import software.amazon.awssdk.services.kinesis.model.GetRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.GetRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorRequest;
import software.amazon.awssdk.services.kinesis.model.GetShardIteratorResponse;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.IncreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.RemoveTagsFromStreamRequest;
import software.amazon.awssdk.services.kinesis.model.RemoveTagsFromStreamResponse;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.SplitShardResponse;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeResponse;

import java.time.Clock;
import java.time.Duration;

/** Kinesis Data Streams, by the rules of AWS: the one class of the service that others see. */
public final class LocalKinesis implements KinesisClient {
    private static final int SHARD_LIMIT = 20_000;
    private static final int ON_DEMAND_STREAM_LIMIT = 50;

    private final Streams streams;
    private final Control control;
    private final StreamOptions options;
    private final Views views;
    private final Writes writes;
    private final Reads reads;

    /**
     * Opens the streams that are kept in the stores.
     *
     * @param delay how long a stream shows CREATING, UPDATING or DELETING
     */
    public LocalKinesis(
            CloudIdentity identity,
            DocumentStore documents,
            RecordLogs logs,
            MetricSink sink,
            Clock clock,
            Scheduler scheduler,
            Duration delay,
            ShardRates rates) {
        var metrics = new KinesisMetrics(sink, clock);
        this.streams = new Streams(identity, documents, logs, clock, rates);
        this.control = new Control(streams, clock, scheduler, delay);
        this.options = new StreamOptions(streams);
        this.views = new Views(streams, clock);
        this.writes = new Writes(streams, metrics);
        this.reads = new Reads(streams, metrics, clock);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // Nothing is held open: the stores belong to whoever made them.
    }

    @Override
    public CreateStreamResponse createStream(CreateStreamRequest request) {
        control.create(request);
        return CreateStreamResponse.builder().build();
    }

    @Override
    public DeleteStreamResponse deleteStream(DeleteStreamRequest request) {
        control.delete(request);
        return DeleteStreamResponse.builder().build();
    }

    @Override
    public SplitShardResponse splitShard(SplitShardRequest request) {
        control.split(request);
        return SplitShardResponse.builder().build();
    }

    @Override
    public MergeShardsResponse mergeShards(MergeShardsRequest request) {
        control.merge(request);
        return MergeShardsResponse.builder().build();
    }

    @Override
    public UpdateShardCountResponse updateShardCount(UpdateShardCountRequest request) {
        return control.scale(request);
    }

    @Override
    public UpdateStreamModeResponse updateStreamMode(UpdateStreamModeRequest request) {
        control.mode(request);
        return UpdateStreamModeResponse.builder().build();
    }

    @Override
    public IncreaseStreamRetentionPeriodResponse increaseStreamRetentionPeriod(
            IncreaseStreamRetentionPeriodRequest request) {
        options.increase(request);
        return IncreaseStreamRetentionPeriodResponse.builder().build();
    }

    @Override
    public DecreaseStreamRetentionPeriodResponse decreaseStreamRetentionPeriod(
            DecreaseStreamRetentionPeriodRequest request) {
        options.decrease(request);
        return DecreaseStreamRetentionPeriodResponse.builder().build();
    }

    @Override
    public AddTagsToStreamResponse addTagsToStream(AddTagsToStreamRequest request) {
        options.tag(request);
        return AddTagsToStreamResponse.builder().build();
    }

    @Override
    public RemoveTagsFromStreamResponse removeTagsFromStream(RemoveTagsFromStreamRequest request) {
        options.untag(request);
        return RemoveTagsFromStreamResponse.builder().build();
    }

    @Override
    public ListTagsForStreamResponse listTagsForStream(ListTagsForStreamRequest request) {
        return options.tags(request);
    }

    @Override
    public EnableEnhancedMonitoringResponse enableEnhancedMonitoring(
            EnableEnhancedMonitoringRequest request) {
        return options.monitor(request);
    }

    @Override
    public DisableEnhancedMonitoringResponse disableEnhancedMonitoring(
            DisableEnhancedMonitoringRequest request) {
        return options.unmonitor(request);
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        return views.describe(request);
    }

    @Override
    public DescribeStreamSummaryResponse describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        return views.summary(request);
    }

    @Override
    public ListStreamsResponse listStreams(ListStreamsRequest request) {
        return views.streams(request);
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        return views.shards(request);
    }

    @Override
    public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
        long shards =
                streams.all().stream().mapToLong(stream -> stream.state().open().size()).sum();
        long onDemand =
                streams.all().stream()
                        .filter(stream -> stream.state().mode() == StreamMode.ON_DEMAND)
                        .count();
        return DescribeLimitsResponse.builder()
                .shardLimit(SHARD_LIMIT)
                .openShardCount((int) shards)
                .onDemandStreamCount((int) onDemand)
                .onDemandStreamCountLimit(ON_DEMAND_STREAM_LIMIT)
                .build();
    }

    @Override
    public PutRecordResponse putRecord(PutRecordRequest request) {
        return writes.put(request);
    }

    @Override
    public PutRecordsResponse putRecords(PutRecordsRequest request) {
        return writes.put(request);
    }

    @Override
    public GetShardIteratorResponse getShardIterator(GetShardIteratorRequest request) {
        return reads.iterator(request);
    }

    @Override
    public GetRecordsResponse getRecords(GetRecordsRequest request) {
        return reads.records(request);
    }
}
