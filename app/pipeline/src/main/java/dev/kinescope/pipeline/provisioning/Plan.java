package dev.kinescope.pipeline.provisioning;

import dev.kinescope.pipeline.provisioning.PlannedChange.Action;

import java.time.Instant;
import java.util.List;

/**
 * What has to be done to get from what is there to what the definition says.
 *
 * @param changes every resource in the order of the work, unchanged ones too
 */
public record Plan(
        PipelineDefinition definition,
        FunctionArtifacts artifacts,
        List<PlannedChange> changes,
        Instant madeAt) {

    public Plan {
        changes = List.copyOf(changes);
    }

    public boolean changesNothing() {
        return changes.stream().noneMatch(PlannedChange::changesSomething);
    }

    /**
     * Whether applying deletes a resource on the way, or loses records, so that a person should be
     * asked once more.
     */
    public boolean needsAsking() {
        return count(Action.REPLACE) > 0 || changes.stream().anyMatch(PlannedChange::losesData);
    }

    public long count(Action action) {
        return changes.stream().filter(change -> change.action() == action).count();
    }
}
