package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.EncryptionType;
import software.amazon.awssdk.services.kinesis.model.EnhancedMetrics;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamModeDetails;
import software.amazon.awssdk.services.kinesis.model.StreamSummary;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.function.Predicate;

/** Describes and lists streams and shards. */
final class Views {
    private static final int MOST_SHARDS = 1000;
    private static final int STREAMS_A_PAGE = 100;
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(5);

    private final Streams streams;
    private final Clock clock;

    Views(Streams streams, Clock clock) {
        this.streams = streams;
        this.clock = clock;
    }

    DescribeStreamResponse describe(DescribeStreamRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .range("limit", request.limit(), 1, 10_000)
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        StreamState state = stream.state();
        int limit = Math.min(MOST_SHARDS, Objects.requireNonNullElse(request.limit(), 100));
        List<ShardState> after = after(state, request.exclusiveStartShardId());
        return DescribeStreamResponse.builder()
                .streamDescription(
                        StreamDescription.builder()
                                .streamName(state.name())
                                .streamARN(stream.arn())
                                .streamStatus(state.status())
                                .streamModeDetails(mode(state))
                                .shards(after.stream().limit(limit).map(Views::shard).toList())
                                .hasMoreShards(after.size() > limit)
                                .retentionPeriodHours(state.retentionHours())
                                .streamCreationTimestamp(state.created())
                                .enhancedMonitoring(monitoring(state.monitored()))
                                .encryptionType(EncryptionType.NONE)
                                .build())
                .build();
    }

    DescribeStreamSummaryResponse summary(DescribeStreamSummaryRequest request) {
        new Validation().name("streamName", request.streamName()).orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        StreamState state = stream.state();
        return DescribeStreamSummaryResponse.builder()
                .streamDescriptionSummary(
                        StreamDescriptionSummary.builder()
                                .streamName(state.name())
                                .streamARN(stream.arn())
                                .streamStatus(state.status())
                                .streamModeDetails(mode(state))
                                .retentionPeriodHours(state.retentionHours())
                                .streamCreationTimestamp(state.created())
                                .enhancedMonitoring(monitoring(state.monitored()))
                                .encryptionType(EncryptionType.NONE)
                                .openShardCount(state.open().size())
                                .consumerCount(0)
                                .maxRecordSizeInKiB(state.maxRecordKiB())
                                .build())
                .build();
    }

    ListStreamsResponse streams(ListStreamsRequest request) {
        new Validation().range("limit", request.limit(), 1, 10_000).orThrow();
        String start =
                request.nextToken() == null
                        ? Objects.requireNonNullElse(request.exclusiveStartStreamName(), "")
                        : decode(request.nextToken());
        int limit = Objects.requireNonNullElse(request.limit(), STREAMS_A_PAGE);
        List<Stream> after =
                streams.all().stream()
                        .filter(stream -> stream.state().name().compareTo(start) > 0)
                        .toList();
        List<Stream> page = after.stream().limit(limit).toList();
        boolean more = after.size() > limit;
        return ListStreamsResponse.builder()
                .streamNames(page.stream().map(stream -> stream.state().name()).toList())
                .hasMoreStreams(more)
                .nextToken(more ? encode(page.getLast().state().name()) : null)
                .streamSummaries(page.stream().map(Views::summary).toList())
                .build();
    }

    ListShardsResponse shards(ListShardsRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .range("maxResults", request.maxResults(), 1, 10_000)
                .orThrow();
        Page from = page(request);
        Stream stream = streams.named(from.stream(), request.streamARN());
        int limit =
                Math.min(
                        MOST_SHARDS, Objects.requireNonNullElse(request.maxResults(), MOST_SHARDS));
        List<ShardState> after =
                after(stream.state(), from.after()).stream()
                        .filter(filter(stream.state(), request.shardFilter()))
                        .toList();
        List<ShardState> page = after.stream().limit(limit).toList();
        var response =
                ListShardsResponse.builder().shards(page.stream().map(Views::shard).toList());
        if (after.size() > limit) {
            response.nextToken(
                    encode(
                            stream.state().name()
                                    + "|"
                                    + page.getLast().id()
                                    + "|"
                                    + clock.millis()));
        }
        return response.build();
    }

