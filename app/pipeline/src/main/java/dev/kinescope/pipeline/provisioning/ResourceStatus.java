package dev.kinescope.pipeline.provisioning;

/**
 * One resource as it is now.
 *
 * @param detail a few words to show beside the state, for example {@code 4 shards, on demand}
 */
public record ResourceStatus(ResourceKind kind, String name, ResourceState state, String detail) {

    public boolean is(ResourceState wanted) {
        return state == wanted;
    }
}
