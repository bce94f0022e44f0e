package dev.kinescope.pipeline.functions;

import java.nio.file.Path;

/** What a function runs. */
public sealed interface FunctionCode {
    /** A zip on this computer, at most 50 MB, uploaded with the call. */
    record Zip(Path file) implements FunctionCode {}

    /**
     * A container image in ECR: {@code ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPO:TAG}, or by
     * digest.
     */
    record Image(String uri) implements FunctionCode {}
}
