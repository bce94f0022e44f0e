package dev.kinescope.localcloud.kinesis;

/** Whether shards and calls are held to AWS's rates (AWS documentation, Quotas and limits). */
public enum ShardRates {
    /**
     * 1,000 records and 1 MiB in, 2 MiB and 5 calls out, per second and shard; so many calls a
     * second of each operation that manages streams; on-demand streams grow with their traffic.
     */
    ENFORCED,
    /** As fast as the machine goes. */
    UNLIMITED
}
