package dev.kinescope.desktop.functions;

import dev.kinescope.pipeline.functions.FunctionDetails;
import dev.kinescope.pipeline.functions.FunctionSpec;
import dev.kinescope.pipeline.provisioning.ResourceState;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A function as last looked at, beside what was built for it.
 *
 * @param details empty if it is not there
 * @param builtBytes size of the built zip; empty if that is not there
 * @param differs whether the built zip would change its code; empty if that cannot be said
 * @param at when it was looked at
 */
record FunctionCard(
        FunctionRole role,
        FunctionSpec spec,
        Optional<FunctionDetails> details,
        Path builtZip,
        OptionalLong builtBytes,
        Optional<Boolean> differs,
        Instant at) {

    /** In the one vocabulary of states. */
    ResourceState state() {
        if (details.isEmpty()) {
            return ResourceState.MISSING;
        }
        FunctionDetails now = details.get();
        if (now.isFailing()) {
            return ResourceState.FAILING;
        }
        if (now.isUpdating()) {
            return ResourceState.CHANGING;
        }
        return switch (now.state()) {
            case "Pending" -> ResourceState.CREATING;
            // Inactive: idle for weeks; the next invocation wakes it.
            case "Active", "Inactive" -> ResourceState.READY;
            default -> ResourceState.CHANGING;
        };
    }

    /** Why it is as it is, in Lambda's words; often empty. */
    String reason() {
        return details.map(now ->
                        now.stateReason().isEmpty() ? now.lastUpdateReason() : now.stateReason())
                .orElse("");
    }
}
