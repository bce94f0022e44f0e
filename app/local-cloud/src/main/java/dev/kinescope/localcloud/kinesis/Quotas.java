package dev.kinescope.localcloud.kinesis;

import software.amazon.awssdk.services.kinesis.model.DescribeLimitsResponse;
import software.amazon.awssdk.services.kinesis.model.StreamMode;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** What an account may have of streams and shards (AWS documentation, Quotas and limits). */
final class Quotas {
    private static final int SHARDS = 20_000;
    private static final int ON_DEMAND_STREAMS = 50;
    private static final int CREATING = 5;

    private final Streams streams;

    Quotas(Streams streams) {
        this.streams = streams;
    }

    DescribeLimitsResponse describe() {
        return DescribeLimitsResponse.builder()
                .shardLimit(SHARDS)
                .openShardCount((int) shards())
                .onDemandStreamCount((int) onDemand())
                .onDemandStreamCountLimit(ON_DEMAND_STREAMS)
                .build();
    }

    void checkCreating() {
        long creating =
                streams.all().stream()
                        .filter(stream -> stream.state().status() == StreamStatus.CREATING)
                        .count();
        if (creating >= CREATING) {
            throw Faults.limitExceeded(
                    "You have reached the limit of "
                            + CREATING
                            + " streams in CREATING state under account "
                            + streams.account()
                            + ".");
        }
    }

    void checkShards(int more) {
        long now = shards();
        if (now + more > SHARDS) {
            throw Faults.limitExceeded(
                    "This request would exceed the shard limit for the account "
                            + streams.account()
                            + " in "
                            + streams.region()
                            + ". Current shard count for the account: "
                            + now
                            + ". Limit: "
                            + SHARDS
                            + ". Number of additional shards that would have resulted from this"
                            + " request: "
                            + more
                            + ". Refer to the AWS Service Limits page"
                            + " (http://docs.aws.amazon.com/general/latest/gr/aws_service_limits.html)"
                            + " for current limits and how to request higher limits.");
        }
    }

    void checkOnDemand() {
        if (onDemand() >= ON_DEMAND_STREAMS) {
            throw Faults.limitExceeded(
                    "You have reached the limit of "
                            + ON_DEMAND_STREAMS
                            + " streams in On-Demand mode under account "
                            + streams.account()
                            + ".");
        }
    }

    private long shards() {
        return streams.all().stream().mapToLong(stream -> stream.state().open().size()).sum();
    }

    private long onDemand() {
        return streams.all().stream()
                .filter(stream -> stream.state().mode() == StreamMode.ON_DEMAND)
                .count();
    }
}
