package dev.kinescope.pipeline.provisioning;

/** What tearing down leaves behind. */
public enum Keep {
    /** The bucket with every object in it, and the log groups. */
    DATA,
    NOTHING
}
