package dev.kinescope.pipeline.streams;

import java.time.Instant;

/**
 * A stream as Kinesis describes it.
 *
 * @param mode PROVISIONED or ON_DEMAND
 * @param status CREATING, ACTIVE, UPDATING or DELETING
 */
public record StreamOverview(
        String name,
        String arn,
        String mode,
        String status,
        int openShards,
        int closedShards,
        int retentionHours,
        Instant createdAt,
        Instant at) {}
