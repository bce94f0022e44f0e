package dev.kinescope.pipeline.provisioning;

import java.io.IOException;
import java.util.function.Consumer;

/** One resource of the pipeline: how it is, what would change, and changing it. */
interface Resource {
    ResourceKind kind();

    String name();

    /** How it is now. */
    ResourceStatus status();

    /** What applying would do; changes nothing. */
    PlannedChange plan() throws IOException;

    /**
     * Makes it as planned and waits until it is so; doing it again does no harm.
     *
     * @param progress hears in words what is being waited for
     */
    void apply(PlannedChange change, Consumer<String> progress)
            throws IOException, InterruptedException;

    /** Deletes it and waits until it is gone; if it is missing, there is nothing to do. */
    void delete(Consumer<String> progress) throws InterruptedException;

    default PlannedChange unchanged() {
        return new PlannedChange(
                kind(),
                name(),
                PlannedChange.Action.UNCHANGED,
                PlannedChange.Risk.NONE,
                java.util.List.of(),
                "");
    }

    default ResourceStatus is(ResourceState state, String detail) {
        return new ResourceStatus(kind(), name(), state, detail);
    }
}
