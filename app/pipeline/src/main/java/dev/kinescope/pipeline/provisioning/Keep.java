package dev.kinescope.pipeline.provisioning;

/** What tearing down leaves behind. */
public enum Keep {
    /** The bucket and every object in it. */
    DATA,
    NOTHING
}
