package dev.kinescope.localcloud.kinesis;

import dev.kinescope.localcloud.CloudIdentity;
import dev.kinescope.localcloud.cloudwatch.MetricSink;
import dev.kinescope.localcloud.store.DocumentStore;
import dev.kinescope.localcloud.store.RecordLogs;
import dev.kinescope.localcloud.time.Scheduler;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.AddTagsToStreamRequest;
import software.amazon.awssdk.services.kinesis.model.AddTagsToStreamResponse;
import software.amazon.awssdk.services.kinesis.model.CreateStreamRequest;
import software.amazon.awssdk.services.kinesis.model.CreateStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodRequest;
import software.amazon.awssdk.services.kinesis.model.DecreaseStreamRetentionPeriodResponse;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DeleteStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DeregisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeAccountSettingsRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeAccountSettingsResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamConsumerResponse;
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
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamConsumersResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamRequest;
import software.amazon.awssdk.services.kinesis.model.ListTagsForStreamResponse;
import software.amazon.awssdk.services.kinesis.model.MergeShardsRequest;
import software.amazon.awssdk.services.kinesis.model.MergeShardsResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordsResponse;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerRequest;
import software.amazon.awssdk.services.kinesis.model.RegisterStreamConsumerResponse;
import software.amazon.awssdk.services.kinesis.model.RemoveTagsFromStreamRequest;
import software.amazon.awssdk.services.kinesis.model.RemoveTagsFromStreamResponse;
import software.amazon.awssdk.services.kinesis.model.SplitShardRequest;
import software.amazon.awssdk.services.kinesis.model.SplitShardResponse;
import software.amazon.awssdk.services.kinesis.model.StartStreamEncryptionRequest;
import software.amazon.awssdk.services.kinesis.model.StartStreamEncryptionResponse;
import software.amazon.awssdk.services.kinesis.model.StopStreamEncryptionRequest;
import software.amazon.awssdk.services.kinesis.model.StopStreamEncryptionResponse;
import software.amazon.awssdk.services.kinesis.model.TagResourceRequest;
import software.amazon.awssdk.services.kinesis.model.TagResourceResponse;
import software.amazon.awssdk.services.kinesis.model.UntagResourceRequest;
import software.amazon.awssdk.services.kinesis.model.UntagResourceResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateAccountSettingsRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateAccountSettingsResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateMaxRecordSizeResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateShardCountResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamModeResponse;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputRequest;
import software.amazon.awssdk.services.kinesis.model.UpdateStreamWarmThroughputResponse;