    /** Where a listing goes on. */
    private record Page(@Nullable String stream, @Nullable String after) {}

    private Page page(ListShardsRequest request) {
        if (request.nextToken() == null) {
            return new Page(request.streamName(), request.exclusiveStartShardId());
        }
        if (request.streamName() != null || request.exclusiveStartShardId() != null) {
            throw Faults.invalidArgument("NextToken and StreamName cannot be provided together.");
        }
        String[] parts = decode(request.nextToken()).split("\\|", -1);
        if (parts.length != 3 || !parts[2].chars().allMatch(Character::isDigit)) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
        Instant issued = Instant.ofEpochMilli(Long.parseLong(parts[2]));
        if (clock.instant().isAfter(issued.plus(TOKEN_LIFE))) {
            throw Faults.expiredToken("NextToken has expired: it was given at " + issued + ".");
        }
        return new Page(parts[0], parts[1]);
    }

    private Predicate<ShardState> filter(StreamState state, @Nullable ShardFilter filter) {
        if (filter == null) {
            return _ -> true;
        }
        Instant horizon = clock.instant().minus(Duration.ofHours(state.retentionHours()));
        return switch (filter.type()) {
            case AFTER_SHARD_ID -> shard -> shard.id().compareTo(filter.shardId()) > 0;
            case AT_LATEST -> ShardState::open;
            case AT_TRIM_HORIZON -> shard -> openAt(shard, state.created(), horizon);
            case FROM_TRIM_HORIZON -> shard -> closedAfter(shard, horizon);
            case AT_TIMESTAMP -> shard -> openAt(shard, state.created(), filter.timestamp());
            case FROM_TIMESTAMP -> shard -> closedAfter(shard, filter.timestamp());
            case UNKNOWN_TO_SDK_VERSION ->
                    throw Faults.invalidArgument("Invalid ShardFilter type.");
        };
    }

    /** Before the stream was made its first shards count as open. */
    private static boolean openAt(ShardState shard, Instant made, Instant time) {
        Instant at = time.isBefore(made) ? made : time;
        return !shard.created().isAfter(at) && closedAfter(shard, at);
    }

    private static boolean closedAfter(ShardState shard, Instant time) {
        Instant closed = shard.closed();
        return closed == null || closed.isAfter(time);
    }

    private static List<ShardState> after(StreamState state, @Nullable String shardId) {
        return shardId == null
                ? state.shards()
                : state.shards().stream()
                        .filter(shard -> shard.id().compareTo(shardId) > 0)
                        .toList();
    }

    private static Shard shard(ShardState state) {
        Integer parent = state.parent();
        Integer adjacent = state.adjacentParent();
        return Shard.builder()
                .shardId(state.id())
                .parentShardId(parent == null ? null : ShardState.id(parent))
                .adjacentParentShardId(adjacent == null ? null : ShardState.id(adjacent))
                .hashKeyRange(state.range().toModel())
                .sequenceNumberRange(state.sequenceNumbers())
                .build();
    }

    private static StreamSummary summary(Stream stream) {
        StreamState state = stream.state();
        return StreamSummary.builder()
                .streamName(state.name())
                .streamARN(stream.arn())
                .streamStatus(state.status())
                .streamModeDetails(mode(state))
                .streamCreationTimestamp(state.created())
                .build();
    }

    private static StreamModeDetails mode(StreamState state) {
        return StreamModeDetails.builder().streamMode(state.mode()).build();
    }

    static EnhancedMetrics monitoring(SortedSet<String> metrics) {
        return EnhancedMetrics.builder()
                .shardLevelMetrics(metrics.stream().map(MetricsName::fromValue).toList())
                .build();
    }

    private static String encode(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String decode(String token) {
        try {
            return new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
    }
}
