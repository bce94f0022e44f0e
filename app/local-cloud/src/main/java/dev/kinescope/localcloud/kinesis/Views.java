package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import software.amazon.awssdk.services.kinesis.model.DescribeStreamRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamResponse;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryResponse;
import software.amazon.awssdk.services.kinesis.model.EnhancedMetrics;
import software.amazon.awssdk.services.kinesis.model.ListShardsRequest;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ListStreamsRequest;
import software.amazon.awssdk.services.kinesis.model.ListStreamsResponse;
import software.amazon.awssdk.services.kinesis.model.MetricsName;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamModeDetails;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;
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

    private final Streams streams;
    private final CallRates calls;
    private final Clock clock;

    Views(Streams streams, CallRates calls, Clock clock) {
        this.streams = streams;
        this.calls = calls;
        this.clock = clock;
    }

    /** The open shards of a stream in the order of their hash keys. */
    List<ShardState> open(String stream) {
        return streams.named(stream, null).state().open();
    }

    DescribeStreamResponse describe(DescribeStreamRequest request) {
        new Validation()
                .name("streamName", request.streamName())
                .name("exclusiveStartShardId", request.exclusiveStartShardId())
                .range("limit", request.limit(), 1, 10_000)
                .orThrow();
        Stream stream = streams.named(request.streamName(), request.streamARN());
        StreamState state = stream.state();
        int limit = Math.min(MOST_SHARDS, Objects.requireNonNullElse(request.limit(), 100));
        // A stream shows its shards once they can be used.
        List<ShardState> after =
                state.status() == StreamStatus.CREATING
                        ? List.of()
                        : after(state, request.exclusiveStartShardId());
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
                                .encryptionType(state.features().type())
                                .keyId(state.features().key().orElse(null))
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
                                .encryptionType(state.features().type())
                                .keyId(state.features().key().orElse(null))
                                .openShardCount(
                                        state.status() == StreamStatus.CREATING
                                                ? 0
                                                : state.open().size())
                                .consumerCount(state.features().consumers().size())
                                .warmThroughput(OnDemand.model(state))
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
        ShardFilter filter = request.shardFilter();
        new Validation()
                .name("streamName", request.streamName())
                .name("exclusiveStartShardId", request.exclusiveStartShardId())
                .range("maxResults", request.maxResults(), 1, 10_000)
                .oneOf(
                        "shardFilter.type",
                        filter == null ? null : filter.typeAsString(),
                        ShardFilterType.knownValues().stream()
                                .map(ShardFilterType::toString)
                                .sorted()
                                .toList())
                .orThrow();
        Listing from = listing(request);
        calls.countListShards(from.stream().state().name());
        StreamState state = from.stream().state();
        int limit =
                Math.min(
                        MOST_SHARDS, Objects.requireNonNullElse(request.maxResults(), MOST_SHARDS));
        List<ShardState> after = after(state, from.after()).stream().filter(from.filter()).toList();
        List<ShardState> page = after.stream().limit(limit).toList();
        var response =
                ListShardsResponse.builder().shards(page.stream().map(Views::shard).toList());
        if (after.size() > limit) {
            response.nextToken(
                    new PageToken(
                                    state.name(),
                                    page.getLast().id() + " " + from.code(),
                                    clock.instant())
                            .token());
        }
        return response.build();
    }

    /**
     * Where a listing begins, and what it shows.
     *
     * @param code the filter in the words of a token, since later requests do not name it
     */
    private record Listing(
            Stream stream, @Nullable String after, Predicate<ShardState> filter, String code) {}

    private Listing listing(ListShardsRequest request) {
        if (request.nextToken() == null) {
            if (request.streamName() == null && request.streamARN() == null) {
                throw Faults.invalidArgument("Either NextToken or StreamName should be provided.");
            }
            Stream stream = streams.named(request.streamName(), request.streamARN());
            streams.checkCreated(stream, request.streamCreationTimestamp());
            String code = code(request.shardFilter(), clock.instant());
            return new Listing(
                    stream, request.exclusiveStartShardId(), filter(stream.state(), code), code);
        }
        if (request.streamName() != null || request.streamCreationTimestamp() != null) {
            throw Faults.invalidArgument("NextToken and StreamName cannot be provided together.");
        }
        PageToken token = PageToken.parse(request.nextToken(), clock.instant());
        String[] after = token.after().split(" ", 2);
        if (after.length < 2) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
        Stream stream = streams.named(token.stream(), request.streamARN());
        return new Listing(stream, after[0], filter(stream.state(), after[1]), after[1]);
    }

    /** A filter in one word: what it asks for, and of when or after which shard. */
    private static String code(@Nullable ShardFilter filter, Instant now) {
        if (filter == null) {
            return "ALL -";
        }
        String detail =
                switch (filter.type()) {
                    case AFTER_SHARD_ID -> {
                        if (filter.shardId() == null) {
                            throw Faults.invalidArgument(
                                    "ShardFilter of type AFTER_SHARD_ID needs a ShardId.");
                        }
                        new Validation().name("shardFilter.shardId", filter.shardId()).orThrow();
                        yield filter.shardId();
                    }
                    case AT_TIMESTAMP, FROM_TIMESTAMP -> {
                        if (filter.timestamp() == null) {
                            throw Faults.invalidArgument(
                                    "ShardFilter of type "
                                            + filter.typeAsString()
                                            + " needs a Timestamp.");
                        }
                        if (filter.timestamp().isAfter(now)) {
                            throw Faults.invalidArgument(
                                    "The Timestamp of a ShardFilter cannot be in the future.");
                        }
                        yield Long.toString(filter.timestamp().toEpochMilli());
                    }
                    case AT_LATEST, AT_TRIM_HORIZON, FROM_TRIM_HORIZON -> "-";
                    case UNKNOWN_TO_SDK_VERSION ->
                            throw Faults.invalidArgument("Invalid ShardFilter type.");
                };
        return filter.typeAsString() + " " + detail;
    }

    private Predicate<ShardState> filter(StreamState state, String code) {
        String[] words = code.split(" ", 2);
        String detail = words[words.length - 1];
        Instant horizon = clock.instant().minus(Duration.ofHours(state.retentionHours()));
        return switch (words[0]) {
            case "ALL" -> _ -> true;
            case "AFTER_SHARD_ID" -> shard -> shard.id().compareTo(detail) > 0;
            case "AT_LATEST" -> ShardState::open;
            case "AT_TRIM_HORIZON" -> shard -> openAt(shard, state.created(), horizon);
            case "FROM_TRIM_HORIZON" -> shard -> openUntil(shard, horizon);
            case "AT_TIMESTAMP" -> shard -> openAt(shard, state.created(), time(detail));
            case "FROM_TIMESTAMP" -> shard -> openUntil(shard, time(detail));
            default -> throw Faults.invalidArgument("Invalid NextToken.");
        };
    }

    private static Instant time(String millis) {
        try {
            return Instant.ofEpochMilli(Long.parseLong(millis));
        } catch (NumberFormatException e) {
            throw Faults.invalidArgument("Invalid NextToken.");
        }
    }

    /** Before the stream was made its first shards count as open. */
    private static boolean openAt(ShardState shard, Instant made, Instant time) {
        Instant at = time.isBefore(made) ? made : time;
        return !shard.created().isAfter(at) && openUntil(shard, at);
    }

    private static boolean openUntil(ShardState shard, Instant time) {
        Instant closed = shard.closed();
        return closed == null || !closed.isBefore(time);
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