import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Kinesis Data Streams, by the rules of AWS: the one class of the service that others see. */
public final class LocalKinesis implements KinesisClient {
    private final CallRates calls;
    private final Quotas quotas;
    private final AccountSettings account;
    private final Control control;
    private final Reshapes reshapes;
    private final OnDemand onDemand;
    private final StreamOptions options;
    private final RecordOptions records;
    private final Consumers consumers;
    private final Tags tags;
    private final Views views;
    private final Streams streams;
    private final KinesisMetrics metrics;
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
        this.metrics = new KinesisMetrics(sink, clock);
        this.streams = new Streams(identity, documents, logs, clock, rates);
        this.calls = new CallRates(identity.accountId(), clock, rates);
        this.quotas = new Quotas(streams);
        this.account = new AccountSettings(documents, clock);
        var deferred = new Deferred(scheduler, delay);
        this.control = new Control(streams, quotas, clock, scheduler, deferred);
        this.reshapes = new Reshapes(streams, control, quotas, clock);
        this.onDemand = new OnDemand(streams, control, quotas, account, clock);
        this.options = new StreamOptions(streams);
        this.records = new RecordOptions(streams, control, clock);
        this.consumers = new Consumers(streams, account, clock, deferred);
        this.tags = new Tags(streams, consumers);
        this.views = new Views(streams, calls, clock);
        this.writes = new Writes(streams, metrics, clock);
        this.reads = new Reads(streams, metrics, clock);
        if (rates == ShardRates.ENFORCED) {
            onDemand.watch(scheduler);
        }
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
        calls.count("CreateStream", request.streamName());
        onDemand.create(request);
        return CreateStreamResponse.builder().build();
    }

    @Override
    public DeleteStreamResponse deleteStream(DeleteStreamRequest request) {
        calls.count("DeleteStream", name(request.streamName(), request.streamARN()));
        control.delete(request);
        return DeleteStreamResponse.builder().build();
    }

    @Override
    public SplitShardResponse splitShard(SplitShardRequest request) {
        calls.count("SplitShard", name(request.streamName(), request.streamARN()));
        reshapes.split(request);
        return SplitShardResponse.builder().build();
    }

    @Override
    public MergeShardsResponse mergeShards(MergeShardsRequest request) {
        calls.count("MergeShards", name(request.streamName(), request.streamARN()));
        reshapes.merge(request);
        return MergeShardsResponse.builder().build();
    }

    @Override
    public UpdateShardCountResponse updateShardCount(UpdateShardCountRequest request) {
        calls.count("UpdateShardCount", name(request.streamName(), request.streamARN()));
        return reshapes.scale(request);
    }

    @Override
    public UpdateStreamModeResponse updateStreamMode(UpdateStreamModeRequest request) {
        calls.count("UpdateStreamMode", name(null, request.streamARN()));
        onDemand.mode(request);
        return UpdateStreamModeResponse.builder().build();
    }

    @Override
    public IncreaseStreamRetentionPeriodResponse increaseStreamRetentionPeriod(
            IncreaseStreamRetentionPeriodRequest request) {
        calls.count(
                "IncreaseStreamRetentionPeriod", name(request.streamName(), request.streamARN()));
        options.increase(request);
        return IncreaseStreamRetentionPeriodResponse.builder().build();
    }

    @Override
    public DecreaseStreamRetentionPeriodResponse decreaseStreamRetentionPeriod(
            DecreaseStreamRetentionPeriodRequest request) {
        calls.count(
                "DecreaseStreamRetentionPeriod", name(request.streamName(), request.streamARN()));
        options.decrease(request);
        return DecreaseStreamRetentionPeriodResponse.builder().build();
    }

    @Override
    public AddTagsToStreamResponse addTagsToStream(AddTagsToStreamRequest request) {
        calls.count("AddTagsToStream", name(request.streamName(), request.streamARN()));
        tags.add(request);
        return AddTagsToStreamResponse.builder().build();
    }

    @Override
    public RemoveTagsFromStreamResponse removeTagsFromStream(RemoveTagsFromStreamRequest request) {
        calls.count("RemoveTagsFromStream", name(request.streamName(), request.streamARN()));
        tags.remove(request);
        return RemoveTagsFromStreamResponse.builder().build();
    }

    @Override
    public ListTagsForStreamResponse listTagsForStream(ListTagsForStreamRequest request) {
        calls.count("ListTagsForStream", name(request.streamName(), request.streamARN()));
        return tags.list(request);
    }

    @Override
    public EnableEnhancedMonitoringResponse enableEnhancedMonitoring(
            EnableEnhancedMonitoringRequest request) {
        calls.count("EnableEnhancedMonitoring", name(request.streamName(), request.streamARN()));
        return options.monitor(request);
    }

    @Override
    public DisableEnhancedMonitoringResponse disableEnhancedMonitoring(
            DisableEnhancedMonitoringRequest request) {
        calls.count("DisableEnhancedMonitoring", name(request.streamName(), request.streamARN()));
        return options.unmonitor(request);
    }

    @Override
    public DescribeStreamResponse describeStream(DescribeStreamRequest request) {
        calls.count("DescribeStream", name(request.streamName(), request.streamARN()));
        return views.describe(request);
    }

    @Override
    public DescribeStreamSummaryResponse describeStreamSummary(
            DescribeStreamSummaryRequest request) {
        calls.count("DescribeStreamSummary", name(request.streamName(), request.streamARN()));
        return views.summary(request);
    }

    @Override
    public ListStreamsResponse listStreams(ListStreamsRequest request) {
        calls.count("ListStreams", null);
        return views.streams(request);
    }

    @Override
    public ListShardsResponse listShards(ListShardsRequest request) {
        return views.shards(request);
    }

    @Override
    public DescribeLimitsResponse describeLimits(DescribeLimitsRequest request) {
        calls.count("DescribeLimits", null);
        return quotas.describe();
    }

    @Override
    public UpdateStreamWarmThroughputResponse updateStreamWarmThroughput(
            UpdateStreamWarmThroughputRequest request) {
        calls.count("UpdateStreamWarmThroughput", name(request.streamName(), request.streamARN()));
        return onDemand.warm(request);
    }

    @Override
    public UpdateMaxRecordSizeResponse updateMaxRecordSize(UpdateMaxRecordSizeRequest request) {
        calls.count("UpdateMaxRecordSize", name(null, request.streamARN()));
        records.resize(request);
        return UpdateMaxRecordSizeResponse.builder().build();
    }

    @Override
    public StartStreamEncryptionResponse startStreamEncryption(
            StartStreamEncryptionRequest request) {
        calls.count("StartStreamEncryption", name(request.streamName(), request.streamARN()));
        records.encrypt(request);
        return StartStreamEncryptionResponse.builder().build();
    }

    @Override
    public StopStreamEncryptionResponse stopStreamEncryption(StopStreamEncryptionRequest request) {
        calls.count("StopStreamEncryption", name(request.streamName(), request.streamARN()));
        records.decrypt(request);
        return StopStreamEncryptionResponse.builder().build();
    }

    @Override
    public RegisterStreamConsumerResponse registerStreamConsumer(
            RegisterStreamConsumerRequest request) {
        calls.count("RegisterStreamConsumer", name(null, request.streamARN()));
        return RegisterStreamConsumerResponse.builder()
                .consumer(consumers.register(request))
                .build();
    }

    @Override
    public DeregisterStreamConsumerResponse deregisterStreamConsumer(
            DeregisterStreamConsumerRequest request) {
        calls.count("DeregisterStreamConsumer", name(null, request.streamARN()));
        consumers.deregister(request);
        return DeregisterStreamConsumerResponse.builder().build();
    }

    @Override
    public DescribeStreamConsumerResponse describeStreamConsumer(
            DescribeStreamConsumerRequest request) {
        calls.count("DescribeStreamConsumer", name(null, request.streamARN()));
        return DescribeStreamConsumerResponse.builder()
                .consumerDescription(consumers.describe(request))
                .build();
    }

    @Override
    public ListStreamConsumersResponse listStreamConsumers(ListStreamConsumersRequest request) {
        calls.count("ListStreamConsumers", name(null, request.streamARN()));
        return consumers.list(request);
    }

    @Override
    public TagResourceResponse tagResource(TagResourceRequest request) {
        calls.count("TagResource", null);
        tags.add(request);
        return TagResourceResponse.builder().build();
    }

    @Override
    public UntagResourceResponse untagResource(UntagResourceRequest request) {
        calls.count("UntagResource", null);
        tags.remove(request);
        return UntagResourceResponse.builder().build();
    }

    @Override
    public ListTagsForResourceResponse listTagsForResource(ListTagsForResourceRequest request) {
        calls.count("ListTagsForResource", null);
        return ListTagsForResourceResponse.builder().tags(tags.list(request)).build();
    }

    @Override
    public DescribeAccountSettingsResponse describeAccountSettings(
            DescribeAccountSettingsRequest request) {
        calls.count("DescribeAccountSettings", null);
        return DescribeAccountSettingsResponse.builder()
                .minimumThroughputBillingCommitment(account.describe())
                .build();
    }

    @Override
    public UpdateAccountSettingsResponse updateAccountSettings(
            UpdateAccountSettingsRequest request) {
        calls.count("UpdateAccountSettings", null);
        return UpdateAccountSettingsResponse.builder()
                .minimumThroughputBillingCommitment(account.update(request))
                .build();
    }

    /** The stream that a request names, for a message about its rate. */
    private static @Nullable String name(@Nullable String name, @Nullable String arn) {
        return name != null || arn == null ? name : arn.substring(arn.lastIndexOf('/') + 1);
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

    /** Counts a GetRecords that was refused on its way here, as if the shard's rate had. */
    public void refusedRead(String stream, String shard) {
        streams.find(stream)
                .ifPresent(
                        of -> of.shard(shard).ifPresent(found -> metrics.refusedRead(of, found)));
    }

    /** Counts a PutRecord that was refused on its way here, as if the shard's rate had. */
    public void refusedPut(String stream, String shard) {
        streams.find(stream)
                .ifPresent(of -> of.shard(shard).ifPresent(found -> metrics.refusedPut(of, found)));
    }

    /**
     * Counts entries of a PutRecords that were refused on their way here, where the others came.
     *
     * @param throttled how many of each shard, as if its rate had
     * @param failed how many for another reason
     */
    public void refusedEntries(String stream, Map<String, Integer> throttled, int failed) {
        streams.find(stream).ifPresent(of -> metrics.refusedEntries(of, throttled, failed));
    }

    /** Like {@link #refusedEntries}, for a PutRecords of which no entry came here. */
    public void refusedPuts(String stream, Map<String, Integer> throttled, int failed) {
        streams.find(stream).ifPresent(of -> metrics.refusedPuts(of, throttled, failed));
    }

    /** A shard that takes records. */
    public record OpenShard(String id, HashRange range) {}

    /** The open shards of a stream in the order of their hash keys; counts as no client's call. */
    public List<OpenShard> openShards(String stream) {
        return views.open(stream).stream()
                .map(shard -> new OpenShard(shard.id(), shard.range()))
                .toList();
    }

    /** Cuts a shard in two, as AWS itself does: of a stream on demand, too. */
    public void split(String stream, String shard, BigInteger second) {
        reshapes.split(stream, shard, second);
    }

    /** Makes one shard of two neighbours, as AWS itself does: of a stream on demand, too. */
    public void merge(String stream, String shard, String adjacent) {
        reshapes.merge(stream, shard, adjacent);
    }
}
