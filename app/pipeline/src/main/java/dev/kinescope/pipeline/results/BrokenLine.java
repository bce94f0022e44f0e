package dev.kinescope.pipeline.results;

/** A delivered line that cannot be read; counted and named, never dropped silently. */
public record BrokenLine(String objectKey, long line, String reason) {}
