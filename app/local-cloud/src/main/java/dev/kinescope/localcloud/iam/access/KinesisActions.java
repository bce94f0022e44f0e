package dev.kinescope.localcloud.iam.access;

import dev.kinescope.localcloud.CloudIdentity;

import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.kinesis.model.AccessDeniedException;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Kinesis: actions are called as the operations are, and are about a stream or a consumer. */
final class KinesisActions implements ServiceActions {
    private static final Set<String> ON_A_STREAM =
            Set.of(
                    "AddTagsToStream",
                    "CreateStream",
                    "DecreaseStreamRetentionPeriod",
                    "DeleteResourcePolicy",
                    "DeleteStream",
                    "DescribeStream",
                    "DescribeStreamSummary",
                    "DisableEnhancedMonitoring",
                    "EnableEnhancedMonitoring",
                    "GetRecords",
                    "GetResourcePolicy",
                    "GetShardIterator",
                    "IncreaseStreamRetentionPeriod",
                    "ListShards",
                    "ListStreamConsumers",
                    "ListTagsForResource",
                    "ListTagsForStream",
                    "MergeShards",
                    "PutRecord",
                    "PutRecords",
                    "PutResourcePolicy",
                    "RegisterStreamConsumer",
                    "RemoveTagsFromStream",
                    "SplitShard",
                    "StartStreamEncryption",
                    "StopStreamEncryption",
                    "TagResource",
                    "UntagResource",
                    "UpdateMaxRecordSize",
                    "UpdateShardCount",
                    "UpdateStreamMode",
                    "UpdateStreamWarmThroughput");
    private static final Set<String> ON_A_CONSUMER =
            Set.of("DeregisterStreamConsumer", "DescribeStreamConsumer", "SubscribeToShard");
    private static final Set<String> ON_NOTHING =
            Set.of(
                    "DescribeAccountSettings",
                    "DescribeLimits",
                    "ListStreams",
                    "UpdateAccountSettings");

    private final CloudIdentity identity;
    private final Function<String, Optional<String>> streamOfToken;

    /**
     * @param streamOfToken tells the stream's name from a shard iterator or a token of ListShards
     */
    KinesisActions(CloudIdentity identity, Function<String, Optional<String>> streamOfToken) {
        this.identity = identity;
        this.streamOfToken = streamOfToken;
    }

    @Override
    public Optional<List<Need>> needs(String operation, SdkRequest request) {
        String action = "kinesis:" + operation;
        if (ON_NOTHING.contains(operation)) {
            return Optional.of(List.of(Need.of(action, "*")));
        }
        if (ON_A_CONSUMER.contains(operation)) {
            return Optional.of(List.of(Need.of(action, consumer(request))));
        }
        if (!ON_A_STREAM.contains(operation)) {
            return Optional.empty();
        }
        var needs = new ArrayList<Need>();
        String stream = stream(request);
        needs.add(Need.of(action, stream));
        if (operation.equals("CreateStream") && Members.has(request, "Tags")) {
            needs.add(Need.of("kinesis:AddTagsToStream", stream));
        }
        return Optional.of(needs);
    }

    private String consumer(SdkRequest request) {
        return Members.text(request, "ConsumerARN")
                .orElseGet(() ->
                        stream(request)
                                + "/consumer/"
                                + Members.textOr(request, "ConsumerName", ""));
    }

    private String stream(SdkRequest request) {
        return Stream.of("StreamARN", "ResourceARN")
                .flatMap(member -> Members.text(request, member).stream())
                .findFirst()
                .orElseGet(() -> identity.arn("kinesis", "stream/" + streamName(request)));
    }

    private String streamName(SdkRequest request) {
        return Members.text(request, "StreamName")
                .or(() ->
                        Stream.of("ShardIterator", "NextToken")
                                .flatMap(member -> Members.text(request, member).stream())
                                .flatMap(token -> streamOfToken.apply(token).stream())
                                .findFirst())
                .orElse("");
    }

    @Override
    public AwsServiceException refused(String message) {
        return Refusal.json(AccessDeniedException.builder(), "Kinesis", message);
    }
}
