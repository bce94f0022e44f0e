package dev.kinescope.pipeline.connection;

/** Who the credentials belong to, as STS says. */
public record CallerIdentity(String accountId, String arn, String userId) {}
