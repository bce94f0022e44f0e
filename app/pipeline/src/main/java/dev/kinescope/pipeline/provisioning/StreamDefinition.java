package dev.kinescope.pipeline.provisioning;

/**
 * The Kinesis stream as it shall be.
 *
 * @param shards at creation and by scaling; without meaning for on-demand
 * @param retentionHours 24-8760
 */
public record StreamDefinition(String name, Mode mode, int shards, int retentionHours) {

    /** Who decides on the number of shards. */
    public enum Mode {
        PROVISIONED,
        ON_DEMAND
    }
}
