package dev.kinescope.pipeline.provisioning;

/**
 * The one vocabulary for the state of a resource, used in the diagram, tables and commands alike.
 */
public enum ResourceState {
    MISSING,
    CREATING,
    READY,
    CHANGING,
    FAILING,
    DELETING
}
