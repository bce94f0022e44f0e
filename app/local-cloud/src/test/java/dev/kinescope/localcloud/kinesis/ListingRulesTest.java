package dev.kinescope.localcloud.kinesis;

import static dev.kinescope.localcloud.kinesis.KinesisFaults.assertFault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import software.amazon.awssdk.services.kinesis.model.ExpiredNextTokenException;
import software.amazon.awssdk.services.kinesis.model.InvalidArgumentException;
import software.amazon.awssdk.services.kinesis.model.ListShardsResponse;
import software.amazon.awssdk.services.kinesis.model.ResourceNotFoundException;
import software.amazon.awssdk.services.kinesis.model.ScalingType;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardFilter;
import software.amazon.awssdk.services.kinesis.model.ShardFilterType;
import software.amazon.awssdk.services.kinesis.model.ValidationException;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** ListShards of a stream that had shards 0 and 1, and since 11 o'clock 2, 3, 4 and 5. */
class ListingRulesTest {
    private final KinesisFixture cloud = new KinesisFixture(ShardRates.UNLIMITED);
    private final LocalKinesis kinesis = cloud.kinesis;
    private Instant before = Instant.EPOCH;
    private Instant resharded = Instant.EPOCH;

    @BeforeEach
    void aStreamThatWasResharded() {
        cloud.stream("posts", 2);
        cloud.time.advance(Duration.ofHours(1));
        before = cloud.time.instant();
        kinesis.updateShardCount(request ->
                request.streamName("posts")
                        .targetShardCount(4)
                        .scalingType(ScalingType.UNIFORM_SCALING));
        cloud.time.advance(KinesisFixture.DELAY);
        resharded = cloud.time.instant();
        cloud.time.advance(Duration.ofHours(1));
    }

    private static List<Long> numbers(ListShardsResponse response) {
        return response.shards().stream()
                .map(Shard::shardId)
                .map(id -> Long.parseLong(id.substring("shardId-".length())))
                .toList();
    }

    private List<Long> listed(ShardFilter filter) {
        return numbers(kinesis.listShards(r -> r.streamName("posts").shardFilter(filter)));
    }

    private List<Long> listed(ShardFilterType type) {
        return listed(ShardFilter.builder().type(type).build());
    }

    private List<Long> listed(ShardFilterType type, Instant time) {
        return listed(ShardFilter.builder().type(type).timestamp(time).build());
    }

    @Test
    void everyFilterShowsItsShards() {
        assertThat(listed(ShardFilterType.AT_LATEST)).containsExactly(2L, 3L, 4L, 5L);
        assertThat(listed(ShardFilterType.AT_TRIM_HORIZON)).containsExactly(0L, 1L);
        assertThat(listed(ShardFilterType.FROM_TRIM_HORIZON))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(listed(ShardFilterType.AT_TIMESTAMP, before)).containsExactly(0L, 1L);
        assertThat(listed(ShardFilterType.AT_TIMESTAMP, resharded.plusMillis(1)))
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(listed(ShardFilterType.FROM_TIMESTAMP, before))
                .containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(listed(ShardFilterType.FROM_TIMESTAMP, resharded.plusMillis(1)))
                .containsExactly(2L, 3L, 4L, 5L);
        assertThat(
                        listed(
                                ShardFilter.builder()
                                        .type(ShardFilterType.AFTER_SHARD_ID)
                                        .shardId("shardId-000000000003")
                                        .build()))
                .containsExactly(4L, 5L);
    }

    @Test
    void aFilterWithoutWhatItNeedsIsRefused() {
        assertThatThrownBy(() -> listed(ShardFilterType.AFTER_SHARD_ID))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() -> listed(ShardFilterType.AT_TIMESTAMP))
                .isInstanceOf(InvalidArgumentException.class);
        assertThatThrownBy(() ->
                        kinesis.listShards(
                                r -> r.streamName("posts").shardFilter(f -> f.type("SOMEWHERE"))))
                .isInstanceOf(ValidationException.class)
                .hasMessageContaining("at 'shardFilter.type'");
    }

    @Test
    void aTokenGoesOnWithTheSameFilterForFiveMinutes() {
        ListShardsResponse first =
                kinesis.listShards(r ->
                        r.streamName("posts")
                                .maxResults(3)
                                .shardFilter(f -> f.type(ShardFilterType.AT_LATEST)));
        assertThat(numbers(first)).containsExactly(2L, 3L, 4L);
        cloud.time.advance(Duration.ofSeconds(300));

        assertThat(numbers(kinesis.listShards(r -> r.nextToken(first.nextToken()))))
                .containsExactly(5L);
        assertFault(
                () -> kinesis.listShards(r -> r.streamName("posts").nextToken(first.nextToken())),
                InvalidArgumentException.class,
                "NextToken and StreamName cannot be provided together.");
        cloud.time.advance(Duration.ofMillis(1));
        assertThatThrownBy(() -> kinesis.listShards(r -> r.nextToken(first.nextToken())))
                .isInstanceOf(ExpiredNextTokenException.class);
        for (String wrong : List.of("x", "AAAA", "eHx5")) {
            assertThatThrownBy(() -> kinesis.listShards(r -> r.nextToken(wrong)))
                    .isInstanceOf(InvalidArgumentException.class);
        }
    }

    @Test
    void aListingNamesItsStream() {
        assertFault(
                () -> kinesis.listShards(r -> {}),
                InvalidArgumentException.class,
                "Either NextToken or StreamName should be provided.");
        assertThatThrownBy(() ->
                        kinesis.listShards(
                                r -> r.streamName("posts").streamCreationTimestamp(Instant.EPOCH)))
                .isInstanceOf(ResourceNotFoundException.class);
    }

    @Test
    void aDescriptionGoesOnAfterAShard() {
        var first = kinesis.describeStream(r -> r.streamName("posts").limit(4)).streamDescription();
        assertThat(first.hasMoreShards()).isTrue();
        var rest =
                kinesis.describeStream(r ->
                                r.streamName("posts")
                                        .exclusiveStartShardId(first.shards().getLast().shardId()))
                        .streamDescription();
        assertThat(rest.shards())
                .extracting(Shard::shardId)
                .containsExactly("shardId-000000000004", "shardId-000000000005");
        assertThat(rest.hasMoreShards()).isFalse();
    }
}
