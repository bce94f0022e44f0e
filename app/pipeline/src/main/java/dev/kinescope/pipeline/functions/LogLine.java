package dev.kinescope.pipeline.functions;

import java.time.Instant;

/** One line that a function printed. */
public record LogLine(Instant at, String logStream, String message) {}
