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
        long now = streams.all().stream().mapToLong(stream -> shards(stream.state())).sum();
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
        long now =
                streams.all().stream().filter(stream -> isOrGoesOnDemand(stream.state())).count();
        if (now >= ON_DEMAND_STREAMS) {
            throw Faults.limitExceeded(
                    "You have reached the limit of "
                            + ON_DEMAND_STREAMS
                            + " streams in On-Demand mode under account "
                            + streams.account()
                            + ".");
        }
    }

    /** Those that a change under way has been granted count already, those it ends still do. */
    private static int shards(StreamState state) {
        int open = state.open().size();
        Pending pending = state.pending();
        return pending == null ? open : Math.max(open, pending.shards(open));
    }

    private static boolean isOrGoesOnDemand(StreamState state) {
        Pending pending = state.pending();
        return state.mode() == StreamMode.ON_DEMAND
                || (pending != null && pending.mode(state.mode()) == StreamMode.ON_DEMAND);
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
