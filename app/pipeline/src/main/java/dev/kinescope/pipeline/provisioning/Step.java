package dev.kinescope.pipeline.provisioning;

/**
 * One piece of the work of applying or tearing down.
 *
 * @param number from 1
 * @param of how many there are in all
 * @param what in words, for example {@code Create the Kinesis stream}
 */
public record Step(int number, int of, ResourceKind kind, String name, String what) {}
