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
     * Whether applying deletes something on the way, so that a person should be asked once more.
     */
    public boolean replacesSomething() {
        return count(Action.REPLACE) > 0;
    }

    public long count(Action action) {
        return changes.stream().filter(change -> change.action() == action).count();
    }
}
