package dev.kinescope.pipeline.provisioning;

/**
 * One field that a plan changes.
 *
 * @param before empty when it is new
 */
public record FieldChange(String field, String before, String after) {}
