package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.functions.FunctionCode;

/** The code that both functions shall run. */
public record FunctionArtifacts(FunctionCode producer, FunctionCode transform) {}
