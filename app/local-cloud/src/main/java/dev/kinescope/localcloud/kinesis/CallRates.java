package dev.kinescope.localcloud.kinesis;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How often the operations that manage streams may be called in a second (AWS documentation,
 * Kinesis Data Streams quotas, API limits).
 */
final class CallRates {
    private static final long USUAL = 5;
    private static final Map<String, Long> OTHERS =
            Map.of(
                    "DescribeStream", 10L,
                    "DescribeStreamSummary", 20L,
                    "DescribeStreamConsumer", 20L,
                    "DescribeLimits", 1L);
    private static final long LIST_SHARDS = 1000;

    private final String account;
    private final Clock clock;
    private final ShardRates rates;
    private final Map<String, RateLimit> limits = new ConcurrentHashMap<>();

    CallRates(String account, Clock clock, ShardRates rates) {
        this.account = account;
        this.clock = clock;
        this.rates = rates;
    }

    /**
     * Counts a call of an operation, of which the account has so many a second.
     *
     * @param stream what the request names, for the message
     * @throws software.amazon.awssdk.services.kinesis.model.LimitExceededException if it is one too
     *     many
     */
    void count(String operation, @Nullable String stream) {
        count(operation, OTHERS.getOrDefault(operation, USUAL), stream);
    }

    /** Counts a ListShards, of which each stream has its own thousand a second. */
    void countListShards(String stream) {
        count("ListShards " + stream, LIST_SHARDS, stream);
    }

    private void count(String name, long perSecond, @Nullable String stream) {
        if (rates == ShardRates.UNLIMITED) {
            return;
        }
        RateLimit limit = limits.computeIfAbsent(name, _ -> new RateLimit(clock, perSecond));
        boolean free;
        synchronized (limit) {
            free = limit.free(1);
            if (free) {
                limit.take(1);
            }
        }
        if (!free) {
            throw Faults.limitExceeded(
                    "Rate exceeded "
                            + (stream == null ? "" : "for stream " + stream + " ")
                            + "under account "
                            + account
                            + ".");
        }
    }
}
