package dev.kinescope.pipeline.provisioning;

import java.util.List;

/**
 * What applying the plan does to one resource.
 *
 * @param consequence in plain words, what it means for the data and the running pipeline
 */
public record PlannedChange(
        ResourceKind kind,
        String name,
        Action action,
        Risk risk,
        List<FieldChange> fields,
        String consequence) {

    /** What happens to the resource. */
    public enum Action {
        CREATE,
        UPDATE,
        /** Deleted and made again, because AWS cannot change it in place. */
        REPLACE,
        UNCHANGED
    }

    /** What it means for the records that are there. */
    public enum Risk {
        NONE,
        /** Records that could still be read or delivered are gone afterwards. */
        LOSES_DATA
    }

    public PlannedChange {
        fields = List.copyOf(fields);
    }

    public boolean losesData() {
        return risk == Risk.LOSES_DATA;
    }

    public boolean changesSomething() {
        return action != Action.UNCHANGED;
    }
}
