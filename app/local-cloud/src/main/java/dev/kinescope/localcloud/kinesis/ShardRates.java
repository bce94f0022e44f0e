package dev.kinescope.localcloud.kinesis;

/** Whether each shard holds to AWS's rates (AWS documentation, Quotas and limits). */
public enum ShardRates {
    /** 1,000 records and 1 MiB in, 2 MiB and 5 calls out, per second and shard. */
    ENFORCED,
    /** As fast as the machine goes. */
    UNLIMITED
}
